package org.sekisho.ike.config;

import java.util.OptionalInt;

/**
 * Lives of SAs ({@code ipsec ike duration}); local to this router.
 *
 * @param ikeSeconds life of an IKE SA
 * @param ikeRekeyPercent when it is renewed, empty for {@code rekey off}
 * @param childSeconds life of a CHILD SA
 * @param childKilobytes life of a CHILD SA in kilobytes, 0 for off
 * @param childRekeyPercent when it is renewed
 * @param ikeReduction seconds a superseded IKE SA may still live, 0 for its whole life
 * @param childReduction seconds a superseded CHILD SA may still live, 0 for its whole life
 * @param childKilobytesConfigured whether a line names {@code childKilobytes}: then it is a limit
 *     that is kept, not only a reason to renew
 */
public record Lifetimes(
    int ikeSeconds,
    OptionalInt ikeRekeyPercent,
    int childSeconds,
    long childKilobytes,
    int childRekeyPercent,
    int ikeReduction,
    int childReduction,
    boolean childKilobytesConfigured) {

  /** What holds without lines. */
  public static final Lifetimes DEFAULT =
      new Lifetimes(28800, OptionalInt.of(75), 28800, 2_000_000, 75, 0, 0, false);
}
