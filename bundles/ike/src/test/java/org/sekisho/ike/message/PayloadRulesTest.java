package org.sekisho.ike.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.ipsec.TrafficSelector;

/** Rules of RFC 7296 section 3, payload by payload, on octets. */
class PayloadRulesTest {

  private static Decoded decode(int type, String hex) {
    return PayloadChain.decodeProtected(
        type, HexFormat.of().parseHex(hex.replace(" ", "").replace("|", "")));
  }

  private static Payloads ok(int type, String hex) {
    return assertInstanceOf(Decoded.Ok.class, decode(type, hex)).payloads();
  }

  @ParameterizedTest
  @CsvSource({
    "33, 00000003, payload length below its header",
    "33, 00000004, SA without proposal",
    "33, 00000008 00000008, proposal that needs more",
    "33, 0000000c 00000004 01010000, proposal shorter than its header",
    "40, 00000013 0102030405060708090a0b0c0d0e0f, nonce of 15 octets",
    "44, 00000008 00000000, no traffic selector",
    "44, 00000018 02000000 07000010 0000ffff 00000000 ffffffff, count beyond the data",
    "44, 0000000c 01000000 07000000, selector of length 0",
    "42, 00000008 03040001, delete without its SPI",
    "42, 0000000c 03080001 00000001, delete with SPI size 8 for ESP",
    "42, 0000000c 01040001 00000001, delete of IKE with an SPI",
    "35, 0000000a 01000000 0102, IPv4 identity of two octets",
    "41, 00000008 03084009, notification whose SPI is missing",
    "34, 00000006 0002, key exchange without reserved octets",
    "40, 00000014 000102030405060708090a0b0c0d0e0f ff, octets after the last payload"
  })
  void malformed(int type, String hex, String what) {
    Decoded.ProtectedError error =
        assertInstanceOf(Decoded.ProtectedError.class, decode(type, hex), what);
    assertEquals(NotifyType.INVALID_SYNTAX, error.cause().notifyType());
  }

  /** RFC 7383 section 2.6: numbers from 1 to the total, behind nothing, inside nothing. */
  @ParameterizedTest
  @CsvSource({
    "0000 0003, fragment 0",
    "0000 0000, of none",
    "0004 0003, number above the total",
    "00, too short for its numbers"
  })
  void fragmentsWithImpossibleNumbersAreMalformed(String numbers, String what) {
    byte[] body = HexFormat.of().parseHex(numbers.replace(" ", ""));
    byte[] message = new byte[32 + body.length];
    message[16] = Payload.SKF;
    message[31] = (byte) (4 + body.length);
    System.arraycopy(body, 0, message, 32, body.length);
    IkeHeader header = new IkeHeader(1, 2, Payload.SKF, 2, 0, 35, 8, 1, message.length);
    assertInstanceOf(
        Decoded.UnprotectedError.class, PayloadChain.decodePlain(header, message), what);
    assertInstanceOf(Decoded.ProtectedError.class, decode(53, "0000000c 0001 0001 aabbccdd"));
  }

  /** Two payloads of a kind that occurs once: nobody can say which of them counts. */
  @ParameterizedTest
  @CsvSource({
    "34, 22000009 0013 0000 aa, 00000009 0013 0000 bb, key exchange",
    "35, 23000009 02000000 61, 00000009 02000000 62, initiator's identity",
    "39, 27000009 02000000 aa, 00000009 02000000 bb, authentication",
    "40, 28000014 000102030405060708090a0b0c0d0e0f, 00000014 000102030405060708090a0b0c0d0e0f,"
        + " nonce",
    "44, 2c000018 01000000 07000010 0000ffff 00000000 ffffffff,"
        + " 00000018 01000000 07000010 0000ffff 00000000 ffffffff, traffic selectors"
  })
  void duplicates(int type, String first, String second, String what) {
    Decoded.ProtectedError error =
        assertInstanceOf(Decoded.ProtectedError.class, decode(type, first + second), what);
    assertEquals(NotifyType.INVALID_SYNTAX, error.cause().notifyType());
  }

  @Test
  void notificationsDeletesAndVendorIdsMayOccurOften() {
    String notify = "00004000 ";
    assertEquals(
        3,
        ok(Payload.NOTIFY, "29000008" + notify + "29000008" + notify + "00000008" + notify)
            .list()
            .size());
    ok(Payload.DELETE, "2a00000c 03040001 00000101" + "0000000c 03040001 00000102");
    ok(43, "2b000006 aabb" + "00000006 aabb");
  }

