/** Devices, transports and packet batches: how packets enter and leave the router. */
@Version("1.0.0")
package org.sekisho.api.net;

import org.osgi.annotation.versioning.Version;
