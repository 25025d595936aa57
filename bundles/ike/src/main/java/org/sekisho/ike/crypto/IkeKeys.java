package org.sekisho.ike.crypto;

import java.util.Arrays;

/** The keys of one IKE SA (RFC 7296 section 2.14). Zeroed when the SA dies; never printed. */
public final class IkeKeys implements AutoCloseable {

  final byte[] d;
  final byte[] ai;
  final byte[] ar;
  final byte[] ei;
  final byte[] er;
  final byte[] pi;
  final byte[] pr;

  /**
   * Cuts SK_d, SK_ai, SK_ar, SK_ei, SK_er, SK_pi and SK_pr out of the key stream, in that order.
   */
  IkeKeys(byte[] stream, IkeSuite suite) {
    int prf = suite.prf().outputLength();
    int auth = suite.integrity().keyLength();
    int encr = suite.encryptionKeyLength();
    int at = 0;
    d = Arrays.copyOfRange(stream, at, at += prf);
    ai = Arrays.copyOfRange(stream, at, at += auth);
    ar = Arrays.copyOfRange(stream, at, at += auth);
    ei = Arrays.copyOfRange(stream, at, at += encr);
    er = Arrays.copyOfRange(stream, at, at += encr);
    pi = Arrays.copyOfRange(stream, at, at += prf);
    pr = Arrays.copyOfRange(stream, at, at + prf);
  }

  /** The same keys but for those a post-quantum pre-shared key changes. */
  IkeKeys(IkeKeys others, byte[] d, byte[] pi, byte[] pr) {
    this.d = d;
    this.pi = pi;
    this.pr = pr;
    ai = others.ai.clone();
    ar = others.ar.clone();
    ei = others.ei.clone();
    er = others.er.clone();
  }

  /**
   * Takes over SK_d, SK_pi and SK_pr.
   *
   * @param others keys of the same SA, closed here
   */
  public void take(IkeKeys others) {
    System.arraycopy(others.d, 0, d, 0, d.length);
    System.arraycopy(others.pi, 0, pi, 0, pi.length);
    System.arraycopy(others.pr, 0, pr, 0, pr.length);
    others.close();
  }

  /** Octets of key stream a suite needs. */
  static int length(IkeSuite suite) {
    return 3 * suite.prf().outputLength()
        + 2 * suite.integrity().keyLength()
        + 2 * suite.encryptionKeyLength();
  }

  /**
   * What AUTH is made with after an EAP method without keys: SK_pi or SK_pr (RFC 7296 section
   * 2.16).
   *
   * @param ofInitiator whose AUTH: the original initiator's or the responder's
   * @return a copy, the caller's to zero
   */
  public byte[] authKey(boolean ofInitiator) {
    return (ofInitiator ? pi : pr).clone();
  }

  /**
   * SK_d, which a resumed IKE SA takes its keys from (RFC 5723 section 5.1).
   *
   * @return a copy, the caller's to zero
   */
  public byte[] resumptionKey() {
    return d.clone();
  }

  @Override
  public void close() {
    for (byte[] key : new byte[][] {d, ai, ar, ei, er, pi, pr}) {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "IkeKeys[confidential]";
  }
}
