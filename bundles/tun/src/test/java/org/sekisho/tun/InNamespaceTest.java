package org.sekisho.tun;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.testkit.Namespace;

/** What needs root: devices and raw sockets, in a network namespace of its own. */
class InNamespaceTest {

  private Namespace namespace;

  @BeforeEach
  void make() {
    namespace = new Namespace();
  }

  @AfterEach
  void remove() throws IOException {
    namespace.close();
  }

  @Test
  void rawEspOverLoopback() throws IOException {
    namespace.java(OuterChecks.class, "esp");
  }

  @Test
  void tooLargeForDfIsFragmentedNotLost() throws IOException {
    namespace.java(OuterChecks.class, "fragmentation");
  }

  @Test
  void trainsOverTheMtuAreTakenApart() throws IOException {
    namespace.java(OuterChecks.class, "trains-over-the-mtu");
  }

  @Test
  void longIkeMessagesArriveThoughTheyTravelAsIpFragments() throws IOException {
    namespace.java(OuterChecks.class, "long-ike");
  }

  @Test
  void unreachablePeersDoNotStopTheOthers() throws IOException {
    namespace.java(OuterChecks.class, "unreachable");
  }

  @Test
  void whatCannotBeDeliveredIsHeardOf() throws IOException {
    namespace.java(OuterChecks.class, "icmp");
  }

  @Test
  void withoutIpv6ThereIsIpv4() throws IOException {
    namespace.java(OuterChecks.class, "without-ipv6");
  }

  @Test
  void aPortInUseIsLoggedOnceAndTriedAgain() throws IOException {
    namespace.java(OuterChecks.class, "retry");
  }

  @Test
  void packetsPassTheDeviceBothWays() throws IOException {
    namespace.java(TunChecks.class, "ping-pong");
  }

  @Test
  void flowsStayInTheirQueues() throws IOException {
    namespace.java(QueueChecks.class, "uso");
    namespace.java(QueueChecks.class, "none");
  }

  @Test
  void devicesTakeTurns() throws IOException {
    namespace.java(TunChecks.class, "turns");
  }

  @Test
  void nothingOfTheKernelsOwnEntersTheTunnel() throws IOException {
    namespace.java(TunChecks.class, "silence");
  }

  @Test
  void foreignInterfacesAreLeftAlone() throws IOException {
    namespace.java(TunChecks.class, "foreign");
  }

  @Test
  void aDeviceThatIsDownOrDeletedHarmsNothing() throws IOException {
    namespace.java(TunChecks.class, "down");
  }

  @Test
  void theDeviceVanishesWithItsProcessAndCanBeMadeAgain() throws IOException {
    namespace.java(TunChecks.class, "killed");
    namespace.java(TunChecks.class, "again");
  }

  @Test
  void superPacketsPassAtEachLevelOfOffload() throws IOException {
    namespace.java(OffloadChecks.class);
  }
}
