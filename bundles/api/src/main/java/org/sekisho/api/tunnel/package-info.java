/** The state of tunnel N as seen by routing, keepalive and the console. */
@Version("1.0.0")
package org.sekisho.api.tunnel;

import org.osgi.annotation.versioning.Version;
