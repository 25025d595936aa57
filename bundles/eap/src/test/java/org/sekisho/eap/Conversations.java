package org.sekisho.eap;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;
import org.sekisho.api.eap.EapStep;

/** Both sides talking to each other. */
final class Conversations {

  /**
   * How a conversation ended.
   *
   * @param server last step of the server
   * @param peer last step of the peer
   * @param packets packets of both sides
   */
  record End(EapStep server, EapStep peer, int packets) {

    EapStep.Success serverSuccess() {
      return assertInstanceOf(EapStep.Success.class, server);
    }

    EapStep.Success peerSuccess() {
      return assertInstanceOf(EapStep.Success.class, peer);
    }

    String serverReason() {
      return assertInstanceOf(EapStep.Failure.class, server).reason();
    }

    String peerReason() {
      return assertInstanceOf(EapStep.Failure.class, peer).reason();
    }
  }

  private Conversations() {}

  static EapPeerSettings peer(String name, String password, EapMethod... methods) {
    return new EapPeerSettings(
        name, Optional.of(EapPassword.of(password)), Optional.empty(), "gw", List.of(methods));
  }

  static EapServerSettings server(Map<String, EapPassword> users, EapMethod... methods) {
    return new EapServerSettings("gw", "branch", users, Optional.empty(), List.of(methods));
  }

  static End run(EapServerSettings server, EapPeerSettings peer) {
    EapComponent component = new EapComponent();
    SecureRandom random = new SecureRandom();
    return run(component.server(server, random), component.peer(peer, random));
  }

  /** Carries packets until one side has come to an end; the server's last word still arrives. */
  static End run(EapServer server, EapPeer peer) {
    byte[] request = server.start();
    int packets = 1;
    while (packets < 200) {
      EapStep answer = peer.process(request);
      if (!(answer instanceof EapStep.Send response)) {
        return new End(null, answer, packets);
      }
      EapStep next = server.process(response.packet());
      packets += 2;
      if (next instanceof EapStep.Send send) {
        request = send.packet();
      } else {
        byte[] last =
            next instanceof EapStep.Success s
                ? s.packet().orElseThrow()
                : ((EapStep.Failure) next).packet().orElseThrow();
        return new End(next, peer.process(last), packets);
      }
    }
    throw new AssertionError("no end");
  }
}
