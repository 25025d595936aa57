/** What DHCP servers have lent the interfaces of this router. */
@Version("1.0.0")
package org.sekisho.api.dhcp;

import org.osgi.annotation.versioning.Version;
