/** Certificates: this router's own and the trust it has in others' (RFC 5280, RFC 4945). */
@Version("1.0.0")
package org.sekisho.api.pki;

import org.osgi.annotation.versioning.Version;
