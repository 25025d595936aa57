package org.sekisho.ike.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.PuzzleDemand;

/** Cookies say for whom and for how long (RFC 7296 section 2.6). */
class CookiesTest {

  private static final PuzzleDemand PUZZLE = new PuzzleDemand(5, 14);
  private static final byte[] NI = new byte[32];

  private final Cookies cookies = new Cookies(new JcaIkeCrypto(), new SecureRandom());

  private static Endpoint at(int last) throws Exception {
    return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 500);
  }

  @Test
  void aCookieIsGoodForItsInitiatorAndTellsThePuzzle() throws Exception {
    byte[] cookie = cookies.make(0, PUZZLE, NI, at(1), 7);
    assertEquals(Optional.of(PUZZLE), cookies.check(0, cookie, NI, at(1), 7));
    assertEquals(
        Optional.of(PUZZLE),
        cookies.check(0, cookie, NI, new Endpoint(at(1).address(), 4500), 7),
        "a NAT may give it another port");
    assertEquals(Optional.empty(), cookies.check(0, cookie, NI, at(2), 7));
    assertEquals(Optional.empty(), cookies.check(0, cookie, NI, at(1), 8));
    assertEquals(Optional.empty(), cookies.check(0, cookie, new byte[16], at(1), 7));
    for (int i = 0; i < cookie.length; i++) {
      byte[] changed = cookie.clone();
      changed[i] ^= 1;
      assertEquals(Optional.empty(), cookies.check(0, changed, NI, at(1), 7), "octet " + i);
    }
    assertEquals(Optional.empty(), cookies.check(0, new byte[0], NI, at(1), 7));
    assertEquals(Optional.empty(), cookies.check(0, new byte[4], NI, at(1), 7));
  }

  @Test
  void theSecretBeforeIsGoodForAnotherMinuteAndNoLonger() throws Exception {
    byte[] old = cookies.make(0, PUZZLE, NI, at(1), 7);
    assertEquals(Optional.of(PUZZLE), cookies.check(60_001, old, NI, at(1), 7));
    assertEquals(Optional.of(PUZZLE), cookies.check(119_999, old, NI, at(1), 7));
    assertEquals(Optional.empty(), cookies.check(120_002, old, NI, at(1), 7));
  }

  @Test
  void aSecretLeftUnusedIsNotThatOfTheMinuteBefore() throws Exception {
    byte[] old = cookies.make(0, PUZZLE, NI, at(1), 7);
    assertEquals(Optional.empty(), cookies.check(3_600_000, old, NI, at(1), 7));
  }
}
