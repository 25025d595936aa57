/**
 * The Extensible Authentication Protocol (RFC 3748) as IKEv2 uses it (RFC 7296 section 2.16): IKE
 * carries the packets, a bundle that may be left out understands them.
 */
@Version("1.0.0")
package org.sekisho.api.eap;

import org.osgi.annotation.versioning.Version;
