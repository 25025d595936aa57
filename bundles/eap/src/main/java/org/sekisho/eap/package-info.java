/** EAP conversations of both sides (RFC 3748): identity, refusal and choice of methods. */
package org.sekisho.eap;
