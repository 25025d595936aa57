package org.sekisho.eap.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.ServerMethod.Verdict;

class TlsMethodTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ProtocolVersion[] TLS_12 = {ProtocolVersion.TLSv12};
  private static TestAuthority authority;
  private static EapCredentials gateway;
  private static EapCredentials branch;

  @BeforeAll
  static void certificates() throws Exception {
    authority = new TestAuthority("root");
    gateway = authority.credentials("EC", "gw.example.com", authority);
    branch = authority.credentials("RSA", "branch.example.com", authority);
  }

  /** What came of it: the server's last word, and why the peer gave up. */
  private record End(Optional<Verdict> verdict, Optional<String> peerFailure, int packets) {}

  private static End run(TlsServer server, TlsPeer peer) {
    byte[] request = server.request(0);
    int packets = 1;
    while (packets < 200) {
      byte[] response;
      try {
        response = peer.respond(0, request);
      } catch (EapMethodException e) {
        return new End(Optional.empty(), Optional.of(e.getMessage()), packets);
      }
      Verdict verdict;
      try {
        verdict = server.respond(0, response);
      } catch (EapMethodException e) {
        verdict = new Verdict.Refuse(e.getMessage());
      }
      packets += 2;
      if (!(verdict instanceof Verdict.Ask ask)) {
        return new End(Optional.of(verdict), peer.refusal(), packets);
      }
      request = ask.data();
    }
    throw new AssertionError("no end");
  }

  private static TlsServer server(EapCredentials credentials, ProtocolVersion... versions) {
    return new TlsServer(credentials, Set.of("branch.example.com"), RANDOM, versions);
  }

  private static TlsPeer peer(EapCredentials credentials, ProtocolVersion... versions) {
    return new TlsPeer(credentials, "gw.example.com", RANDOM, versions);
  }

  private static void succeeds(TlsServer server, TlsPeer peer) {
    End end = run(server, peer);
    Verdict.Accept accept =
        assertInstanceOf(Verdict.Accept.class, end.verdict().orElse(null), end::toString);
    assertEquals("branch.example.com", accept.identity());
    byte[] key = accept.key().orElseThrow();
    assertEquals(64, key.length);
    assertTrue(peer.objection().isEmpty());
    assertTrue(peer.chain().get(0).toString().contains("gw.example.com"));
    assertTrue(accept.chain().get(0).toString().contains("branch.example.com"));
    assertArrayEquals(key, peer.takeKey().orElseThrow());
  }

  @Test
  void everyKindOfKeyAndBothVersions() throws Exception {
    for (String kind : new String[] {"EC", "P-384", "RSA", "Ed25519"}) {
      EapCredentials one = authority.credentials(kind, "gw.example.com", authority);
      EapCredentials other = authority.credentials(kind, "branch.example.com", authority);
      succeeds(server(one, CipherSuites.versions()), peer(other, CipherSuites.versions()));
      succeeds(server(one, CipherSuites.versions()), peer(other, TLS_12));
      succeeds(server(one, TLS_12), peer(other, CipherSuites.versions()));
    }
  }

  @Test
  void longChainsGoInFragments() throws Exception {
    TestAuthority deep = authority;
    for (int i = 0; i < 5; i++) {
      deep = deep.below("intermediate-" + i + "-" + "x".repeat(50));
    }
    EapCredentials one = deep.credentials("RSA", "gw.example.com", authority);
    EapCredentials other = deep.credentials("RSA", "branch.example.com", authority);
    succeeds(server(one, CipherSuites.versions()), peer(other, CipherSuites.versions()));
    succeeds(server(one, TLS_12), peer(other, TLS_12));
  }

  /** Trust is not ours to judge: who started the conversation has the chain. */
  @Test
  void whoIsTrustedIsLeftToWhoChecksTheChain() throws Exception {
    EapCredentials stranger =
        new TestAuthority("stranger").credentials("EC", "gw.example.com", authority);
    for (ProtocolVersion[] versions : new ProtocolVersion[][] {TLS_12, CipherSuites.versions()}) {
      succeeds(server(stranger, versions), peer(branch, versions));
    }
  }

  @Test
  void aKeyThatIsTooSmallEndsTheHandshake() throws Exception {
    EapCredentials weak = authority.credentials("RSA-1024", "gw.example.com", authority);
    for (ProtocolVersion[] versions : new ProtocolVersion[][] {TLS_12, CipherSuites.versions()}) {
      End end = run(server(weak, versions), peer(branch, versions));
      assertEquals(
          Optional.of(
              "the other side's certificate has an RSA key of 1024 bits, 2048 to 8192 are"
                  + " accepted"),
          end.peerFailure());
      assertEquals(
          new Verdict.Refuse("the other side ended TLS: unsupported certificate"),
          end.verdict().orElseThrow());
    }
  }

  @Test
  void thePeerRefusesAServerOfAnotherName() throws Exception {
    EapCredentials other = authority.credentials("EC", "other.example.com", authority);
    End end = run(server(other, CipherSuites.versions()), peer(branch, CipherSuites.versions()));
    assertEquals(
        Optional.of(
            "the other side's certificate is of [other.example.com], not of [gw.example.com]"),
        end.peerFailure());
  }

  @Test
  void theServerRefusesAPeerOfAnotherName() throws Exception {
    EapCredentials other = authority.credentials("EC", "other.example.com", authority);
    End end = run(server(gateway, CipherSuites.versions()), peer(other, CipherSuites.versions()));
    assertEquals(
        new Verdict.Refuse(
            "the other side's certificate is of [other.example.com], not of"
                + " [branch.example.com]"),
        end.verdict().orElseThrow());
  }

  @Test
  void successIsBelievedOnlyAfterTheCommitment() throws Exception {
    TlsServer server = server(gateway, CipherSuites.versions());
    TlsPeer peer = peer(branch, CipherSuites.versions());
    byte[] request = server.request(0);
    boolean objected = true;
    while (server.respond(0, peer.respond(0, request)) instanceof Verdict.Ask ask) {
      assertTrue(objected, "the last request brings the commitment");
      objected = peer.objection().isPresent();
      request = ask.data();
    }
    assertTrue(peer.objection().isEmpty());
  }

  /** Damaged TLS ends in a refusal, whatever is damaged. */
  @Test
  void damagedPacketsNeverThrow() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 150; i++) {
      TlsServer server = server(gateway, CipherSuites.versions());
      TlsPeer peer = peer(branch, CipherSuites.versions());
      byte[] packet = server.request(0);
      try {
        for (int turn = 0; turn < 12; turn++) {
          if (random.nextInt(4) == 0) {
            packet = Arrays.copyOf(packet, 1 + random.nextInt(packet.length));
            packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
          }
          if (turn % 2 == 0) {
            packet = peer.respond(0, packet);
          } else if (server.respond(0, packet) instanceof Verdict.Ask ask) {
            packet = ask.data();
          } else {
            break;
          }
        }
      } catch (EapMethodException e) {
        assertTrue(!e.getMessage().isBlank());
      }
    }
  }
}
