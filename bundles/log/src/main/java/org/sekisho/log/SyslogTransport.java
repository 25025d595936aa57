package org.sekisho.log;

import java.util.OptionalInt;

/**
 * How lines travel to the syslog hosts ({@code syslog transport}).
 *
 * @param kind protocol
 * @param port destination port, empty for the protocol's own
 * @param authorities number of the {@code pki certificate file} whose CAs the hosts' certificates
 *     are checked with, empty for those of the Java runtime
 */
record SyslogTransport(Kind kind, OptionalInt port, OptionalInt authorities) {

  /** What an RTX does. */
  static final SyslogTransport USUAL =
      new SyslogTransport(Kind.UDP, OptionalInt.empty(), OptionalInt.empty());

  /** Protocols. */
  enum Kind {
    /** RFC 5426: a datagram a line. */
    UDP,
    /** RFC 6587 section 3.4.1: lines with their length in front of them. */
    TCP,
    /** RFC 5425: the same within TLS, the host's certificate checked against its name. */
    TLS
  }
}
