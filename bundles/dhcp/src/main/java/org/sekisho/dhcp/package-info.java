/** DHCP clients of LAN interfaces: one udhcpc each, whose leases are told to who applies them. */
package org.sekisho.dhcp;
