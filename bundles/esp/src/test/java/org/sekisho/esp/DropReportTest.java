package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.log.LogLevel;

class DropReportTest {

  @Test
  void writesOneDebugLineForEachKindAndInterval() {
    Router router = new Router(new TestCrypto("here"));
    Router peer = new Router(new TestCrypto("there"));
    PairBuilder pair = new PairBuilder(100, 0xc0ffee01, 2);
    router.database.install(pair.build());
    peer.database.install(pair.mirror());
    DropReport report = new DropReport(router.database, router.inbound, router.log);
    report.report();
    assertEquals(List.of(), router.log.entries());

    List<MemoryChannel.Datagram> once =
        peer.send(100, Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "x"));
    for (int n = 0; n < 4; n++) {
      router.receive(100, once);
    }
    router.receive(
        100, List.of(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, new byte[9])));
    report.report();
    assertEquals(
        List.of(
            "[IPSEC] sequence difference: IP Tunnel[100] SPI:c0ffee01, 3 packet(s)",
            "[IPSEC] unknown SPI: ESP, 1 packet(s)"),
        router.log.texts(LogLevel.DEBUG));

    router.log.clear();
    report.report();
    assertEquals(List.of(), router.log.entries());

    router.database.remove(0xc0ffee01);
    router.database.install(new PairBuilder(100, 5, 6).suite(PairBuilder.CBC).build());
    router.database.remove(5);
    report.report();
    assertEquals(List.of(), router.log.entries(), "SAs that are gone are not reported");
  }
}
