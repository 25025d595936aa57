/** Exchange of bundles under traffic; see docs/hot-swap.md. */
package org.sekisho.swap;
