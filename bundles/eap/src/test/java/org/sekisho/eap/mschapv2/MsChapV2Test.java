package org.sekisho.eap.mschapv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.sekisho.api.eap.EapPassword;

/** The examples of RFC 2759 sections 9.2 and 9.3 and RFC 3079 section 3.5.3. */
class MsChapV2Test {

  private static final String USER = "User";
  private static final EapPassword PASSWORD = EapPassword.of("clientPass");
  private static final byte[] AUTHENTICATOR = hex("5B5D7C7D7B3F2F3E3C2C602132262628");
  private static final byte[] PEER = hex("21402324255E262A28295F2B3A337C7E");
  private static final byte[] HASH = hex("44EBBA8D5312B8D611474411F56989AE");
  private static final byte[] HASH_HASH = hex("41C00C584BD2D91C4017A2A12FA59F3F");
  private static final byte[] RESPONSE = hex("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF");

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void hashesOfThePassword() {
    assertArrayEquals(HASH, MsChapV2.ntPasswordHash(PASSWORD));
    assertArrayEquals(HASH_HASH, MsChapV2.hashNtPasswordHash(HASH));
  }

  @Test
  void challengeHash() {
    assertArrayEquals(hex("D02E4386BCE91226"), MsChapV2.challengeHash(PEER, AUTHENTICATOR, USER));
    assertArrayEquals(
        hex("D02E4386BCE91226"), MsChapV2.challengeHash(PEER, AUTHENTICATOR, "DOMAIN\\User"));
  }

  @Test
  void ntResponse() {
    assertArrayEquals(RESPONSE, MsChapV2.ntResponse(AUTHENTICATOR, PEER, USER, HASH));
  }

  @Test
  void authenticatorResponse() {
    assertArrayEquals(
        hex("407A5589115FD0D6209F510FE9C04566932CDA56"),
        MsChapV2.authenticatorResponse(HASH, RESPONSE, PEER, AUTHENTICATOR, USER));
  }

  @Test
  void desKeysGetOddParity() {
    assertArrayEquals(hex("FD0B5B5E7F6E34D9"), MsChapV2.parity(hex("FC156AF7EDCD6C")));
    assertArrayEquals(hex("0E6E796737EA08FE"), MsChapV2.parity(hex("0EDDE3337D427F")));
  }

  @Test
  void keysOf128Bits() {
    byte[] master = MppeKeys.masterKey(HASH_HASH, RESPONSE);
    assertArrayEquals(hex("FDECE3717A8C838CB388E527AE3CDD31"), master);
    assertArrayEquals(hex("8B7CDC149B993A1BA118CB153F56DCCB"), MppeKeys.serverSendKey(master));
  }

  @Test
  void masterSessionKeyIsReceiveKeySendKeyAndZeros() {
    byte[] key = MppeKeys.masterSessionKey(HASH, RESPONSE);
    byte[] master = MppeKeys.masterKey(HASH_HASH, RESPONSE);
    HexFormat hex = HexFormat.of();
    assertEquals(
        hex.formatHex(MppeKeys.serverReceiveKey(master))
            + hex.formatHex(MppeKeys.serverSendKey(master))
            + "00".repeat(32),
        hex.formatHex(key));
  }
}
