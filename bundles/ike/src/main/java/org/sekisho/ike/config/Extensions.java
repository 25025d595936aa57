package org.sekisho.ike.config;

/**
 * Extensions of IKEv2 that a line switches on for one gateway; see {@link ExtensionSettings}.
 *
 * @param childless begin without a CHILD SA where the peer can (RFC 6023)
 * @param redirect follow a gateway that sends us elsewhere (RFC 5685)
 * @param mobike keep the SAs when an address changes (RFC 4555)
 * @param sessionResumption give and use tickets by which a lost IKE SA is resumed (RFC 5723)
 */
public record Extensions(
    boolean childless, boolean redirect, boolean mobike, boolean sessionResumption) {

  /** What holds without lines. */
  public static final Extensions DEFAULT = new Extensions(false, false, false, false);
}
