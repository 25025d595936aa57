/** Certificate files, trust in peers' chains, revocation (RFC 5280, RFC 6960). */
package org.sekisho.pki;
