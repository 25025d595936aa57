/** The RTX command language as data, and the running configuration as immutable snapshots. */
@Version("1.0.0")
package org.sekisho.api.config;

import org.osgi.annotation.versioning.Version;
