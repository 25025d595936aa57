package org.sekisho.eap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapStep;

/** Holes that other IKE daemons have had in EAP; see docs/known-problems.md. */
class CveEapTest {

  private static final byte[] SUCCESS = {3, 1, 0, 4};

  private static EapPeer peer(EapMethod... methods) {
    return new EapComponent()
        .peer(Conversations.peer("kei", "hinoki-3", methods), new SecureRandom());
  }

  private static EapServer server(EapMethod method) {
    return new EapComponent()
        .server(
            Conversations.server(Map.of("kei", EapPassword.of("hinoki-3")), method),
            new SecureRandom());
  }

  private static byte[] packet(EapStep step) {
    return assertInstanceOf(EapStep.Send.class, step).packet();
  }

  /**
   * strongSwan 4.1.2 to 5.9.4: a server that sent EAP-Success before it had proved anything was
   * believed.
   */
  @Test
  void cve_2021_45079_successBeforeItsTime() {
    assertInstanceOf(EapStep.Failure.class, peer(EapMethod.MSCHAPV2).process(SUCCESS));
    EapPeer identified = peer(EapMethod.MSCHAPV2);
    packet(identified.process(new byte[] {1, 1, 0, 5, 1}));
    assertInstanceOf(EapStep.Failure.class, identified.process(SUCCESS));

    EapPeer challenged = peer(EapMethod.MSCHAPV2);
    EapServer asking = server(EapMethod.MSCHAPV2);
    byte[] challenge = packet(asking.process(packet(challenged.process(asking.start()))));
    packet(challenged.process(challenge));
    EapStep.Failure failure = assertInstanceOf(EapStep.Failure.class, challenged.process(SUCCESS));
    assertEquals("the server did not prove that it knows the password of kei", failure.reason());
  }

  /**
   * strongSwan 4.2.12 to 6.0.2: an MSCHAPv2 message of a server that is shorter than its own header
   * made the client count below zero and write behind its buffer.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 200})
  void cve_2025_62291_shortMessagesOfTheServer(int length) {
    for (int operation : new int[] {0, 1, 2, 3, 4, 7, 255}) {
      for (int stated : new int[] {0, 1, 3, 4, length, length + 1, 65_535}) {
        byte[] packet = new byte[5 + length];
        packet[0] = 1;
        packet[1] = 9;
        packet[3] = (byte) packet.length;
        packet[4] = 26;
        if (length > 0) {
          packet[5] = (byte) operation;
        }
        if (length > 3) {
          packet[7] = (byte) (stated >>> 8);
          packet[8] = (byte) stated;
        }
        EapPeer peer = peer(EapMethod.MSCHAPV2);
        EapStep step = peer.process(packet);
        if (length != 1 && (length < 4 || stated < 4 || stated > length)) {
          assertInstanceOf(EapStep.Failure.class, step);
        }
        assertInstanceOf(EapStep.Failure.class, peer.process(SUCCESS));
        peer.close();
      }
    }
  }

  /** The same of a peer, against the side that asks. */
  @ParameterizedTest
  @EnumSource(
      value = EapMethod.class,
      names = {"MSCHAPV2", "MD5"})
  void cve_2025_62291_shortMessagesOfThePeer(EapMethod method) {
    for (int length = 0; length < 60; length++) {
      EapServer server = server(method);
      byte[] start = server.start();
      byte[] identity = {2, start[1], 0, 8, 1, 'k', 'e', 'i'};
      byte[] challenge = packet(server.process(identity));
      byte[] answer = new byte[5 + length];
      answer[0] = 2;
      answer[1] = challenge[1];
      answer[3] = (byte) answer.length;
      answer[4] = (byte) method.type();
      if (length > 0) {
        answer[5] = 2;
      }
      EapStep step = server.process(answer);
      if (step instanceof EapStep.Send) {
        step = server.process(answer);
      }
      assertInstanceOf(EapStep.Failure.class, step, method + " " + length);
      server.close();
    }
  }
}
