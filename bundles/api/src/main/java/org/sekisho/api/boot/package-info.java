/** What the launcher tells the router when it starts. */
@Version("1.1.0")
package org.sekisho.api.boot;

import org.osgi.annotation.versioning.Version;
