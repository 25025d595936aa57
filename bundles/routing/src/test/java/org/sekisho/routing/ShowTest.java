package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;
import org.sekisho.testkit.Printed;

class ShowTest {

  private static final InterfaceNames NAMES =
      new InterfaceNames(Map.of("lan1", "eth0", "lan2", "eth1"));

  private static final String TABLE =
      """
      unicast default via 203.0.113.1 dev eth1 proto 77 scope global
      unicast 10.0.0.0/8 via 192.168.1.254 dev eth0 proto 77 scope global
      unreachable 10.5.0.0/16 proto 77 scope global metric 1
      unicast 172.16.0.0/12 dev tunnel1 proto 77 scope link src 192.168.100.1
      unreachable 172.16.0.0/12 proto 77 scope global metric 1
      blackhole 172.31.0.0/16 proto 77 scope global
      unicast 192.168.100.0/24 dev eth0 proto kernel scope link src 192.168.100.1
      unicast 198.51.100.0/24 via 192.168.100.9 dev eth0 proto bgp scope global metric 20
      """;

  private static final ConfigSnapshot CONFIG =
      Typed.config(
          "ip route default gateway 203.0.113.1",
          "ip route 10.0.0.0/8 gateway 192.168.1.254 keepalive 1 gateway tunnel 2 hide weight 0",
          "ip route 10.5.0.0/16 gateway tunnel 3",
          "ip route 172.16.0.0/12 gateway tunnel 1",
          "ip route 172.31.0.0/16 gateway null");

  @Test
  void routesStandInTheColumnsOfAnRtx() throws Exception {
    assertEquals(
        """
        Destination         Gateway          Interface       Kind  Additional Info.
        default             203.0.113.1            LAN2    static \s
        10.0.0.0/8          192.168.1.254          LAN1    static  k(1)
        10.5.0.0/16         -                 TUNNEL[3]    static \s
        172.16.0.0/12       -                 TUNNEL[1]    static \s
        172.31.0.0/16       -                      null    static \s
        192.168.100.0/24    192.168.100.1          LAN1  implicit \s
        198.51.100.0/24     192.168.100.9          LAN1       BGP \s
        """,
        show(Language.ENGLISH));
  }

  @Test
  void gatewaysOfLeasesAreMarked() throws Exception {
    ConfigSnapshot config =
        Typed.config(
            "ip route 10.0.0.0/8 gateway dhcp lan2", "ip route 10.9.0.0/16 gateway dhcp lan3");
    String table =
        """
        unicast default via 203.0.113.1 dev eth1 proto 78 scope global onlink
        unicast 10.0.0.0/8 via 203.0.113.1 dev eth1 proto 77 scope global onlink
        unicast 10.1.0.0/16 via 203.0.113.1 dev eth1 proto 77 scope global
        """;
    StringWriter output = new StringWriter();
    Typed.run(
        new ShowRoutes(any -> table, NAMES),
        new TestSession(new PrintWriter(output, true), Language.ENGLISH),
        config,
        Typed.word("detail"));
    assertEquals(
        """
        Destination         Gateway          Interface       Kind  Additional Info.
        default             203.0.113.1      LAN2(DHCP) temporary \s
        10.0.0.0/8          203.0.113.1      LAN2(DHCP)    static \s
        10.1.0.0/16         203.0.113.1            LAN2    static \s
        10.9.0.0/16         -                LAN3(DHCP)    static  (hidden)
        """,
        output.toString());
  }

  @Test
  void detailAddsWhatIsHidden() throws Exception {
    List<String> lines = show(Language.ENGLISH, Typed.word("detail")).lines().toList();
    assertEquals(
        "10.0.0.0/8          -                 TUNNEL[2]    static  w(0)(hidden)",
        lines.get(lines.size() - 1));
    assertEquals(9, lines.size());
  }

  @Test
  void anAddressFindsItsRoute() throws Exception {
    assertEquals(
        """
        宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報
        172.31.0.0/16       -                      null    static \s
        """,
        show(Language.JAPANESE, address(172, 31, 4, 5)));
    assertEquals(
        "default             203.0.113.1            LAN2    static  ",
        show(Language.ENGLISH, address(8, 8, 8, 8)).lines().toList().get(1));
  }

  @Test
  void summaryCounts() throws Exception {
    assertEquals(
        """
        Protocol    Active  Hidden
        Static           5       1
        Implicit         1       0
        Temporary        0       0
        Redirect         0       0
        RIP              0       0
        OSPF             0       0
        BGP              1       0
        Total            7       1
        """,
        show(Language.ENGLISH, Typed.word("summary")));
  }

