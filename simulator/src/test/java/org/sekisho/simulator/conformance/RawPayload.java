package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A payload as it lies on the wire, with the flag octet of its generic header.
 *
 * @param type payload type (RFC 7296 section 3.2)
 * @param flags critical bit and reserved bits
 * @param body octets after the generic header
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
record RawPayload(int type, int flags, byte[] body) {

  static final int SA = 33;
  static final int KE = 34;
  static final int ID_I = 35;
  static final int ID_R = 36;
  static final int AUTH = 39;
  static final int NONCE = 40;
  static final int NOTIFY = 41;
  static final int DELETE = 42;
  static final int VENDOR = 43;
  static final int TS_I = 44;
  static final int TS_R = 45;
  static final int SK = 46;
  static final int CP = 47;
  static final int SKF = 53;

  static final int ENCR = 1;
  static final int PRF = 2;
  static final int INTEG = 3;
  static final int DH = 4;
  static final int ESN = 5;

  /** A transform that was read. */
  record Transform(int type, int id, int keyBits) {}

  /** A proposal that was read. */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Proposal(int number, int protocol, byte[] spi, List<Transform> transforms) {

    List<Transform> ofType(int type) {
      return transforms.stream().filter(t -> t.type() == type).toList();
    }

    Optional<Integer> only(int type) {
      List<Transform> found = ofType(type);
      assertEquals(Math.min(1, found.size()), found.size(), "one transform of a type");
      return found.stream().map(Transform::id).findFirst();
    }
  }

  static RawPayload of(int type, byte[] body) {
    return new RawPayload(type, 0, body);
  }

  RawPayload critical() {
    return new RawPayload(type, flags | 0x80, body);
  }

  RawPayload reservedBits() {
    return new RawPayload(type, flags | 0x7f, body);
  }

  /** With one octet of the body changed. */
  RawPayload with(int at, int value) {
    return new RawPayload(type, flags, Octets.with(body, at, value));
  }

  static RawPayload nonce(byte[] data) {
    return of(NONCE, data);
  }

  static RawPayload ke(int group, byte[] data) {
    return of(KE, new Octets().u16(group).u16(0).add(data).get());
  }

  static RawPayload notify(int type, byte... data) {
    return of(NOTIFY, new Octets().u16(0).u16(type).add(data).get());
  }

  static RawPayload notifyEsp(int type, int spi, byte... data) {
    return of(NOTIFY, new Octets().u8(3).u8(4).u16(type).u32(spi).add(data).get());
  }

  static RawPayload id(int payload, int idType, byte[] data) {
    return of(payload, new Octets().u8(idType).u8(0).u16(0).add(data).get());
  }

  static RawPayload auth(int method, byte[] data) {
    return of(AUTH, new Octets().u8(method).u8(0).u16(0).add(data).get());
  }

  static RawPayload vendor(byte[] data) {
    return of(VENDOR, data);
  }

  static RawPayload deleteIke() {
    return of(DELETE, Octets.of(1, 0, 0, 0).get());
  }

  static RawPayload deleteEsp(int... spis) {
    Octets out = new Octets().u8(3).u8(4).u16(spis.length);
    for (int spi : spis) {
      out.u32(spi);
    }
    return of(DELETE, out.get());
  }

  static RawPayload ts(int payload, byte[]... selectors) {
    return of(
        payload, new Octets().u8(selectors.length).u8(0).u16(0).add(Octets.join(selectors)).get());
  }

  /** One selector; addresses as hexadecimal octets. */
  static byte[] selector(int protocol, int startPort, int endPort, String start, String end) {
    byte[] low = Octets.hex(start);
    byte[] high = Octets.hex(end);
    return new Octets()
        .u8(low.length == 4 ? 7 : 8)
        .u8(protocol)
        .u16(8 + low.length + high.length)
        .u16(startPort)
        .u16(endPort)
        .add(low)
        .add(high)
        .get();
  }

  static byte[] anyIpv4() {
    return selector(0, 0, 65535, "00000000", "ffffffff");
  }

  static byte[] transform(int type, int id) {
    return new Octets().u8(0).u8(0).u16(8).u8(type).u8(0).u16(id).get();
  }

