/** LAN addresses, static routes and what shows them, through iproute2; private. */
package org.sekisho.routing;
