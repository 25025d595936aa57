/** Security associations, traffic selectors and the ESP data plane. */
@Version("1.0.0")
package org.sekisho.api.ipsec;

import org.osgi.annotation.versioning.Version;
