package org.sekisho.eap.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.eap.method.EapMethodException;

class TlsFragmentsTest {

  @Test
  void messagesOfAllLengthsArriveWhole() throws EapMethodException {
    for (int length : new int[] {1, 1023, 1024, 1025, 2048, 5000, TlsFragments.MAX_MESSAGE}) {
      byte[] message = new byte[length];
      new Random(length).nextBytes(message);
      TlsFragments sender = new TlsFragments();
      TlsFragments receiver = new TlsFragments();
      sender.send(message);
      Optional<byte[]> arrived = Optional.empty();
      int packets = 0;
      while (sender.hasNext()) {
        assertTrue(arrived.isEmpty());
        byte[] packet = sender.next();
        assertTrue(packet.length <= TlsFragments.FRAGMENT + 5);
        arrived = receiver.receive(packet);
        packets++;
      }
      assertArrayEquals(message, arrived.orElseThrow());
      assertEquals((length + TlsFragments.FRAGMENT - 1) / TlsFragments.FRAGMENT, packets);
    }
  }

  @Test
  void wrongLengthsAreRefused() {
    byte[][] wrong = {
      {},
      {(byte) 0x80},
      {(byte) 0x80, 0, 0, 1},
      {(byte) 0x80, 0, 0, 0, 2, 1}, // announces two octets, brings one
      {(byte) 0x80, 0, 0, 0, 1, 1, 2}, // announces one octet, brings two
      {(byte) 0x80, (byte) 0xFF, 0, 0, 0, 1},
      {(byte) 0x80, 0, 1, 0, 0, 1},
      {0x40} // more to come, but nothing here
    };
    for (byte[] data : wrong) {
      assertThrows(EapMethodException.class, () -> new TlsFragments().receive(data));
    }
  }

  @Test
  void piecesWithoutEndAreRefused() throws EapMethodException {
    TlsFragments receiver = new TlsFragments();
    byte[] piece = new byte[1 + 1024];
    piece[0] = 0x40;
    for (int i = 0; i < TlsFragments.MAX_MESSAGE / 1024; i++) {
      assertTrue(receiver.receive(piece).isEmpty());
    }
    assertThrows(EapMethodException.class, () -> receiver.receive(piece));
  }
}
