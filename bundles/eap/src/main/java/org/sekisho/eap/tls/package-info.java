/** EAP-TLS (RFC 5216; with TLS 1.3 RFC 9190). */
package org.sekisho.eap.tls;
