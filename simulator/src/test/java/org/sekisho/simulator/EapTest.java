package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.Text;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;
import org.sekisho.api.eap.EapStep;
import org.sekisho.eap.EapComponent;
import org.sekisho.ike.config.Eap;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** EAP between two engines (RFC 7296 section 2.16): the branch proves itself, the cloud asks. */
class EapTest {

  private static final int IKE_AUTH = 35;
  private static final Map<String, EapPassword> USERS =
      Map.of("branch7", EapPassword.of("hinoki-3"), "branch8", EapPassword.of("sugi-4"));

  private final VirtualNetwork network = new VirtualNetwork(1);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 11);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 12);
  private final List<Datagram> seen = new ArrayList<>();

  @BeforeEach
  void withEap() {
    branch.eap = Optional.of(new EapComponent());
    cloud.eap = Optional.of(new EapComponent());
    network.drop =
        d -> {
          seen.add(d);
          return false;
        };
  }

  private static Eap account(String name, String password, EapMethod... methods) {
    return new Eap(
        Optional.of(new Eap.Account(name, EapPassword.of(password))),
        Optional.empty(),
        Map.of(),
        true,
        List.of(methods),
        true);
  }

  private static Eap request(Map<String, EapPassword> users, EapMethod... methods) {
    return new Eap(Optional.empty(), Optional.of(1), users, false, List.of(methods), true);
  }

  private static Configs.Builder branchConfig(Eap eap) {
    return Configs.gateway(100, "branch.example", "cloud.example", "203.0.113.10")
        .initiate()
        .eap(eap);
  }

  private static Configs.Builder cloudConfig(Eap eap) {
    return Configs.gateway(1, "cloud.example", "branch.example", null).eap(eap);
  }

  private void run(Eap own, Eap peers) {
    cloud.configure(cloudConfig(peers).build());
    branch.configure(branchConfig(own).build());
    network.runSeconds(5);
  }

  private void assertUp() {
    assertTrue(branch.gateway().childUp(), () -> branch.log + " " + cloud.log);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  private long messagesOfAuth() {
    return seen.stream().filter(d -> d.exchangeType() == IKE_AUTH).count();
  }

  @Test
  void mschapv2() {
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertUp();
    assertEquals(10, messagesOfAuth()); // IDi, identity, response, acknowledgement, AUTH
    assertTrue(
        cloud.log.contains("[IKE2] Tunnel[1] the peer is user branch7 by EAP-MSCHAPv2"),
        cloud.log::toString);
  }

  /** Without a key of EAP, AUTH is made with SK_pi and SK_pr. */
  @Test
  void md5() {
    run(account("branch8", "sugi-4", EapMethod.MD5), request(USERS, EapMethod.MD5));
    assertUp();
    assertEquals(8, messagesOfAuth());
  }

  @Test
  void theServerTakesTheMethodThePeerCan() {
    run(
        account("branch7", "hinoki-3", EapMethod.MD5),
        request(USERS, EapMethod.MSCHAPV2, EapMethod.MD5));
    assertUp();
  }

  @Test
  void renewalsAfterEapAreAsEver() {
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    branch.engine.rekeyIke(branch.clock(), 100);
    network.runSeconds(2);
    branch.engine.rekeyChild(branch.clock(), 100);
    network.runSeconds(2);
    cloud.engine.rekeyIke(cloud.clock(), 1);
    network.runSeconds(2);
    assertUp();
    assertEquals(10, messagesOfAuth());
  }

  @ParameterizedTest
  @EnumSource(
      value = EapMethod.class,
      names = {"MSCHAPV2", "MD5"})
  void wrongPassword(EapMethod method) {
    run(account("branch7", "sugi-4", method), request(USERS, method));
    assertEquals(
        Optional.of(
            "authentication failed: the password of branch7 is wrong, check auth user and auth user"
                + " group 1"),
        cloud.gateway().lastFailure().map(Text::english));
    String told = branch.gateway().lastFailure().orElseThrow().english();
    assertTrue(
        told.startsWith("authentication failed: the server refused")
            && told.endsWith("check ipsec ike eap myname 100"),
        told);
    assertNothingIsLeft();
  }

  @Test
  void unknownUser() {
    run(account("nobody", "x", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertEquals(
        Optional.of("authentication failed: no user nobody, check auth user and auth user group 1"),
        cloud.gateway().lastFailure().map(Text::english));
    assertNothingIsLeft();
  }

  /** The branch waits before it tries again; meanwhile neither side keeps anything. */
  private void assertNothingIsLeft() {
    assertFalse(branch.gateway().established());
    cloud.engine.shutDown(cloud.clock());
    branch.engine.shutDown(branch.clock());
    network.runSeconds(40);
    assertTrue(cloud.engine.isIdle());
    assertTrue(branch.engine.isIdle());
  }

  @Test
  void noMethodInCommon() {
    run(account("branch7", "hinoki-3", EapMethod.MD5), request(USERS, EapMethod.MSCHAPV2));
    assertTrue(
        cloud.gateway().lastFailure().orElseThrow().english().contains("none of EAP-MSCHAPv2"),
        cloud.log::toString);
  }

  @Test
  void aPeerWithoutEapIsRefused() {
    run(Eap.NONE, request(USERS, EapMethod.MSCHAPV2));
    assertEquals(
        Optional.of(
            "authentication failed: the peer does not use EAP, which ipsec ike eap request 1 asks"
                + " for"),
        cloud.gateway().lastFailure().map(Text::english));
    assertFalse(branch.gateway().established());
  }

  @Test
  void aServerThatDoesNotAskForEap() {
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), Eap.NONE);
    assertEquals(
        Optional.of("authentication failed: the peer does not use a pre-shared key"),
        cloud.gateway().lastFailure().map(Text::english));
    assertFalse(branch.gateway().established());
  }

  /** The responder must prove itself before it learns anything of the password. */
  @Test
  void theResponderProvesItselfFirst() {
    cloud.configure(cloudConfig(request(USERS, EapMethod.MSCHAPV2)).psk("another").build());
    branch.configure(branchConfig(account("branch7", "hinoki-3", EapMethod.MSCHAPV2)).build());
    network.runSeconds(2);
    assertEquals(
        Optional.of("authentication failed: the keys differ, check ipsec ike pre-shared-key 100"),
        branch.gateway().lastFailure().map(Text::english));
    assertEquals(2, messagesOfAuth());
    assertEquals(
        Optional.of(
            "authentication failed: the peer 203.0.113.2 gave up, it may have refused our key or"
                + " name"),
        cloud.gateway().lastFailure().map(Text::english));
    cloud.engine.shutDown(cloud.clock());
    assertTrue(cloud.engine.isIdle());
  }

  @Test
  void aRouterWithoutTheBundleSaysSo() {
    branch.eap = Optional.empty();
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertEquals(
        Optional.of("EAP is not there: install the feature sekisho-eap"),
        branch.gateway().lastFailure().map(Text::english));
    branch.eap = Optional.of(new EapComponent());
    cloud.eap = Optional.empty();
    branch.engine.refresh(branch.clock());
    network.runSeconds(5);
    assertEquals(
        Optional.of("authentication failed: EAP is not there: install the feature sekisho-eap"),
        cloud.gateway().lastFailure().map(Text::english));
  }

  @Test
  void linesThatAreMissingAreNamed() {
    Eap nameless =
        new Eap(
            Optional.empty(), Optional.empty(), Map.of(), true, List.of(EapMethod.MSCHAPV2), true);
    run(nameless, request(Map.of(), EapMethod.MSCHAPV2));
    assertEquals(
        Optional.of("no name and password: set ipsec ike eap myname 100"),
        branch.gateway().lastFailure().map(Text::english));
    cloud.engine.initiate(cloud.clock(), 1);
    network.runSeconds(1);
    assertEquals(
        Optional.of("no users: set auth user and auth user group 1"),
        cloud.gateway().lastFailure().map(Text::english));
  }

  @Test
  void onlyTheSideThatProvesItselfByEapCanStart() {
    cloud.configure(
        Configs.gateway(1, "cloud.example", "branch.example", "203.0.113.2")
            .eap(request(USERS, EapMethod.MSCHAPV2))
            .build());
    branch.configure(
        Configs.gateway(100, "branch.example", "cloud.example", "203.0.113.10")
            .eap(account("branch7", "hinoki-3", EapMethod.MSCHAPV2))
            .build());
    cloud.engine.initiate(cloud.clock(), 1);
    network.runSeconds(5);
    assertEquals(
        Optional.of(
            "the peer proves itself by EAP, so it must start: set ipsec ike remote address 1 any"),
        cloud.gateway().lastFailure().map(Text::english));
    cloud.configure(Configs.gateway(1, "cloud.example", "branch.example", "203.0.113.2").build());
    cloud.engine.initiate(cloud.clock(), 1);
    network.runSeconds(5);
    assertEquals(
        Optional.of(
            "authentication failed: this router proves itself by EAP, so the peer must not start:"
                + " set ipsec ike negotiation receive 100 off"),
        branch.gateway().lastFailure().map(Text::english));
  }

  /** Each message lost once, in turn, or delivered twice: the tunnel comes up all the same. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachMessageOnceLostOrDoubled(boolean lost) {
    for (int victim = 0; victim < 10; victim++) {
      VirtualNetwork other = new VirtualNetwork(2);
      VirtualNode one = new VirtualNode(other, "203.0.113.2", 21);
      VirtualNode two = new VirtualNode(other, "203.0.113.10", 22);
      one.eap = branch.eap;
      two.eap = cloud.eap;
      int chosen = victim;
      int[] count = {0};
      other.fate =
          d -> {
            boolean hit = d.exchangeType() == IKE_AUTH && count[0]++ == chosen;
            return !hit ? null : lost ? new long[0] : new long[] {10, 15};
          };
      two.configure(cloudConfig(request(USERS, EapMethod.MSCHAPV2)).build());
      one.configure(branchConfig(account("branch7", "hinoki-3", EapMethod.MSCHAPV2)).build());
      other.runSeconds(15);
      assertTrue(one.gateway().childUp(), () -> "message " + chosen + ": " + one.log);
      one.ping(two);
      assertEquals(0, one.lostPackets, "message " + victim);
      assertEquals(1, two.log.stream().filter(l -> l.endsWith("IKE established")).count());
    }
  }

  @Test
  void manyLossesDoNotPreventIt() {
    network.drop = d -> false;
    network.loss = 0.3;
    cloud.configure(cloudConfig(request(USERS, EapMethod.MSCHAPV2)).build());
    branch.configure(branchConfig(account("branch7", "hinoki-3", EapMethod.MSCHAPV2)).build());
    network.runSeconds(600);
    network.loss = 0;
    network.runSeconds(60);
    assertTrue(branch.gateway().childUp(), branch.log::toString);
  }

  @Test
  void aPeerThatStopsInTheMidstIsForgotten() {
    network.drop = d -> d.exchangeType() == IKE_AUTH && seenAuth() > 3;
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    branch.crash();
    network.runSeconds(40);
    assertEquals(
        Optional.of("authentication failed: the peer has not brought its proof in time"),
        cloud.gateway().lastFailure().map(Text::english));
    cloud.engine.shutDown(cloud.clock());
    assertTrue(cloud.engine.isIdle());
  }

  /** What lines allowed when the peer began does not count when it ends. */
  @ParameterizedTest
  @ValueSource(strings = {"gateway", "password"})
  void whoIsNotAllowedAnyMoreDoesNotComeIn(String taken) {
    network.drop =
        d -> {
          if (d.exchangeType() == IKE_AUTH && seenAuth() == 5) {
            if (taken.equals("gateway")) {
              cloud.configure();
            } else {
              Map<String, EapPassword> others = Map.of("branch7", EapPassword.of("matsu-5"));
              cloud.configure(cloudConfig(request(others, EapMethod.MSCHAPV2)).build());
            }
          }
          return false;
        };
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertFalse(branch.gateway().established(), () -> branch.log + " " + cloud.log);
    assertTrue(cloud.pairs.isEmpty());
    assertTrue(cloud.engine.isIdle());
  }

  private int authMessages;

  private int seenAuth() {
    return ++authMessages;
  }

  /** strongSwan does not answer the message in which it hears that its password is wrong. */
  @Test
  void theReasonIsKnownWhereThePeerLeavesAtOnce() {
    branch.eap = Optional.of(new Impatient());
    run(account("nobody", "x", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertEquals(
        Optional.of("authentication failed: no user nobody, check auth user and auth user group 1"),
        cloud.gateway().lastFailure().map(Text::english));
  }

  /** Whoever has EAP's answers but not its key fails at AUTH: here the server's key is another. */
  @Test
  void keysThatDifferAreFoundAtAuth() {
    cloud.eap = Optional.of(new OtherKey());
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertEquals(
        Optional.of(
            "authentication failed: the peer does not know the key of EAP, somebody may stand"
                + " between"),
        cloud.gateway().lastFailure().map(Text::english));
    assertFalse(branch.gateway().established());
  }

  @Test
  void endlessConversationsEnd() {
    cloud.eap = Optional.of(new Endless());
    run(account("branch7", "hinoki-3", EapMethod.MSCHAPV2), request(USERS, EapMethod.MSCHAPV2));
    assertTrue(
        branch
            .gateway()
            .lastFailure()
            .orElseThrow()
            .english()
            .contains("EAP does not come to an end"),
        branch.log::toString);
    assertTrue(messagesOfAuth() < 110, () -> messagesOfAuth() + " messages");
  }

  /** A peer that gives up at its third packet. */
  private static final class Impatient extends OtherKey {
    @Override
    public EapPeer peer(EapPeerSettings settings, SecureRandom random) {
      EapPeer peer = super.peer(settings, random);
      return new EapPeer() {
        private int packets;

        @Override
        public EapStep process(byte[] packet) {
          return ++packets == 3
              ? new EapStep.Failure(Optional.empty(), "enough")
              : peer.process(packet);
        }

        @Override
        public void close() {
          peer.close();
        }
      };
    }
  }

  /** A server whose key is not the peer's. */
  private static class OtherKey implements EapMethods {

    private final EapComponent real = new EapComponent();

    @Override
    public EapPeer peer(EapPeerSettings settings, SecureRandom random) {
      return real.peer(settings, random);
    }

    @Override
    public EapServer server(EapServerSettings settings, SecureRandom random) {
      EapServer server = real.server(settings, random);
      return new EapServer() {
        @Override
        public byte[] start() {
          return server.start();
        }

        @Override
        public EapStep process(byte[] packet) {
          EapStep step = server.process(packet);
          if (step instanceof EapStep.Success success) {
            success.masterSessionKey().orElseThrow()[0]++;
          }
          return step;
        }

        @Override
        public Optional<String> refusal() {
          return server.refusal();
        }

        @Override
        public void close() {
          server.close();
        }
      };
    }
  }

  /** A server that asks who is there, for ever. */
  private static final class Endless extends OtherKey {
    @Override
    public EapServer server(EapServerSettings settings, SecureRandom random) {
      return new EapServer() {
        @Override
        public byte[] start() {
          return new byte[] {1, 1, 0, 5, 1};
        }

        @Override
        public EapStep process(byte[] packet) {
          return new EapStep.Send(start());
        }

        @Override
        public Optional<String> refusal() {
          return Optional.empty();
        }

        @Override
        public void close() {
          // nothing is kept
        }
      };
    }
  }
}