  static byte[] transform(int type, int id, int keyBits) {
    return new Octets().u8(0).u8(0).u16(12).u8(type).u8(0).u16(id).u16(0x800e).u16(keyBits).get();
  }

  static byte[] proposal(int number, int protocol, byte[] spi, byte[]... transforms) {
    Octets inner = new Octets();
    for (int i = 0; i < transforms.length; i++) {
      inner.add(Octets.with(transforms[i], 0, i == transforms.length - 1 ? 0 : 3));
    }
    byte[] all = inner.get();
    return new Octets()
        .u8(0)
        .u8(0)
        .u16(8 + spi.length + all.length)
        .u8(number)
        .u8(protocol)
        .u8(spi.length)
        .u8(transforms.length)
        .add(spi)
        .add(all)
        .get();
  }

  static RawPayload sa(byte[]... proposals) {
    Octets out = new Octets();
    for (int i = 0; i < proposals.length; i++) {
      out.add(Octets.with(proposals[i], 0, i == proposals.length - 1 ? 0 : 2));
    }
    return of(SA, out.get());
  }

  int notifyType() {
    return Octets.u16(body, 2);
  }

  byte[] notifyData() {
    return Arrays.copyOfRange(body, 4 + Octets.u8(body, 1), body.length);
  }

  byte[] notifySpi() {
    return Arrays.copyOfRange(body, 4, 4 + Octets.u8(body, 1));
  }

  /** The data after the first four octets, of KE, ID and AUTH. */
  byte[] data() {
    return Arrays.copyOfRange(body, 4, body.length);
  }

  /** The group of KE. */
  int group() {
    return Octets.u16(body, 0);
  }

  /** The SPIs of a Delete payload for ESP. */
  List<Integer> deletedSpis() {
    List<Integer> spis = new ArrayList<>();
    for (int at = 4; at < body.length; at += 4) {
      spis.add(Octets.u32(body, at));
    }
    assertEquals(Octets.u16(body, 2), spis.size());
    return spis;
  }

  /** The selectors of a TS payload, each as its octets. */
  List<byte[]> selectors() {
    List<byte[]> all = new ArrayList<>();
    int at = 4;
    while (at < body.length) {
      int length = Octets.u16(body, at + 2);
      all.add(Arrays.copyOfRange(body, at, at + length));
      at += length;
    }
    assertEquals(Octets.u8(body, 0), all.size());
    return all;
  }

  /** Reads an SA payload and checks its structure to the letter (RFC 7296 section 3.3). */
  List<Proposal> proposals() {
    List<Proposal> all = new ArrayList<>();
    int at = 0;
    while (at < body.length) {
      int length = Octets.u16(body, at + 2);
      int end = at + length;
      assertEquals(end == body.length ? 0 : 2, Octets.u8(body, at), "last substructure");
      assertEquals(0, Octets.u8(body, at + 1), "reserved");
      int spiSize = Octets.u8(body, at + 6);
      int count = Octets.u8(body, at + 7);
      byte[] spi = Arrays.copyOfRange(body, at + 8, at + 8 + spiSize);
      List<Transform> transforms = new ArrayList<>();
      int t = at + 8 + spiSize;
      while (t < end) {
        int transformLength = Octets.u16(body, t + 2);
        assertEquals(t + transformLength == end ? 0 : 3, Octets.u8(body, t), "last substructure");
        assertEquals(0, Octets.u8(body, t + 1), "reserved");
        assertEquals(0, Octets.u8(body, t + 5), "reserved");
        int bits = 0;
        if (transformLength > 8) {
          assertEquals(12, transformLength);
          assertEquals(0x800e, Octets.u16(body, t + 8), "key length attribute");
          bits = Octets.u16(body, t + 10);
        }
        transforms.add(new Transform(Octets.u8(body, t + 4), Octets.u16(body, t + 6), bits));
        t += transformLength;
      }
      assertEquals(end, t);
      assertEquals(count, transforms.size());
      all.add(new Proposal(Octets.u8(body, at + 4), Octets.u8(body, at + 5), spi, transforms));
      at = end;
    }
    assertEquals(body.length, at);
    return all;
  }
}
