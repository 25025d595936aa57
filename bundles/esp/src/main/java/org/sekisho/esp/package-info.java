/**
 * The ESP data plane (RFC 4303): security associations, anti-replay, encapsulation, and the packet
 * loops between TUN devices and the WAN.
 */
package org.sekisho.esp;
