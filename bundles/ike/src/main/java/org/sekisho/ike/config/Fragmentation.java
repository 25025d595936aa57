package org.sekisho.ike.config;

import static org.sekisho.api.config.ParameterType.integer;

import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;

/**
 * {@code ipsec ike fragmentation}: whether long IKE messages travel in fragments of their own
 * instead of IP fragments (RFC 7383).
 *
 * @param enabled whether we announce it and send fragments to a peer that does too
 * @param packetSize octets of the longest IP packet that carries IKE
 */
public record Fragmentation(boolean enabled, int packetSize) {

  /** On, with packets that every IPv6 path carries. */
  public static final Fragmentation DEFAULT = new Fragmentation(true, 1280);

  /** The shortest IP packet one can ask for: what every IPv4 host takes. */
  public static final int SMALLEST = 576;

  private static final int LARGEST = 1500;

  /** Out of the line, the default without one. */
  static Fragmentation of(Optional<Arguments> line) {
    return line.map(
            a -> new Fragmentation(a.isOn("SWITCH"), a.integer("SIZE", DEFAULT.packetSize())))
        .orElse(DEFAULT);
  }

  /** The command. */
  static Command command() {
    return IkeLine.of(
            "fragmentation GATEWAY SWITCH [SIZE]",
            50,
            "Send long IKE messages in fragments",
            "長いIKEメッセージを分割して送信するか否か")
        .onOff()
        .with(
            "SIZE",
            integer(SMALLEST, LARGEST),
            "Longest IP packet that carries IKE, octets",
            "IKEを運ぶIPパケットの最大長 (バイト)")
        .defaultValue("on 1280")
        .example("ipsec ike fragmentation 100 on 1280")
        .build();
  }
}
