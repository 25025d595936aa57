package org.sekisho.ike.crypto;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.crypto.SignatureScheme;

/**
 * AlgorithmIdentifiers of method 14 (RFC 7427 section 3 and appendix A, RFC 8420). The peer's is
 * looked up among all encodings an algorithm may have; nothing of it is parsed.
 */
final class SignatureAlgorithms {

  private static final int SEQUENCE = 0x30;
  private static final int OID = 0x06;
  private static final int INTEGER = 0x02;
  private static final byte[] NULL = {5, 0};
  private static final byte[] NOTHING = {};

  private static final byte[] RSA_PSS = oid("2a864886f70d01010a");
  private static final byte[] MGF1 = oid("2a864886f70d010108");
  private static final byte[] TRAILER = explicit(3, integer(1));

  private static final Map<String, SignatureScheme> BY_IDENTIFIER = new HashMap<>();
  private static final Map<SignatureScheme, byte[]> OURS = new HashMap<>();

  static {
    withNull(SignatureScheme.RSA_PKCS1_SHA256, oid("2a864886f70d01010b"));
    withNull(SignatureScheme.RSA_PKCS1_SHA384, oid("2a864886f70d01010c"));
    withNull(SignatureScheme.RSA_PKCS1_SHA512, oid("2a864886f70d01010d"));
    add(SignatureScheme.ECDSA_SHA256, sequence(oid("2a8648ce3d040302")));
    add(SignatureScheme.ECDSA_SHA384, sequence(oid("2a8648ce3d040303")));
    add(SignatureScheme.ECDSA_SHA512, sequence(oid("2a8648ce3d040304")));
    add(SignatureScheme.ED25519, sequence(oid("2b6570")));
    pss(SignatureScheme.RSA_PSS_SHA256, oid("608648016503040201"), 32);
    pss(SignatureScheme.RSA_PSS_SHA384, oid("608648016503040202"), 48);
    pss(SignatureScheme.RSA_PSS_SHA512, oid("608648016503040203"), 64);
  }

  private SignatureAlgorithms() {}

  /** The identifier we send. */
  static byte[] identifier(SignatureScheme scheme) {
    return OURS.get(scheme).clone();
  }

  /** The algorithm a peer's identifier names, empty for one that is not known here. */
  static Optional<SignatureScheme> scheme(byte[] identifier) {
    return Optional.ofNullable(BY_IDENTIFIER.get(HexFormat.of().formatHex(identifier)));
  }

  /** The first identifier of a scheme is the one we send. */
  private static void add(SignatureScheme scheme, byte[] identifier) {
    OURS.putIfAbsent(scheme, identifier);
    BY_IDENTIFIER.put(HexFormat.of().formatHex(identifier), scheme);
  }

  /** Parameters NULL, or left out by some. */
  private static void withNull(SignatureScheme scheme, byte[] algorithm) {
    add(scheme, sequence(algorithm, NULL));
    add(scheme, sequence(algorithm));
  }

  /** The hashes' NULL and the trailer field, which is the default, may each be there or not. */
  private static void pss(SignatureScheme scheme, byte[] hash, int salt) {
    for (byte[] trailer : new byte[][] {NOTHING, TRAILER}) {
      for (byte[] hashNull : new byte[][] {NULL, NOTHING}) {
        for (byte[] maskNull : new byte[][] {NULL, NOTHING}) {
          add(
              scheme,
              sequence(
                  RSA_PSS,
                  sequence(
                      explicit(0, sequence(hash, hashNull)),
                      explicit(1, sequence(MGF1, sequence(hash, maskNull))),
                      explicit(2, integer(salt)),
                      trailer)));
        }
      }
    }
  }

  private static byte[] oid(String hex) {
    return tagged(OID, HexFormat.of().parseHex(hex));
  }

  private static byte[] integer(int small) {
    return tagged(INTEGER, new byte[] {(byte) small});
  }

  private static byte[] explicit(int tag, byte[] content) {
    return tagged(0xa0 | tag, content);
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  /** DER of less than 128 octets, which all of these are. */
  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
