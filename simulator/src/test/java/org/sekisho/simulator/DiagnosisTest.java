package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.AlgorithmPolicy.Cipher;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Diagnosis;
import org.sekisho.ike.diagnosis.Entry;
import org.sekisho.ike.diagnosis.Trust;
import org.sekisho.ike.diagnosis.Unreachable;
import org.sekisho.ike.engine.SaSchedule;

/** What is kept of failures, and the lines proposed; strangers and probes included. */
class DiagnosisTest {

  private static final Cipher AES_256 = new Cipher(EncryptionAlgorithm.AES_CBC, 256);
  private static final Cipher AES_128 = new Cipher(EncryptionAlgorithm.AES_CBC, 128);

  private final VirtualNetwork network = new VirtualNetwork(5);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 21);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 22);

  private static AlgorithmPolicy limited(Cipher ike, Cipher esp, IntegrityAlgorithm espHash) {
    return new AlgorithmPolicy(
        true,
        Optional.of(ike),
        Optional.empty(),
        Optional.empty(),
        Optional.of(esp),
        Optional.ofNullable(espHash));
  }

  private Diagnosis diagnosis() {
    return branch.engine.diagnoses().get(0);
  }

  private List<String> lines(Entry entry) {
    return new Advice(diagnosis().config(), diagnosis().peer()).typable(entry.failure());
  }

  private Entry only(Cause cause) {
    List<Entry> found =
        diagnosis().entries().stream().filter(e -> e.failure().cause() == cause).toList();
    assertEquals(1, found.size(), () -> diagnosis().entries().toString());
    return found.get(0);
  }

  @Test
  void aRefusedInitiatorLearnsByAProbeWhatThePeerWants() {
    cloud.configure(
        EstablishTest.cloudConfig().algorithms(limited(AES_256, AES_256, null)).build());
    branch.configure(
        EstablishTest.branchConfig().algorithms(limited(AES_128, AES_256, null)).build());
    network.runSeconds(30);
    Entry entry = only(Cause.IKE_PROPOSAL);
    assertTrue(entry.isCurrent());
    assertTrue(entry.count() > 1);
    assertEquals(List.of("ipsec ike encryption 100 aes256-cbc"), lines(entry));
    assertTrue(
        branch.log.contains(
            "[IKE2] Tunnel[100] no common proposal for IKE: 203.0.113.10 refused all algorithms,"
                + " other cipher: type ipsec ike encryption 100 aes256-cbc"),
        branch.log::toString);
    assertEquals(
        "IKE SAのプロポーザルが一致しません、不一致: 暗号 (cipher)。次のように設定してください: ipsec ike encryption 100 aes256-cbc",
        branch.gateway().lastFailure().orElseThrow().japanese());
    assertEquals(0, cloud.sas().size());
  }

  @Test
  void theProbedChildIsDeletedAndTheLineIsWhole() {
    cloud.configure(
        EstablishTest.cloudConfig()
            .algorithms(limited(AES_256, AES_256, IntegrityAlgorithm.HMAC_SHA2_256_128))
            .build());
    branch.configure(
        EstablishTest.branchConfig()
            .algorithms(limited(AES_256, AES_128, IntegrityAlgorithm.HMAC_SHA1_96))
            .build());
    network.runSeconds(3);
    assertEquals(
        List.of("ipsec sa policy 100 100 esp aes256-cbc sha256-hmac"),
        lines(only(Cause.ESP_PROPOSAL)));
    assertTrue(cloud.pairs.isEmpty());
    branch.configure(
        EstablishTest.branchConfig()
            .algorithms(limited(AES_256, AES_256, IntegrityAlgorithm.HMAC_SHA2_256_128))
            .build());
    network.runSeconds(3);
    assertEquals(1, branch.pairs.size());
    assertEquals(Entry.End.SUCCEEDED, only(Cause.ESP_PROPOSAL).end());
  }

  /** The responder has the peer's own words, and they count as what they are: unauthenticated. */
  @Test
  void aRefusedPeerIsComparedFieldByField() {
    branch.configure(
        Configs.gateway(100, "203.0.113.2", "203.0.113.10", "203.0.113.10")
            .algorithms(limited(AES_128, AES_256, null))
            .build());
    cloud.configure(
        Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2")
            .algorithms(limited(AES_256, AES_256, null))
            .initiate()
            .build());
    network.runSeconds(10);
    Entry entry = only(Cause.IKE_PROPOSAL);
    assertFalse(entry.failure().weStarted());
    assertEquals(Trust.ADDRESS, entry.failure().trust());
    assertEquals(List.of("ipsec ike encryption 100 aes256-cbc"), lines(entry));
  }

  @Test
  void strangersDoNotPushOutThePeersFailure() {
    cloud.configure(EstablishTest.cloudConfig().psk("other").build());
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(10);
    assertEquals(Cause.REFUSED, diagnosis().entries().get(0).failure().cause());
    for (int i = 0; i < 20; i++) {
      VirtualNode stranger = new VirtualNode(network, "198.51.100." + (i + 1), 100 + i);
      stranger.configure(
          Configs.gateway(1, "198.51.100." + (i + 1), "203.0.113.2", "203.0.113.2")
              .algorithms(limited(AES_256, AES_256, null))
              .initiate()
              .build());
      network.runSeconds(2);
    }
    assertTrue(only(Cause.REFUSED).isCurrent());
    assertTrue(
        diagnosis().entries().stream().filter(e -> e.failure().trust() == Trust.STRANGER).count()
            <= 2);
  }

  /** The probe tells the peer's networks; later attempts, which ask no more, do not forget them. */
  @Test
  void aPeerThatRefusesSelectorsIsAskedForItsOwn() {
    List<TrafficSelector> office = List.of(net("10.1.0.0", "10.1.255.255"));
    List<TrafficSelector> servers = List.of(net("172.16.0.0", "172.16.0.255"));
    List<TrafficSelector> others = List.of(net("10.9.0.0", "10.9.255.255"));
    cloud.configure(EstablishTest.cloudConfig().child(1, servers, office).build());
    branch.configure(EstablishTest.branchConfig().child(100, office, others).build());
    for (int seconds : new int[] {2, 60}) {
      network.runSeconds(seconds);
      Entry entry = only(Cause.SELECTORS);
      assertEquals(
          List.of("ipsec ike local id 100 10.1.0.0/16", "ipsec ike remote id 100 172.16.0.0/24"),
          lines(entry));
      assertTrue(entry.isCurrent());
    }
    assertTrue(only(Cause.SELECTORS).count() > 1, "there were later attempts");
    branch.configure(EstablishTest.branchConfig().child(100, office, servers).build());
    network.runSeconds(2);
    assertEquals(1, branch.pairs.size());
  }

  /** What kept an earlier attempt from coming so far says nothing about this one. */
  @Test
  void aPeerIsAlsoAskedAfterAnotherFailure() {
    branch.configure(
        EstablishTest.branchConfig().algorithms(limited(AES_256, AES_128, null)).build());
    network.runSeconds(1);
    branch.engine.unreachable(
        network.now(),
        new Endpoint(cloud.address(), 500),
        new Unreachable(cloud.address(), Unreachable.Kind.PORT));
    cloud.configure(
        EstablishTest.cloudConfig().algorithms(limited(AES_256, AES_256, null)).build());
    network.runSeconds(20);
    Entry entry = only(Cause.ESP_PROPOSAL);
    assertEquals(
        List.of("ipsec sa policy 100 100 esp aes256-cbc"),
        lines(entry).stream().map(l -> l.replaceFirst(" sha.*", "")).toList());
  }

  private static TrafficSelector net(String first, String last) {
    return TrafficSelector.of(Configs.address(first), Configs.address(last));
  }

  /** What ICMP says explains and ends nothing: who forges it delays no tunnel. */
  @Test
  void icmpIsToldAtOnceAndTheAttemptGoesOn() {
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(1);
    Endpoint ike = new Endpoint(cloud.address(), 500);
    Unreachable said = new Unreachable(cloud.address(), Unreachable.Kind.PORT);
    branch.engine.unreachable(network.now(), new Endpoint(cloud.address(), 4500), said);
    assertTrue(diagnosis().entries().isEmpty(), "nothing of ours went to that port");
    branch.engine.unreachable(network.now(), ike, said);
    branch.engine.unreachable(network.now(), ike, said);
    Entry entry = only(Cause.UNREACHABLE);
    assertEquals(1, entry.count());
    assertEquals(
        List.of(
            "[IKE2] Tunnel[100] no IKE service listens on UDP 500 of 203.0.113.10, its host"
                + " answers, check ipsec ike remote address, and that the gateway's IKE service"
                + " runs"),
        branch.log.stream().filter(l -> l.contains("listens")).toList());
    cloud.configure(EstablishTest.cloudConfig().build());
    network.runSeconds(20);
    assertEquals(1, branch.pairs.size(), branch.log::toString);
    assertEquals(Entry.End.SUCCEEDED, only(Cause.UNREACHABLE).end());
    branch.engine.unreachable(network.now(), ike, said);
    assertEquals(Entry.End.SUCCEEDED, only(Cause.UNREACHABLE).end(), "the tunnel is up");
  }

  @Test
  void whoOnTheWaySaysSoIsNamed() {
    branch.configure(EstablishTest.branchConfig().build());
    Unreachable said = new Unreachable(Configs.address("192.0.2.1"), Unreachable.Kind.PROHIBITED);
    for (int second = 0; second < 120; second++) {
      network.runSeconds(1);
      branch.engine.unreachable(network.now(), new Endpoint(cloud.address(), 500), said);
    }
    assertEquals(
        "UDP 500 of 203.0.113.10 cannot be reached, 192.0.2.1 answers: administratively prohibited",
        only(Cause.UNREACHABLE).failure().sentence());
    assertTrue(only(Cause.UNREACHABLE).isCurrent());
    assertEquals(1, diagnosis().entries().size(), () -> diagnosis().entries().toString());
    assertEquals(1, branch.log.stream().filter(l -> l.contains("cannot be reached")).count());
  }

  /** Renewals with PFS against a peer without: seen seconds after the tunnel came up. */
  @Test
  void theProbeOfRenewalsTellsAndTheTunnelStaysUp() {
    cloud.configure(EstablishTest.cloudConfig().build());
    branch.configure(EstablishTest.branchConfig().probeRekey().build());
    network.runSeconds(5);
    assertEquals(1, branch.pairs.size());
    network.drop = d -> false;
    network.runSeconds(15);
    assertEquals(
        1, branch.count(SaStatus.Kind.CHILD_SEND, SaStatus.State.SUPERSEDED), "renewed once");
    network.runSeconds(600);
    assertEquals(1, branch.count(SaStatus.Kind.CHILD_SEND, SaStatus.State.SUPERSEDED));
    assertEquals(1, branch.count(SaStatus.Kind.CHILD_SEND, SaStatus.State.ESTABLISHED));
    branch.ping(cloud);
    assertEquals(0, branch.lostPackets);
  }

  @Test
  void theScheduleSaysWhoRenews() {
    cloud.configure(EstablishTest.cloudConfig().life(28800, 3600).build());
    branch.configure(EstablishTest.branchConfig().life(28800, 27000).build());
    network.runSeconds(10);
    SaSchedule child = child();
    assertTrue(child.renewal().orElseThrow() > 20000, child::toString);
    assertTrue(child.peerRenewal().isEmpty());
    assertTrue(child.end().orElseThrow() > 26900);
    network.runSeconds(2800);
    SaSchedule renewed = child();
    long likely = renewed.age() + renewed.peerRenewal().orElseThrow();
    assertTrue(likely >= 2700 && likely <= 2730, renewed::toString);
    assertTrue(likely < renewed.age() + renewed.renewal().orElseThrow());
  }

  private SaSchedule child() {
    return branch.engine.schedule(network.now()).stream()
        .filter(s -> s.kind() == SaStatus.Kind.CHILD_SEND)
        .filter(s -> s.state() == SaStatus.State.ESTABLISHED)
        .findFirst()
        .orElseThrow();
  }
}
