/** The router's event log, in the form an RTX administrator reads. */
@Version("1.0.0")
package org.sekisho.api.log;

import org.osgi.annotation.versioning.Version;
