package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.Extensions;

/** MOBIKE (RFC 4555): the tunnel stays while the router's own address changes. */
class MobikeTest {

  private static final Extensions ON = new Extensions(false, false, true, false);
  private static final InetAddress NEW = Configs.address("198.51.100.77");

  private final VirtualNetwork network = new VirtualNetwork(9);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 91);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 92);

  private void up(boolean branchCan, boolean cloudCan) {
    Extensions off = Extensions.DEFAULT;
    cloud.configure(EstablishTest.cloudConfig().extensions(cloudCan ? ON : off).build());
    branch.configure(EstablishTest.branchConfig().extensions(branchCan ? ON : off).build());
    network.runSeconds(2);
    assertTrue(branch.gateway().childUp());
  }

  private void assertWorks() {
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets, () -> branch.log + "\n" + cloud.log);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0.3, false", "0, true"})
  void theSasMoveToTheNewAddress(double loss, boolean renewedBefore) {
    up(true, true);
    if (renewedBefore) {
      cloud.engine.rekeyIke(network.now(), 1); // the renewal's initiator does not decide
      network.runSeconds(2);
    }
    network.loss = loss;
    network.readdress(branch, NEW);
    network.runSeconds(loss > 0 ? 120 : 5);
    assertEquals(NEW, cloud.outbound().remote.address(), cloud.log::toString);
    assertEquals(1, branch.log.stream().filter(l -> l.contains("moves from 203.0.113.2")).count());
    assertWorks();
    branch.engine.rekeyChild(network.now(), 100);
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(loss > 0 ? 120 : 5);
    assertWorks();
    assertEquals(1, branch.events.stream().filter(e -> e.startsWith("up")).count());
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void withoutBothSidesThePeerIsNotMoved(boolean branchCan, boolean cloudCan) {
    up(branchCan, cloudCan);
    network.readdress(branch, NEW);
    network.runSeconds(10);
    assertEquals("203.0.113.2", cloud.outbound().remote.address().getHostAddress());
  }

  @Test
  void behindANatTheUpdateFindsIt() {
    up(true, true);
    network.nat = new VirtualNetwork.Nat(NEW, Configs.address("192.0.2.1"));
    network.readdress(branch, NEW);
    network.runSeconds(10);
    assertEquals("192.0.2.1", cloud.outbound().remote.address().getHostAddress());
    assertTrue(cloud.outbound().remote.port() > 10_000, cloud.log::toString);
    assertWorks();
  }

  @Test
  void movedTwiceInARowTheLastAddressCounts() {
    up(true, true);
    network.readdress(branch, NEW);
    network.run(3_005);
    InetAddress last = Configs.address("198.51.100.78");
    network.readdress(branch, last);
    network.runSeconds(20);
    assertEquals(last, cloud.outbound().remote.address());
    assertWorks();
  }
}