  @Test
  void arpTable() throws Exception {
    String neighbours =
        """
        192.168.100.27 dev eth0 lladdr 64:b5:c6:bb:b5:f6 ref 1 used 14/13/9probes 1 REACHABLE
        192.168.100.28 dev eth0 lladdr 64:b5:c6:bb:b5:f7  used 0/0/0probes 0 PERMANENT
        192.168.100.29 dev eth0  used 2/63/0probes 6 FAILED
        203.0.113.1 dev eth1 lladdr 64:b5:c6:bb:b5:f8  used 100/163/100probes 1 STALE
        """;
    assertEquals(
        """
        Interface      IP address        MAC address       TTL(second)
        LAN1           192.168.100.27    64:b5:c6:bb:b5:f6  47
        LAN1           192.168.100.28    64:b5:c6:bb:b5:f7  -
        LAN2           203.0.113.1       64:b5:c6:bb:b5:f8  0
        """,
        run(new ShowArp(arguments -> neighbours, NAMES), Language.ENGLISH));
  }

  @Test
  void statusOfALan(@TempDir Path folder) throws Exception {
    Path device = Files.createDirectories(folder.resolve("eth0/statistics")).getParent();
    Map.of(
            "address",
            "02:00:00:00:00:01",
            "mtu",
            "1500",
            "flags",
            "0x1103",
            "carrier",
            "1",
            "speed",
            "1000",
            "duplex",
            "full")
        .forEach((name, value) -> write(device.resolve(name), value));
    Map.of(
            "tx_packets",
            27,
            "tx_bytes",
            2010,
            "tx_errors",
            0,
            "rx_packets",
            1,
            "rx_bytes",
            60,
            "rx_errors",
            0,
            "rx_dropped",
            3)
        .forEach((name, value) -> write(device.resolve("statistics/" + name), value.toString()));
    String addresses = "2: eth0    inet 192.168.100.1/24 brd 192.168.100.255 scope global eth0\n";
    Command command =
        new ShowStatusLan(arguments -> addresses, Map.of("lan1", "eth0"), folder)
            .commands()
            .iterator()
            .next();
    Argument lan1 = new Argument("INTERFACE", "lan1", "lan1");
    assertEquals(
        """
        LAN1
        Description:\s
        IP address:                     192.168.100.1/24
        Ethernet address:               02:00:00:00:00:01
        Link status:                    Link Up (1000Mbit/s Full Duplex)
        Maximum Transmission Unit(MTU): 1500 octets
        Promiscuous mode:               ON
        Transmitted:                    27 packets(2010 octets)
        Received:                       1 packet(60 octets)
        Dropped packets received:       3
        """,
        Printed.text(command, Language.ENGLISH, ConfigSnapshot.EMPTY, lan1));
    assertEquals(
        "送信パケット:                   27 パケット(2010 オクテット)",
        Printed.text(command, Language.JAPANESE, ConfigSnapshot.EMPTY, lan1)
            .lines()
            .filter(l -> l.startsWith("送信"))
            .findFirst()
            .get());
    JsonNode json = Printed.json(command, ConfigSnapshot.EMPTY, lan1);
    assertEquals(60, json.get("received_octets").asLong());
    assertEquals("192.168.100.1/24", json.at("/addresses/0").asText());
    CommandException none =
        assertThrows(
            CommandException.class,
            () ->
                Printed.text(
                    command,
                    Language.ENGLISH,
                    ConfigSnapshot.EMPTY,
                    new Argument("INTERFACE", "lan9", "lan9")));
    assertEquals("There is no interface lan9 on this router", none.text().english());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Argument address(int a, int b, int c, int d) throws UnknownHostException {
    byte[] octets = {(byte) a, (byte) b, (byte) c, (byte) d};
    return new Argument("ADDRESS", InetAddress.getByAddress(octets), "");
  }

  private static String show(Language language, Argument... arguments) throws Exception {
    return run(new ShowRoutes(any -> TABLE, NAMES), language, arguments);
  }

  private static String run(
      CommandContributor contributor, Language language, Argument... arguments) throws Exception {
    StringWriter output = new StringWriter();
    TestSession session = new TestSession(new PrintWriter(output, true), language);
    Typed.run(contributor, session, CONFIG, arguments);
    return output.toString();
  }
}
