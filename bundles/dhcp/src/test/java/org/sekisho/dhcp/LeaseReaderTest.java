package org.sekisho.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.dhcp.Lease;

/** What DHCP servers say, in earnest and to do harm. */
class LeaseReaderTest {

  private static final String GOOD = "ip=10.66.0.60|subnet=255.255.255.0|";

  @Test
  void aLeaseAsServersGiveIt() throws Exception {
    Lease lease =
        read(
            GOOD
                + "router=10.66.0.1|dns=10.66.0.1 8.8.8.8|mtu=1454|lease=86400|serverid=10.66.0.1"
                + "|staticroutes=");
    assertEquals("lan2", lease.lan());
    assertEquals("10.66.0.60", lease.address().getHostAddress());
    assertEquals(24, lease.prefixLength());
    assertEquals("10.66.0.1", gateway(lease));
    assertEquals(OptionalInt.of(1454), lease.mtu());
    assertEquals(
        List.of("10.66.0.1", "8.8.8.8"),
        lease.dnsServers().stream().map(InetAddress::getHostAddress).toList());
    assertEquals("10.66.0.1", lease.server().orElseThrow().getHostAddress());
  }

  @Test
  void allThatIsNeededIsAnAddress() throws Exception {
    Lease lease = read("ip=10.66.0.60|subnet=|router=|dns=|mtu=|lease=|serverid=|staticroutes=");
    assertEquals(32, lease.prefixLength());
    assertTrue(lease.gateway().isEmpty() && lease.mtu().isEmpty() && lease.server().isEmpty());
    assertEquals(List.of(), lease.dnsServers());
    assertEquals(lease, read("ip=10.66.0.60"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "256.1.1.1",
        "10.66.0",
        "10.66.0.60.1",
        "-1.2.3.4",
        "::1",
        "localhost",
        "10.66.0.60; reboot",
        "$(reboot)",
        "10.66.0.60\u0000",
        "٣.٣.٣.٣",
        "4294967295"
      })
  void noAddressNoLease(String address) {
    assertThrows(
        UnusableLeaseException.class, () -> read("ip=" + address + "|subnet=255.255.255.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "128.0.0.0",
        "254.0.0.0",
        "255.0.255.0",
        "0.255.255.255",
        "255.255.255.1",
        "256.0.0.0",
        "24",
        "/24",
        "255.255.255.0 255.255.0.0",
        "`id`"
      })
  void absurdMasks(String mask) {
    assertThrows(UnusableLeaseException.class, () -> read("ip=10.66.0.60|subnet=" + mask));
  }

  @ParameterizedTest
  @CsvSource({
    "10.66.0.0,255.255.255.0",
    "10.66.0.255,255.255.255.0",
    "10.255.255.255,255.0.0.0",
    "10.66.0.3,255.255.255.252"
  })
  void networkAndBroadcastAddressesAreNoHosts(String address, String mask) {
    assertThrows(UnusableLeaseException.class, () -> read("ip=" + address + "|subnet=" + mask));
  }

  @ParameterizedTest
  @CsvSource({"255.0.0.0,8", "255.255.255.254,31", "255.255.255.255,32", "255.255.240.0,20"})
  void masks(String mask, int length) throws Exception {
    assertEquals(length, read("ip=10.66.0.60|subnet=" + mask).prefixLength());
  }

  @Test
  void theFirstRouterThatCanBeOneCounts() throws Exception {
    assertEquals(
        "10.66.0.9",
        gateway(read(GOOD + "router=0.0.0.0 255.255.255.255 evil;rm 10.66.0.9 10.66.0.1")));
    assertEquals("none", gateway(read(GOOD + "router=10.66.0.60")), "it is ourselves");
    String many = "10.66.0.1 ".repeat(3) + "10.66.0.2 ".repeat(500);
    assertEquals("10.66.0.1", gateway(read(GOOD + "router=" + many)));
  }

  @Test
  void serversForNamesAreFewAndAddresses() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 1; i < 200; i++) {
      many.append("10.0.0.").append(i).append(" 0.0.0.0 $(x) ");
    }
    assertEquals(8, read(GOOD + "dns=" + many).dnsServers().size());
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0 10.66.0.2,10.66.0.2",
    "10.9.0.0/16 10.66.0.3 0.0.0.0/0 10.66.0.2,10.66.0.2",
    // alone it counts, and without a default route in it there is none (RFC 3442)
    "10.9.0.0/16 10.66.0.3,none",
    "0.0.0.0/0 0.0.0.0,none",
    "0.0.0.0/0 255.255.255.255,none",
    // broken ones are as if they were not there
    "0.0.0.0/0,10.66.0.1",
    "0.0.0.0/0 gateway,10.66.0.1",
    "$(reboot) 10.66.0.2,10.66.0.1",
    "0.0.0.0/0 10.66.0.2 10.0.0.0/8,10.66.0.1"
  })
  void option121(String routes, String gateway) throws Exception {
    assertEquals(gateway, gateway(read(GOOD + "router=10.66.0.1|staticroutes=" + routes)));
  }

  @ParameterizedTest
  @CsvSource({"0,-1", "68,-1", "575,-1", "576,576", "1500,1500", "1501,-1", "65535,-1", "1e3,-1"})
  void mtusBetweenThatOfEveryHostAndThatOfEthernet(String mtu, int taken) throws Exception {
    assertEquals(taken, read(GOOD + "mtu=" + mtu).mtu().orElse(-1));
  }

  @ParameterizedTest
  @CsvSource({
    "600,600",
    "0,122",
    "1,122",
    "4294967295,2147483",
    "99999999999,3600",
    "-5,3600",
    "'',3600",
    "soon,3600"
  })
  void leasesLastAsUdhcpcRenewsThem(String seconds, long lasts) {
    Report report = Report.parse(Report.MARK + "bound|lease=" + seconds).orElseThrow();
    assertEquals(Duration.ofSeconds(lasts), LeaseReader.duration(report));
  }

  private static String gateway(Lease lease) {
    return lease.gateway().map(InetAddress::getHostAddress).orElse("none");
  }

  private static Lease read(String values) throws UnusableLeaseException {
    return LeaseReader.read("lan2", Report.parse(Report.MARK + "bound|" + values).orElseThrow());
  }
}
