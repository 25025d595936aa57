/** IKEv2 messages on the wire (RFC 7296 section 3): bounded decoding, encoding, no state. */
package org.sekisho.ike.message;
