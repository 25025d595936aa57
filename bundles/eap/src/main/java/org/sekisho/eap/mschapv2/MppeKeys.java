package org.sekisho.eap.mschapv2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keys out of MSCHAPv2 (RFC 3079 section 3). */
final class MppeKeys {

  private static final int LENGTH = 16;
  private static final byte[] MAGIC_1 = ascii("This is the MPPE Master Key");
  private static final byte[] MAGIC_2 =
      ascii(
          "On the client side, this is the send key;"
              + " on the server side, it is the receive key.");
  private static final byte[] MAGIC_3 =
      ascii(
          "On the client side, this is the receive key;"
              + " on the server side, it is the send key.");
  private static final byte[] PAD_1 = new byte[40];
  private static final byte[] PAD_2 = new byte[40];

  static {
    Arrays.fill(PAD_2, (byte) 0xF2);
  }

  private MppeKeys() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** GetMasterKey. */
  static byte[] masterKey(byte[] passwordHashHash, byte[] ntResponse) {
    return firstOctets(MsChapV2.sha1(passwordHashHash, ntResponse, MAGIC_1));
  }

  /** GetAsymmetricStartKey of 128 bits: what the server receives with. */
  static byte[] serverReceiveKey(byte[] masterKey) {
    return firstOctets(MsChapV2.sha1(masterKey, PAD_1, MAGIC_2, PAD_2));
  }

  /** GetAsymmetricStartKey of 128 bits: what the server sends with. */
  static byte[] serverSendKey(byte[] masterKey) {
    return firstOctets(MsChapV2.sha1(masterKey, PAD_1, MAGIC_3, PAD_2));
  }

  /**
   * The master session key of EAP-MSCHAPv2: the server's receive key, its send key, and zeros up to
   * 64 octets, on both sides.
   */
  static byte[] masterSessionKey(byte[] passwordHash, byte[] ntResponse) {
    byte[] hashHash = MsChapV2.hashNtPasswordHash(passwordHash);
    byte[] master = masterKey(hashHash, ntResponse);
    byte[] receive = serverReceiveKey(master);
    byte[] send = serverSendKey(master);
    byte[] key = Arrays.copyOf(receive, 64);
    System.arraycopy(send, 0, key, LENGTH, LENGTH);
    for (byte[] used : new byte[][] {hashHash, master, receive, send}) {
      Arrays.fill(used, (byte) 0);
    }
    return key;
  }

  private static byte[] firstOctets(byte[] digest) {
    byte[] key = Arrays.copyOf(digest, LENGTH);
    Arrays.fill(digest, (byte) 0);
    return key;
  }
}
