package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.Extensions;

/** Childless initiation (RFC 6023): the CHILD SA is made by CREATE_CHILD_SA. */
class ChildlessTest {

  private final VirtualNetwork network = new VirtualNetwork(7);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 71);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 72);

  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "0.3, false"})
  void theFirstPairIsMadeByCreateChildSa(double loss, boolean bothStart) {
    network.loss = loss;
    List<Integer> exchanges = new ArrayList<>();
    network.drop =
        d -> {
          if (!d.isResponse() && !exchanges.contains(d.exchangeType())) {
            exchanges.add(d.exchangeType());
          }
          return false;
        };
    Configs.Builder other =
        bothStart
            ? Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2").initiate()
            : EstablishTest.cloudConfig();
    cloud.configure(other.build());
    branch.configure(
        EstablishTest.branchConfig().extensions(new Extensions(true, false, false, false)).build());
    network.runSeconds(loss > 0 ? 200 : 20);
    if (!bothStart) {
      assertEquals(List.of(34, 35, 36), exchanges);
    }
    assertTrue(branch.gateway().childUp());
    assertEquals(1, branch.count(Kind.CHILD_SEND, State.ESTABLISHED));
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }
}
