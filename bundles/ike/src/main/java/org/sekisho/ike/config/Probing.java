package org.sekisho.ike.config;

/**
 * How a gateway's agreement with ours is found out.
 *
 * @param rekey renew once after the tunnel has come up ({@code ipsec ike probe-rekey})
 */
public record Probing(boolean rekey) {

  /** What holds without lines. */
  public static final Probing DEFAULT = new Probing(false);
}
