package org.sekisho.ike.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.Payload;

/** What is kept of fragments that were authentic, and for how long (RFC 7383 section 2.6). */
class ReassemblyTest {

  private static final int REQUEST = IkeHeader.INITIATOR;
  private static final int RESPONSE = IkeHeader.INITIATOR | IkeHeader.RESPONSE;

  private final EngineContext context =
      new EngineContext(
          (EngineOutput)
              Proxy.newProxyInstance(
                  ReassemblyTest.class.getClassLoader(),
                  new Class<?>[] {EngineOutput.class},
                  (proxy, method, arguments) -> null),
          new JcaIkeCrypto(),
          new SecureRandom());
  private final Reassembly reassembly = new Reassembly(context);

  private static IkeHeader header(int flags, int id) {
    return new IkeHeader(1, 2, Payload.SKF, 2, 0, 35, flags, id, 100);
  }

  private static EncryptedFragmentPayload fragment(int number, int total) {
    return new EncryptedFragmentPayload(number == 1 ? 35 : 0, number, total, 36, new byte[0]);
  }

  /** Offers a fragment as the SA would; empty when refused or not the last. */
  private Optional<Reassembly.Whole> offer(
      Reassembly to, int flags, int id, int number, int total, byte[] part) {
    EncryptedFragmentPayload fragment = fragment(number, total);
    return to.wants(header(flags, id), fragment)
        ? to.add(header(flags, id), fragment, part, true)
        : Optional.empty();
  }

  private Optional<Reassembly.Whole> offer(int number, int total, int... octets) {
    byte[] part = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      part[i] = (byte) octets[i];
    }
    return offer(reassembly, REQUEST, 1, number, total, part);
  }

  private long count(Counter counter) {
    return context.counters.all().get(counter);
  }

  @Test
  void n04AnyOrderGivesTheMessageAndCopiesChangeNothing() {
    assertTrue(offer(3, 3, 5).isEmpty());
    assertTrue(offer(1, 3, 1, 2).isEmpty());
    assertTrue(offer(1, 3, 9, 9).isEmpty());
    assertTrue(offer(3, 3, 9).isEmpty());
    Reassembly.Whole whole = offer(2, 3, 3, 4).orElseThrow();
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, whole.chain());
    assertEquals(35, whole.firstType());
    assertEquals(2, count(Counter.FRAGMENT_REPEATED));
    assertEquals(0, context.reassemblyRoom.taken());
    assertEquals(0, context.deadlines.size());
  }

  @Test
  void n05ALargerTotalReplacesAndASmallerOneIsIgnored() {
    offer(1, 2, 1);
    offer(1, 3, 7);
    assertTrue(offer(2, 2, 2).isEmpty());
    assertEquals(1, count(Counter.FRAGMENT_REFUSED));
    offer(2, 3, 8);
    assertArrayEquals(new byte[] {7, 8, 9}, offer(3, 3, 9).orElseThrow().chain());
    assertEquals(0, context.reassemblyRoom.taken());
  }

  @Test
  void requestsAndResponsesOfOneNumberAreDifferentMessages() {
    offer(1, 2, 1);
    assertTrue(offer(reassembly, RESPONSE, 1, 2, 2, new byte[] {2}).isEmpty());
    assertTrue(offer(2, 2, 2).isPresent());
  }

  @Test
  void n09IncompleteMessagesEndAfterAWhile() {
    offer(1, 2, 1);
    context.advance(29_999);
    context.deadlines.run(context.now());
    assertTrue(context.reassemblyRoom.taken() > 0);
    context.advance(30_000);
    context.deadlines.run(context.now());
    assertEquals(0, context.reassemblyRoom.taken());
    assertEquals(1, count(Counter.FRAGMENTS_INCOMPLETE));
    assertTrue(offer(2, 2, 2).isEmpty(), "fragment 1 is forgotten");
  }

  @Test
  void n09NumberAndOctetsOfOneSaAreBounded() {
    assertFalse(reassembly.wants(header(REQUEST, 1), fragment(1, 129)));
    assertTrue(reassembly.wants(header(REQUEST, 1), fragment(1, 128)));
    for (int number = 1; number <= 127; number++) {
      offer(reassembly, REQUEST, 1, number, 128, new byte[1_000]);
    }
    assertEquals(127 - 65, count(Counter.FRAGMENT_NO_ROOM));
    reassembly.close();
    assertEquals(0, context.reassemblyRoom.taken());
    assertEquals(0, context.deadlines.size());
  }

  @Test
  void n09WhoIsNotAuthenticatedLeavesHalfTheRoom() {
    EncryptedFragmentPayload fragment = fragment(1, 2);
    for (int i = 0; i < 1_000; i++) {
      new Reassembly(context).add(header(REQUEST, 1), fragment, new byte[60_000], false);
    }
    assertTrue(context.reassemblyRoom.taken() <= 2 * 1024 * 1024);
    assertTrue(context.reassemblyRoom.taken() > 2 * 1024 * 1024 - 60_100);
    for (int i = 0; i < 1_000; i++) {
      new Reassembly(context).add(header(REQUEST, 1), fragment, new byte[60_000], true);
    }
    assertTrue(context.reassemblyRoom.taken() <= 4 * 1024 * 1024);
    assertTrue(context.reassemblyRoom.taken() > 4 * 1024 * 1024 - 60_100);
    context.advance(30_000);
    context.deadlines.run(context.now());
    assertEquals(0, context.reassemblyRoom.taken());
  }

  @Test
  void partsAreWipedWhenTheyAreForgotten() {
    byte[] part = {1, 2, 3};
    offer(reassembly, REQUEST, 1, 1, 2, part);
    reassembly.close();
    assertTrue(Arrays.equals(new byte[3], part));
  }
}
