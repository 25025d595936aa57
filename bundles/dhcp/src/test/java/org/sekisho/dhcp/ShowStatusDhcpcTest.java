package org.sekisho.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.testkit.Printed;

class ShowStatusDhcpcTest {

  private static final Time NOW =
      new Time() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public long nanos() {
          return TimeUnit.SECONDS.toNanos(100);
        }
      };

  @Test
  void whatWasLent() throws Exception {
    Lease lease =
        LeaseReader.read(
            "lan2",
            Report.parse(
                    "sekisho-dhcp bound|ip=10.66.0.60|subnet=255.255.255.0|router=10.66.0.1"
                        + "|dns=8.8.8.8 8.8.4.4|mtu=1454|serverid=10.66.0.2")
                .orElseThrow());
    ClientStatus bound =
        new ClientStatus(
            "lan2",
            ClientStatus.State.BOUND,
            Optional.of(lease),
            TimeUnit.SECONDS.toNanos(100 + 2 * 86_400 + 13 * 3600 + 37 * 60 + 41),
            Optional.of("kyoto"),
            "");
    ClientStatus none =
        new ClientStatus(
            "lan3",
            ClientStatus.State.NO_LINK,
            Optional.empty(),
            0,
            Optional.empty(),
            "no DHCP server answers");
    Command command = command(bound, none);
    assertEquals(
        """
        Interface: LAN2 primary
                    IP address: 10.66.0.60/24
                   DHCP server: 10.66.0.2
               Remaining lease: 2days 13:37:41
                       Gateway: 10.66.0.1
                    DNS server: 8.8.8.8 8.8.4.4
                     Host name: kyoto
        Interface: LAN3 primary
                    IP address: (no link)
                       Problem: no DHCP server answers
        """,
        Printed.text(command, Language.ENGLISH, ConfigSnapshot.EMPTY));
    assertTrue(
        Printed.text(command, Language.JAPANESE, ConfigSnapshot.EMPTY)
            .contains("リース残時間: 2日 13時間 37分 41秒\n"));
    JsonNode json = Printed.json(command, ConfigSnapshot.EMPTY).get("clients");
    assertEquals("bound", json.at("/0/state").asText());
    assertEquals(1454, json.at("/0/mtu").asInt());
    assertEquals(221_861, json.at("/0/remaining_seconds").asLong());
    assertEquals("no-link", json.at("/1/state").asText());
    assertTrue(json.at("/1/address").isNull());
  }

  @Test
  void nobodyAsks() throws Exception {
    assertEquals(
        "No interface asks for its address (ip lan2 address dhcp)\n",
        Printed.text(command(), Language.ENGLISH, ConfigSnapshot.EMPTY));
  }

  private static Command command(ClientStatus... clients) {
    return new ShowStatusDhcpc(() -> List.of(clients), NOW).commands().iterator().next();
  }
}
