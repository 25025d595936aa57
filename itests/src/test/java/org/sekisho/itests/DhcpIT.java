package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A branch behind a provider's router that lends it its address: the NAT box runs dnsmasq. */
@ExtendWith(LabExtension.class)
class DhcpIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void theTunnelFollowsTheLease(Lab lab) throws Exception {
    Variant variant = Variant.initiator("azure-nat");
    lab.network(variant.topology());
    Process provider = provider(lab, "first", "10.66.0.50,10.66.0.59");
    lab.gateway().start(variant, "MOBIKE=yes");
    lab.router().start(configuration(variant));
    lab.awaitTunnel(Lab.TUNNEL_UP);

    String status = lab.router().show("show status dhcpc");
    assertTrue(status.contains("IP address: 10.66.0.5"), status);
    assertTrue(status.contains("DHCP server: 10.66.0.1"), status);
    assertTrue(status.contains("DNS server: 192.0.2.53"), status);
    String routes = lab.router().show("show ip route");
    assertTrue(
        routes.contains("default             10.66.0.1        LAN2(DHCP)    static"), routes);
    assertTrue(device(lab).contains("mtu 1400"), device(lab));
    assertTrue(log("first").contains("DHCPACK"), log("first"));
    assertTrue(log("first").contains(" kyoto"), "the name was told: " + log("first"));
    lab.expectPings();

    // the provider's router is another one after the cable was out
    provider.destroy();
    provider.waitFor();
    provider = provider(lab, "second", "10.66.0.80,10.66.0.89");
    lab.in(box(lab), "ip", "link", "set", "in0", "down").orFail();
    Await.pause(Duration.ofMillis(1500)); // the router looks each second
    lab.in(box(lab), "ip", "link", "set", "in0", "up").orFail();
    Await.until(LIMIT, "the other address", () -> device(lab).contains("10.66.0.8"), () -> "none");
    assertFalse(device(lab).contains("10.66.0.5"), device(lab));
    Await.until(
        LIMIT,
        "the tunnel from there",
        () -> lab.in(lab.branchHost(), "ping", "-c1", "-W1", Lab.CLOUD_HOST).succeeded(),
        () -> lab.router().show("show log"));
    lab.expectPings();

    // given back, and nothing of it is left
    lab.router().show("no ip route default");
    assertTrue(
        lab.router()
            .show("show ip route")
            .contains("default             10.66.0.1        LAN2(DHCP) temporary"));
    lab.router().show("no ip lan2 address dhcp");
    Await.until(
        LIMIT, "a release", () -> log("second").contains("DHCPRELEASE"), () -> log("second"));
    Await.until(LIMIT, "no address", () -> !device(lab).contains("10.66."), () -> device(lab));
    assertTrue(device(lab).contains("mtu 1500"), device(lab));
    assertEquals(
        "", lab.in(lab.branchRouter(), "ip", "-4", "route", "show", "default").orFail().output());
    assertTrue(lab.router().show("show status dhcpc").startsWith("No interface asks"));
    provider.destroy();
  }

  private static List<String> configuration(Variant variant) {
    List<String> lines = new ArrayList<>(variant.configuration());
    lines.removeIf(l -> l.startsWith("ip lan2 address ") || l.startsWith("ip route default "));
    lines.addAll(0, List.of("ip lan2 address dhcp", "ip route default gateway dhcp lan2"));
    lines.addAll(
        List.of(
            "dhcp client hostname lan2 primary kyoto",
            "tunnel select 100",
            "ipsec ike mobike 100 on",
            "tunnel select none"));
    return lines;
  }

  private Process provider(Lab lab, String name, String range) throws IOException {
    return Command.start(
        List.of(
            "ip",
            "netns",
            "exec",
            box(lab),
            "/usr/sbin/dnsmasq",
            "--no-daemon",
            "--conf-file=/dev/null",
            "--user=root",
            "--pid-file=",
            "--port=0",
            "--interface=in0",
            "--bind-interfaces",
            "--no-ping",
            "--dhcp-authoritative",
            "--dhcp-leasefile=" + folder.resolve(name + ".leases"),
            "--dhcp-range=" + range + ",10m",
            "--dhcp-option=option:dns-server,192.0.2.53",
            "--dhcp-option=option:mtu,1400"),
        folder.resolve(name));
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String box(Lab lab) {
    return lab.prefix() + "-n";
  }

  private static String device(Lab lab) {
    return lab.in(lab.branchRouter(), "ip", "-4", "address", "show", "dev", "wan0").output()
        + lab.in(lab.branchRouter(), "ip", "link", "show", "dev", "wan0").output();
  }
}
