package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.Extensions;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** Tickets of session resumption (RFC 5723) that the responder does not take. */
class RefusedTicketTest extends ResumptionPeers {

  private void assertStartedAnew() {
    assertEquals(List.of(38, 38, 34, 34, 35, 35), exchanges());
    assertEquals(1, sent(NotifyType.TICKET_NACK));
    assertTrue(keyExchanges > 0);
    assertUp(false);
  }

  @Test
  void aResponderThatStartedAnewRefusesTheTicket() {
    up();
    cloud.crash();
    cloud.start();
    loseAndRun();
    assertStartedAnew();
    assertEquals(1L, refusedTickets());
  }

  private long refusedTickets() {
    return cloud.engine.counters().entrySet().stream()
        .filter(e -> e.getKey().label().english().equals("tickets refused"))
        .mapToLong(e -> e.getValue())
        .sum();
  }

  @Test
  void anExpiredTicketIsRefused() {
    up();
    network.cut(branch, cloud);
    cloud.stepClock(9 * 3_600_000L);
    network.runSeconds(60);
    network.mend(branch, cloud);
    seen.clear();
    loseAndRun();
    assertStartedAnew();
  }

  /** Who the responder's administrator has sent away proves who it is before it is back. */
  @Test
  void disconnectEndsTheTicketsThatWereGiven() {
    up();
    network.cut(branch, cloud);
    cloud.engine.disconnect(cloud.clock(), 1);
    network.mend(branch, cloud);
    seen.clear();
    loseAndRun();
    seen.removeIf(d -> d.exchangeType() == ExchangeType.INFORMATIONAL); // the lost Delete, again
    assertStartedAnew();
  }

  /** What no seal vouches for: any octet of a ticket, its length, another thing altogether. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 11, 12, 40, -1, -2, -3})
  void aTicketThatWasTamperedWithIsRefused(int octet) {
    up();
    OnTheWay.edit(
        network,
        RESUME,
        false,
        payloads -> {
          payloads.replaceAll(p -> isTicket(p) ? tampered((NotifyPayload) p, octet) : p);
          return payloads;
        });
    loseAndRun();
    seen.remove(0); // as it was before somebody changed it
    assertStartedAnew();
  }

  private static boolean isTicket(Payload payload) {
    return payload instanceof NotifyPayload n && n.notifyType() == NotifyType.TICKET_OPAQUE;
  }

  private static Payload tampered(NotifyPayload ticket, int octet) {
    byte[] data = ticket.data().clone();
    if (octet == -1) {
      return NotifyPayload.of(NotifyType.TICKET_OPAQUE, Arrays.copyOf(data, 11));
    } else if (octet == -2) {
      return NotifyPayload.of(NotifyType.TICKET_OPAQUE);
    } else if (octet == -3) {
      return NotifyPayload.of(NotifyType.TICKET_ACK, data);
    }
    data[octet] ^= 0x10;
    return NotifyPayload.of(NotifyType.TICKET_OPAQUE, data);
  }

  @Test
  void aTicketIsGoodOnce() {
    up();
    loseAndRun();
    Datagram first = seen.get(0);
    seen.clear();
    network.send(first.from(), first.to(), first.natTraversal(), first.message());
    network.runSeconds(1);
    assertEquals(1, sent(NotifyType.TICKET_NACK));
    assertEquals(0, cloud.engine.halfOpen());
    assertUp(true);
  }

  /** Two half-open SAs by one ticket: the one that is proved first is the only one. */
  @Test
  void aTicketThatMakesTwoHalfOpenSasResumesOne() {
    up();
    boolean[] again = new boolean[1];
    network.tap(
        d -> {
          if (d.exchangeType() == RESUME && !d.isResponse() && !again[0]) {
            again[0] = true;
            byte[] other = d.message().clone();
            other[0] ^= 1; // another initiator's SPI
            network.send(d.from(), d.to(), d.natTraversal(), other);
          }
        });
    loseAndRun();
    assertUp(true);
    assertEquals(1, cloud.engine.halfOpen());
    network.runSeconds(40);
    assertEquals(0, cloud.engine.halfOpen());
    assertUp(true);
  }

  /** Lines of the responder that a ticket is bound to; the branch hears of no change. */
  @ParameterizedTest
  @CsvSource({
    "key,      false",
    "identity, false",
    "suite,    true",
    "off,      true",
  })
  void aChangeOfTheLinesMakesTicketsWorthless(String what, boolean comesUp) {
    up();
    network.cut(branch, cloud);
    Configs.Builder changed =
        switch (what) {
          case "key" -> cloudConfig().psk("another");
          case "identity" ->
              Configs.gateway(1, "203.0.113.10", "elsewhere.example", null)
                  .algorithms(QUICK)
                  .extensions(ON);
          case "suite" -> cloudConfig().algorithms(AlgorithmPolicy.DEFAULT);
          default -> cloudConfig().extensions(Extensions.DEFAULT);
        };
    cloud.configure(changed.build());
    network.runSeconds(60);
    cloud.configure(what.equals("suite") ? cloudConfig().build() : changed.build());
    network.mend(branch, cloud);
    seen.clear();
    loseAndRun();
    assertEquals(List.of(38, 38, 34, 34), exchanges().subList(0, 4));
    assertEquals(1, sent(NotifyType.TICKET_NACK));
    assertEquals(comesUp, branch.gateway().childUp());
  }
}
