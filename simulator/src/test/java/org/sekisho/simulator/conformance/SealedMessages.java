package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The protected messages of one end of an IKE SA: sealed from any octets, and opened. */
abstract class SealedMessages {

  Suite suite = Suite.GCM;
  Suite.Keys keys;

  /** Whether this end is the original initiator of the IKE SA. */
  boolean initiator = true;

  long spiI = 0x0102030405060708L;
  long spiR;
  private long ivs;

  /** Message flags of this end. */
  int flags(boolean response) {
    return (initiator ? RawMessage.INITIATOR : 0) | (response ? RawMessage.RESPONSE : 0);
  }

  byte[] seal(int exchange, boolean response, int messageId, RawPayload... payloads) {
    int first = payloads.length == 0 ? 0 : payloads[0].type();
    return sealChain(exchange, flags(response), messageId, first, RawMessage.encode(payloads));
  }

  /** Seals any octets, with the shortest padding. */
  byte[] sealChain(int exchange, int flags, int messageId, int firstType, byte[] chain) {
    return sealPadded(exchange, flags, messageId, firstType, padded(chain));
  }

  private byte[] padded(byte[] chain) {
    int block = suite.isAead() ? 1 : 16;
    int padLength = (block - (chain.length + 1) % block) % block;
    return Octets.join(chain, new byte[padLength], new byte[] {(byte) padLength});
  }

  /** Seals octets that have their padding. */
  byte[] sealPadded(int exchange, int flags, int messageId, int firstType, byte[] padded) {
    int length = suite.ivLength() + padded.length + suite.icvLength();
    byte[] head =
        Octets.join(
            RawMessage.header(spiI, spiR, RawPayload.SK, exchange, flags, messageId, 4 + length),
            new Octets().u8(firstType).u8(0).u16(4 + length).get());
    return Octets.join(head, sealBody(head, padded));
  }

  private byte[] sealBody(byte[] head, byte[] padded) {
    byte[] iv = suite.isAead() ? Octets.eight(++ivs) : Octets.counting(16, (int) ++ivs);
    return suite.seal(
        initiator ? keys.ei() : keys.er(), initiator ? keys.ai() : keys.ar(), iv, head, padded);
  }

  /** A message in fragments (RFC 7383 section 2.5). */
  List<byte[]> fragments(int exchange, int flags, int id, RawPayload[] payloads, int total) {
    byte[] chain = RawMessage.encode(payloads);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < total; i++) {
      byte[] part =
          Arrays.copyOfRange(chain, chain.length * i / total, chain.length * (i + 1) / total);
      int first = i == 0 ? payloads[0].type() : 0;
      all.add(fragment(exchange, flags, id, first, i + 1, total, part));
    }
    return all;
  }

  /** One fragment with any numbers. */
  byte[] fragment(
      int exchange, int flags, int id, int firstType, int number, int total, byte[] part) {
    byte[] padded = padded(part);
    int length = suite.ivLength() + padded.length + suite.icvLength();
    byte[] head =
        Octets.join(
            RawMessage.header(spiI, spiR, RawPayload.SKF, exchange, flags, id, 8 + length),
            new Octets().u8(firstType).u8(0).u16(8 + length).u16(number).u16(total).get());
    return Octets.join(head, sealBody(head, padded));
  }

  /** Opens a message of the router that came in fragments. */
  RawMessage openFragments(List<Dut.Sent> fragments) {
    Octets chain = new Octets();
    for (Dut.Sent sent : fragments) {
      byte[] octets = sent.octets();
      assertEquals(RawPayload.SKF, RawMessage.read(octets).payloads().get(0).type());
      chain.add(openBody(octets, 36));
    }
    byte[] first = fragments.get(0).octets();
    int inner = Octets.u8(first, 28);
    return new RawMessage(first, RawMessage.chain(inner, chain.get()), inner);
  }

  private byte[] openBody(byte[] octets, int at) {
    byte[] plain =
        suite.open(
            initiator ? keys.er() : keys.ei(), initiator ? keys.ar() : keys.ai(), octets, at);
    return Arrays.copyOf(plain, plain.length - 1 - Octets.u8(plain, plain.length - 1));
  }

  /** Opens a message of the router. */
  RawMessage open(Dut.Sent sent) {
    byte[] octets = sent.octets();
    RawMessage outer = RawMessage.read(octets);
    assertEquals(1, outer.payloads().size(), outer::toString);
    assertEquals(RawPayload.SK, outer.payloads().get(0).type(), outer::toString);
    assertEquals(spiI, outer.spiI());
    assertEquals(spiR, outer.spiR());
    assertEquals(!initiator, outer.fromInitiator(), "initiator flag");
    int inner = Octets.u8(octets, 28);
    byte[] chain = openBody(octets, 32);
    return new RawMessage(octets, RawMessage.chain(inner, chain), inner);
  }
}
