package org.sekisho.eap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.api.eap.EapMethod.MD5;
import static org.sekisho.api.eap.EapMethod.MSCHAPV2;
import static org.sekisho.api.eap.EapMethod.TLS;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapStep;
import org.sekisho.eap.method.EapPacket;

class PasswordMethodsTest {

  private static final Map<String, EapPassword> USERS =
      Map.of("branch", EapPassword.of("hinoki-3"), "拠点", EapPassword.of("鍵"));
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void mschapv2GivesBothSidesTheSameKey() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2),
            Conversations.peer("branch", "hinoki-3", MSCHAPV2));
    byte[] key = end.serverSuccess().masterSessionKey().orElseThrow();
    assertEquals(64, key.length);
    assertArrayEquals(key, end.peerSuccess().masterSessionKey().orElseThrow());
    assertEquals("branch", end.serverSuccess().identity());
    assertEquals(MSCHAPV2, end.peerSuccess().method());
  }

  @Test
  void namesAndPasswordsNeedNotBeAscii() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2), Conversations.peer("拠点", "鍵", MSCHAPV2));
    assertEquals("拠点", end.serverSuccess().identity());
    end.peerSuccess();
  }

  @Test
  void md5HasNoKey() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MD5), Conversations.peer("branch", "hinoki-3", MD5));
    assertTrue(end.serverSuccess().masterSessionKey().isEmpty());
    assertTrue(end.peerSuccess().masterSessionKey().isEmpty());
  }

  @Test
  void wrongPassword() {
    for (var method : List.of(MSCHAPV2, MD5)) {
      Conversations.End end =
          Conversations.run(
              Conversations.server(USERS, method),
              Conversations.peer("branch", "hinoki-4", method));
      assertEquals("the password of branch is wrong", end.serverReason());
      assertTrue(end.peerReason().startsWith("the server refused"), end.peerReason());
    }
  }

  @Test
  void unknownUserLooksToThePeerLikeAWrongPassword() {
    Conversations.End unknown =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2), Conversations.peer("nobody", "x", MSCHAPV2));
    Conversations.End wrong =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2), Conversations.peer("branch", "x", MSCHAPV2));
    assertEquals("no user nobody", unknown.serverReason());
    assertEquals(wrong.peerReason().replace("branch", "nobody"), unknown.peerReason());
    assertEquals(wrong.packets(), unknown.packets());
  }

  @Test
  void namesInReasonsHoldNoControlCharacters() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MD5),
            Conversations.peer("a\n[IKE2] up" + "x".repeat(100), "x", MD5));
    assertFalse(end.serverReason().contains("\n"));
    assertTrue(end.serverReason().length() < 90);
  }

  @Test
  void theServerChangesToAMethodThePeerTakes() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2, MD5),
            Conversations.peer("branch", "hinoki-3", MD5));
    assertEquals(MD5, end.serverSuccess().method());
    assertEquals(MD5, end.peerSuccess().method());
  }

  @Test
  void noMethodInCommon() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2), Conversations.peer("branch", "hinoki-3", MD5));
    assertEquals("the peer takes part in none of EAP-MSCHAPv2", end.serverReason());
    assertEquals("the server refused branch", end.peerReason());
  }

  @Test
  void identityAndNotificationAreAnswered() {
    EapPeer peer = peer();
    EapStep.Send identity = (EapStep.Send) peer.process(new byte[] {1, 9, 0, 5, 1});
    assertArrayEquals(
        EapPacket.encode(2, 9, 1, "branch".getBytes(StandardCharsets.US_ASCII)), identity.packet());
    EapStep.Send shown = (EapStep.Send) peer.process(new byte[] {1, 10, 0, 6, 2, 'x'});
    assertArrayEquals(EapPacket.encode(2, 10, 2, new byte[0]), shown.packet());
  }

  @Test
  void successBeforeAnyProofIsNotBelieved() {
    byte[] success = {3, 1, 0, 4};
    assertEquals("the server asked for no proof", reason(peer().process(success)));
    EapPeer peer = peer();
    EapServer server = server();
    peer.process(challenge(server, peer));
    assertEquals(
        "the server did not prove that it knows the password of branch",
        reason(peer.process(success)));
  }

  @Test
  void aServerThatDoesNotKnowThePasswordIsFound() {
    EapPeer peer = peer();
    EapServer server = server();
    EapStep.Send response = (EapStep.Send) peer.process(challenge(server, peer));
    byte[] success = ((EapStep.Send) server.process(response.packet())).packet().clone();
    int digit = 9 + 2;
    success[digit] = (byte) (success[digit] == '0' ? '1' : '0');
    assertEquals("the server does not know the password of branch", reason(peer.process(success)));
  }

  @Test
  void theMethodCannotBeChangedOnceBegun() {
    EapPeer peer =
        new EapComponent().peer(Conversations.peer("branch", "hinoki-3", MSCHAPV2, MD5), RANDOM);
    peer.process(challenge(server(), peer));
    assertEquals(
        "the server changes the method in the midst of EAP-MSCHAPv2",
        reason(peer.process(new byte[] {1, 1, 0, 7, 4, 1, 1})));
    EapServer server = server();
    EapPeer other = peer();
    EapStep.Send response = (EapStep.Send) other.process(challenge(server, other));
    server.process(response.packet());
    byte[] nak = response.packet().clone();
    nak[1]++;
    nak[4] = 3;
    assertEquals("the peer answers EAP-MSCHAPv2 by another method", reason(server.process(nak)));
  }

  @Test
  void endlessConversationsEnd() {
    EapPeer peer = peer();
    EapStep step = null;
    int count = 0;
    do {
      step = peer.process(new byte[] {1, (byte) count, 0, 5, 1});
      count++;
    } while (step instanceof EapStep.Send && count < 1000);
    assertEquals(51, count);
    assertEquals("EAP does not come to an end", reason(step));
  }

  /** Truncated and changed packets at every step end in a failure or an answer, never otherwise. */
  @Test
  void damagedPacketsNeverThrow() {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      EapServer server = server();
      EapPeer peer = peer();
      byte[] packet = server.start();
      for (int turn = 0; turn < 8; turn++) {
        byte[] damaged = packet;
        if (random.nextInt(3) == 0) {
          damaged = Arrays.copyOf(packet, random.nextInt(packet.length + 1));
          if (damaged.length > 0) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          }
        }
        EapStep step = turn % 2 == 0 ? peer.process(damaged) : server.process(damaged);
        if (!(step instanceof EapStep.Send send)) {
          break;
        }
        packet = send.packet();
      }
    }
  }

  @Test
  void settingsThatAllowNothingAreRefused() {
    EapComponent eap = new EapComponent();
    assertThrows(
        IllegalArgumentException.class, () -> eap.peer(Conversations.peer("branch", "x"), RANDOM));
    assertThrows(
        IllegalArgumentException.class,
        () -> eap.peer(Conversations.peer("branch", "x", TLS), RANDOM));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            eap.peer(
                new EapPeerSettings(
                    "branch", Optional.empty(), Optional.empty(), "gw", List.of(MD5)),
                RANDOM));
    assertThrows(
        IllegalArgumentException.class,
        () -> eap.server(Conversations.server(Map.of(), MSCHAPV2), RANDOM));
  }

  @Test
  void secretsDoNotPrintThemselves() {
    Conversations.End end =
        Conversations.run(
            Conversations.server(USERS, MSCHAPV2),
            Conversations.peer("branch", "hinoki-3", MSCHAPV2));
    assertEquals("Success[EAP-MSCHAPv2, branch]", end.server().toString());
    assertFalse(Conversations.peer("branch", "hinoki-3", MD5).toString().contains("hinoki"));
    assertFalse(Conversations.server(USERS, MD5).toString().contains("hinoki"));
  }

  /** The server's second request, after the peer has named itself. */
  private static byte[] challenge(EapServer server, EapPeer peer) {
    EapStep.Send name = (EapStep.Send) peer.process(server.start());
    return ((EapStep.Send) server.process(name.packet())).packet();
  }

  private static EapPeer peer() {
    return new EapComponent().peer(Conversations.peer("branch", "hinoki-3", MSCHAPV2), RANDOM);
  }

  private static EapServer server() {
    return new EapComponent().server(Conversations.server(USERS, MSCHAPV2), RANDOM);
  }

  private static String reason(EapStep step) {
    return assertInstanceOf(EapStep.Failure.class, step).reason();
  }
}
