package org.sekisho.ike.diagnosis;

import java.net.InetAddress;

/**
 * An ICMP "destination unreachable" (RFC 792, RFC 4443) about a message of ours. Anybody can forge
 * one: it explains and decides nothing.
 *
 * @param from who says so
 * @param kind what
 */
public record Unreachable(InetAddress from, Kind kind) {

  /** What could not be reached. */
  public enum Kind {
    /** The UDP port: nobody listens there. */
    PORT("port unreachable"),
    /** The host. */
    HOST("host unreachable"),
    /** The network. */
    NETWORK("network unreachable"),
    /** A filter is in the way. */
    PROHIBITED("administratively prohibited");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The words of the RFCs. */
    @Override
    public String toString() {
      return text;
    }
  }
}
