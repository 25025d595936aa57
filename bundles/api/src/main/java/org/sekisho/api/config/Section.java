package org.sekisho.api.config;

/** Sections of {@code show config}, in the order an RTX prints them. */
public enum Section {
  /** Passwords and users. */
  LOGIN,
  /** {@code security class}. */
  SECURITY,
  /** {@code timezone}. */
  TIMEZONE,
  /** {@code console …}. */
  CONSOLE,
  /** {@code description …} and system settings. */
  SYSTEM,
  /** {@code ip route …}; static routes precede the interfaces they name. */
  ROUTE,
  /** {@code ip lan1 …} and other interface settings, by interface. */
  INTERFACE,
  /** {@code pp select} blocks. */
  PP,
  /** {@code tunnel select} blocks. */
  TUNNEL,
  /** {@code ip filter …}. */
  FILTER,
  /** {@code nat descriptor …}. */
  NAT,
  /** {@code bgp …}, {@code ospf …}. */
  ROUTING_PROTOCOL,
  /** {@code ipsec …} lines no tunnel claims, {@code ipsec auto refresh}. */
  IPSEC,
  /** {@code syslog …}. */
  SYSLOG,
  /** {@code telnetd}, {@code sshd}, {@code tftp}. */
  REMOTE_ACCESS,
  /** {@code dhcp …}. */
  DHCP,
  /** {@code dns …}. */
  DNS,
  /** {@code schedule …}. */
  SCHEDULE,
  /** {@code snmp …}. */
  SNMP,
  /** {@code httpd …}, {@code statistics …} and the rest. */
  OTHER
}