  @ParameterizedTest
  @CsvSource({"1", "32", "49", "255"})
  void unknownPayloadIsSkippedUnlessCritical(int type) {
    String nonce = "00000014 000102030405060708090a0b0c0d0e0f";
    Payloads skipped = ok(type, "28000005 aa" + nonce);
    assertEquals(16, skipped.first(NoncePayload.class).orElseThrow().data().length);
    Decoded.ProtectedError error =
        assertInstanceOf(Decoded.ProtectedError.class, decode(type, "28800005 aa" + nonce));
    assertEquals(NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD, error.cause().notifyType());
    assertArrayEquals(new byte[] {(byte) type}, error.cause().data());
  }

  /** O02, O03: unknown attributes and wrong lengths are as if absent, cut ones are malformed. */
  @Test
  void configurationAttributesAreJudgedByTheirLength() {
    CpPayload cp =
        ok(
                47,
                "00000029 02000000 00010003 0a0000"
                    + "00010004 0a630009"
                    + "80010004 0a63000a"
                    + "40000002 0102"
                    + "0008 0000")
            .first(CpPayload.class)
            .orElseThrow();
    assertEquals(CpPayload.REPLY, cp.cfgType());
    assertEquals("[/10.99.0.9, /10.99.0.10]", cp.addresses(CpPayload.IP4_ADDRESS).toString());
    assertTrue(cp.has(CpPayload.IP6_ADDRESS));
    assertEquals(0, cp.addresses(CpPayload.IP6_ADDRESS).size());
    assertInstanceOf(Decoded.ProtectedError.class, decode(47, "0000000e 02000000 00010004 0a63"));
    assertArrayEquals(cp.body(), ok(47, hex(cp)).first(CpPayload.class).orElseThrow().body());
  }

  private static String hex(CpPayload cp) {
    byte[] body = cp.body();
    return String.format("0000%04x", 4 + body.length) + HexFormat.of().formatHex(body);
  }

  @Test
  void criticalBitOnKnownPayloadsIsIgnored() {
    ok(Payload.NONCE, "00800014 000102030405060708090a0b0c0d0e0f");
    ok(43, "00800006 aabb");
    ok(47, "00800008 01000000");
  }

  @Test
  void reservedFieldsAreIgnored() {
    KePayload ke = ok(Payload.KE, "007f0009 0013 ffff aa").first(KePayload.class).orElseThrow();
    assertEquals(19, ke.group());
    IdPayload id =
        ok(Payload.ID_R, "0000000c 01ffffff c0a86401").first(IdPayload.class).orElseThrow();
    assertEquals(1, id.idType());
  }

  @Test
  void unknownAttributesAndTypesMarkTheTransform() {
    String transform = "00000014 01 00 000c 800e0100 0011 0004 00000000";
    SaPayload sa =
        ok(Payload.SA, "00000020 0000001c 01 01 00 01" + transform)
            .first(SaPayload.class)
            .orElseThrow();
    Transform only = sa.proposals().get(0).transforms().get(0);
    assertEquals(256, only.keyBits());
    assertTrue(only.unknownAttribute());
  }

  @Test
  void selectorsOfBothFamiliesAndOddOnes() {
    String any4 = "07000010 0000ffff 00000000 ffffffff";
    String any6 =
        "08000028 0000ffff 00000000000000000000000000000000 ffffffffffffffffffffffffffffffff";
    String opaque = "07060010 ffff0000 0a000000 0a0000ff";
    String backwards = "07000010 0000ffff 0a0000ff 0a000000";
    String unknown = "0900000c 0000ffff 01020304";
    String mapped =
        "08000028 0000ffff 00000000000000000000ffff0a000000 00000000000000000000ffff0a0000ff";
    String body = "06000000" + any4 + any6 + opaque + backwards + unknown + mapped;
    int length = 4 + body.replace(" ", "").length() / 2;
    TsPayload ts =
        ok(Payload.TS_I, String.format("0000%04x", length) + body)
            .first(TsPayload.class)
            .orElseThrow();
    assertEquals(4, ts.selectors().size());
    assertEquals(
        List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6), ts.selectors().subList(0, 2));
    assertEquals(0, ts.selectors().get(2).endPort());
    assertTrue(ts.selectors().get(3).isIpv6());
    assertArrayEquals(ts.body(), new TsPayload(Payload.TS_I, ts.selectors()).body());
  }

  @Test
  void deleteOfSeveral() {
    DeletePayload delete =
        ok(Payload.DELETE, "00000010 03040002 00000101 fffffffe")
            .first(DeletePayload.class)
            .orElseThrow();
    assertEquals(List.of(0x101, -2), delete.spis());
    assertArrayEquals(HexFormat.of().parseHex("0304000200000101fffffffe"), delete.body());
    assertArrayEquals(HexFormat.of().parseHex("01000000"), DeletePayload.ike().body());
  }

  @Test
  void rekeyNotificationCarriesTheSpi() {
    assertArrayEquals(
        HexFormat.of().parseHex("0304400912345678"),
        NotifyPayload.ofEsp(NotifyType.REKEY_SA, 0x12345678).body());
  }
}
