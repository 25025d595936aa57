/**
 * The IKEv2 service as the other bundles see it: gateways, security associations and their events.
 */
@Version("1.0.0")
package org.sekisho.api.ike;

import org.osgi.annotation.versioning.Version;
