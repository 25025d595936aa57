package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An IKE message taken apart: its header, and its payloads, decrypted where it was protected.
 *
 * @param octets as it travelled
 * @param payloads payloads, those inside an SK payload once it was opened
 * @param innerType first payload type inside SK, 0 for an empty or unprotected message
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
record RawMessage(byte[] octets, List<RawPayload> payloads, int innerType) {

  static final int IKE_SA_INIT = 34;
  static final int IKE_AUTH = 35;
  static final int CREATE_CHILD_SA = 36;
  static final int INFORMATIONAL = 37;

  static final int INITIATOR = 0x08;
  static final int RESPONSE = 0x20;

  /** Reads a message and checks the lengths of its header and payloads. */
  static RawMessage read(byte[] octets) {
    assertEquals(octets.length, Octets.u32(octets, 24), "length in the header");
    return new RawMessage(
        octets, chain(Octets.u8(octets, 16), Arrays.copyOfRange(octets, 28, octets.length)), 0);
  }

  /** Reads a chain of payloads. */
  static List<RawPayload> chain(int firstType, byte[] octets) {
    List<RawPayload> payloads = new ArrayList<>();
    int at = 0;
    int type = firstType;
    while (type != 0) {
      int length = Octets.u16(octets, at + 2);
      assertTrue(length >= 4 && at + length <= octets.length, "payload length");
      int flags = Octets.u8(octets, at + 1);
      payloads.add(new RawPayload(type, flags, Arrays.copyOfRange(octets, at + 4, at + length)));
      if (type == RawPayload.SK || type == RawPayload.SKF) {
        assertEquals(octets.length, at + length, "the encrypted payload is the last");
        return payloads;
      }
      type = Octets.u8(octets, at);
      at += length;
    }
    assertEquals(octets.length, at, "octets after the last payload");
    return payloads;
  }

  /** Payloads one after the other, each naming the next. */
  static byte[] encode(RawPayload... payloads) {
    Octets out = new Octets();
    for (int i = 0; i < payloads.length; i++) {
      out.u8(i + 1 < payloads.length ? payloads[i + 1].type() : 0)
          .u8(payloads[i].flags())
          .u16(4 + payloads[i].body().length)
          .add(payloads[i].body());
    }
    return out.get();
  }

  /** A header with the length of what follows in it. */
  static byte[] header(
      long spiI, long spiR, int nextPayload, int exchange, int flags, int id, int following) {
    return new Octets()
        .u64(spiI)
        .u64(spiR)
        .u8(nextPayload)
        .u8(0x20)
        .u8(exchange)
        .u8(flags)
        .u32(id)
        .u32(28 + following)
        .get();
  }

  /** A whole unprotected message. */
  static byte[] plain(
      long spiI, long spiR, int exchange, int flags, int id, RawPayload... payloads) {
    byte[] chain = encode(payloads);
    int first = payloads.length == 0 ? 0 : payloads[0].type();
    return Octets.join(header(spiI, spiR, first, exchange, flags, id, chain.length), chain);
  }

  long spiI() {
    return Octets.u64(octets, 0);
  }

  long spiR() {
    return Octets.u64(octets, 8);
  }

  int version() {
    return Octets.u8(octets, 17);
  }

  int exchange() {
    return Octets.u8(octets, 18);
  }

  int flags() {
    return Octets.u8(octets, 19);
  }

  boolean isResponse() {
    return (flags() & RESPONSE) != 0;
  }

  boolean fromInitiator() {
    return (flags() & INITIATOR) != 0;
  }

  int id() {
    return Octets.u32(octets, 20);
  }

  boolean isProtected() {
    return Octets.u8(octets, 16) == RawPayload.SK || Octets.u8(octets, 16) == RawPayload.SKF;
  }

  List<Integer> types() {
    return payloads.stream().map(RawPayload::type).toList();
  }

  boolean has(int type) {
    return payloads.stream().anyMatch(p -> p.type() == type);
  }

  /** The one payload of a type. */
  RawPayload the(int type) {
    List<RawPayload> found = payloads.stream().filter(p -> p.type() == type).toList();
    assertEquals(1, found.size(), () -> "payloads of type " + type + " in " + this);
    return found.get(0);
  }

  List<RawPayload> notifies() {
    return payloads.stream().filter(p -> p.type() == RawPayload.NOTIFY).toList();
  }

  Optional<RawPayload> notification(int type) {
    return notifies().stream().filter(n -> n.notifyType() == type).findFirst();
  }

  boolean hasNotify(int type) {
    return notification(type).isPresent();
  }

  /** The only error in the message, -1 for none. */
  int error() {
    List<Integer> errors =
        notifies().stream().map(RawPayload::notifyType).filter(t -> t < 16384).toList();
    assertTrue(errors.size() < 2, () -> "errors " + errors);
    return errors.isEmpty() ? -1 : errors.get(0);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("exchange " + exchange() + " id " + id());
    out.append(isResponse() ? " response" : " request");
    payloads.forEach(
        p ->
            out.append(' ')
                .append(p.type())
                .append(p.type() == RawPayload.NOTIFY ? "(" + p.notifyType() + ")" : ""));
    return out.toString();
  }
}
