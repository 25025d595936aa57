package org.sekisho.api.eap;

/** Methods of authentication inside EAP. */
public enum EapMethod {
  /** Microsoft's challenge handshake, version 2 (RFC 2759): name and password, both sides prove. */
  MSCHAPV2(26, "EAP-MSCHAPv2", false),
  /** MD5-Challenge (RFC 3748 section 5.4): only the peer proves itself, and no key comes of it. */
  MD5(4, "EAP-MD5", false),
  /** TLS with certificates on both sides (RFC 5216, RFC 9190). */
  TLS(13, "EAP-TLS", true);

  private final int type;
  private final String label;
  private final boolean enoughAlone;

  EapMethod(int type, String label, boolean enoughAlone) {
    this.type = type;
    this.label = label;
    this.enoughAlone = enoughAlone;
  }

  /** Number of the type field. */
  public int type() {
    return type;
  }

  /** Name as the standards write it. */
  public String label() {
    return label;
  }

  /**
   * Whether it authenticates the server well enough that IKE needs no other proof of it (RFC 5998
   * section 4). MSCHAPv2 does not: who answers in the server's place could guess the password.
   */
  public boolean isEnoughAlone() {
    return enoughAlone;
  }
}
