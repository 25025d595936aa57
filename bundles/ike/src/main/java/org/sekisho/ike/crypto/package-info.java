/** Keys of IKE SAs and CHILD SAs and the protection of messages (RFC 7296 2.13 to 2.18, 3.14). */
package org.sekisho.ike.crypto;
