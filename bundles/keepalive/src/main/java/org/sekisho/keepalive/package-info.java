/** Keepalives of gateways: {@code ipsec ike keepalive use} as a policy on the IKE service. */
package org.sekisho.keepalive;
