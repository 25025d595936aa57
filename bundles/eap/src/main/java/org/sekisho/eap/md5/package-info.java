/** MD5-Challenge (RFC 3748 section 5.4). */
package org.sekisho.eap.md5;
