package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** The gateways of the simulator do what those of the clouds are known to do. */
class GatewayProfileTest {

  private final VirtualNetwork network = new VirtualNetwork(7);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2");
  private final VirtualNode cloud = new VirtualNode(network, "198.51.100.10");
  private final List<String> losses = new ArrayList<>();

  private Traffic up(GatewayProfile profile) {
    profile.drive(network, cloud);
    cloud.configure(
        profile.gateway("198.51.100.10", profile.dialsBranch() ? "203.0.113.2" : null).build());
    branch.configure(profile.branch(100, "198.51.100.10").build());
    network.runSeconds(2);
    assertTrue(branch.gateway().childUp(), branch.log::toString);
    return new Traffic(
        network, branch, 100, cloud, 1, (node, at, fate) -> losses.add(at + " " + fate));
  }

  private String suite() {
    return branch.sas().stream()
        .filter(s -> s.kind() == Kind.CHILD_SEND && s.state() == State.ESTABLISHED)
        .findFirst()
        .orElseThrow()
        .algorithms();
  }

  @Test
  void azureHasGroup2AndRenewsChildrenWithoutPfs() {
    up(GatewayProfile.byName("azure").orElseThrow());
    assertEquals("AES256-CBC, SHA-1, PRF SHA-1, MODP 1024bit", ikeAlgorithms());
    cloud.engine.rekeyChild(cloud.clock(), 1);
    network.runSeconds(10);
    assertEquals("AES256-GCM", suite());
    assertEquals(1, branch.pairs.size()); // it deletes what it renewed
    assertEquals(List.of(), losses);
  }

  private String ikeAlgorithms() {
    return branch.sas().stream()
        .filter(s -> s.kind() == Kind.IKE)
        .findFirst()
        .orElseThrow()
        .algorithms();
  }

  @Test
  void azureReplacesTheIkeSaByANewIkeSaInit() {
    Set<Integer> initial = new java.util.HashSet<>();
    network.tap(
        d -> {
          if (d.exchangeType() == 34
              && !d.isResponse()
              && d.from().address().equals(cloud.address())) {
            initial.add(d.count());
          }
        });
    GatewayProfile profile = GatewayProfile.byName("azure-reauth").orElseThrow();
    up(profile);
    // the branch does not renew: its lives are longer
    branch.configure(
        Configs.gateway(100, "192.168.100.1", "198.51.100.10", "198.51.100.10")
            .initiate()
            .life(129_600, 129_600)
            .build());
    branch.engine.refresh(branch.clock());
    network.runSeconds(27_400);
    assertEquals(1, initial.size());
    assertEquals(1, branch.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
    assertEquals(1, branch.pairs.size());
    long after = network.now() - 1000 * 27_400L + 60_000;
    assertEquals(
        List.of(),
        losses.stream().filter(l -> Long.parseLong(l.split(" ", 2)[0]) > after).toList());
  }

  @Test
  void googlesSuiteDependsOnWhoRenewsAndItAnnouncesItsNetworks() {
    up(GatewayProfile.byName("google").orElseThrow());
    assertEquals("AES128-GCM", suite()); // it answered: the first of its own order
    assertEquals(4, branch.outbound().sa.remoteSelectors().size());
    cloud.engine.rekeyChild(cloud.clock(), 1);
    network.runSeconds(10);
    assertTrue(suite().startsWith("AES256-GCM"), suite()); // the branch chose its strongest
    branch.engine.rekeyChild(branch.clock(), 100);
    network.runSeconds(10);
    assertTrue(suite().startsWith("AES128-GCM"), suite());
    assertEquals(4, branch.outbound().sa.remoteSelectors().size());
    assertEquals(List.of(), losses);
  }

  @Test
  void awsRenewsWithinItsMarginAndFuzz() {
    GatewayProfile profile = GatewayProfile.byName("aws").orElseThrow();
    assertEquals(2, profile.gateways());
    SaAges ages = profile.ages(new java.util.Random(1));
    Set<Boolean> range =
        java.util.stream.LongStream.range(0, 1000)
            .map(i -> ages.childRenewal())
            .mapToObj(age -> age > 2_520_000 && age <= 3_060_000)
            .collect(Collectors.toSet());
    assertEquals(Set.of(true), range);
    up(profile);
    network.runSeconds(3_700);
    assertTrue(suite().contains("MODP 1024bit"), suite()); // PFS
    assertEquals(List.of(), losses);
  }
}
