package org.sekisho.esp;

import org.sekisho.api.net.Endpoint;

/**
 * Outer addresses of an SA pair.
 *
 * @param udpEncapsulation ESP in UDP 4500 (RFC 3948), else protocol 50
 * @param local our address
 * @param remote the peer's address
 */
record Route(boolean udpEncapsulation, Endpoint local, Endpoint remote) {}
