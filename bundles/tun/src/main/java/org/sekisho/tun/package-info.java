/** TUN devices, UDP 500/4500 and protocol 50 through the C library; private. */
package org.sekisho.tun;
