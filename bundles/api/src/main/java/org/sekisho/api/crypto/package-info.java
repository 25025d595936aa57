/**
 * Cryptographic services: transforms for ESP in batches, primitives for IKE, and the algorithm
 * registries both share.
 */
@Version("1.0.0")
package org.sekisho.api.crypto;

import org.osgi.annotation.versioning.Version;
