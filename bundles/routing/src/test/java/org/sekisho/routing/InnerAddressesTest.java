package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.testkit.RecordingLog;

/** What the kernel is told about addresses a gateway assigned. */
class InnerAddressesTest {

  private final List<String> commands = new ArrayList<>();
  private String links = "";
  private final IpTool ip =
      arguments -> {
        String line = String.join(" ", arguments);
        if (line.contains("link")) {
          return links;
        }
        commands.add(line);
        return "";
      };
  private final InnerAddresses addresses = new InnerAddresses(ip, new Problems(new RecordingLog()));

  private void apply(boolean deviceIsUp) throws IpException {
    links = deviceIsUp ? "7: tunnel3: <POINTOPOINT,UP,LOWER_UP> mtu 1280 state UNKNOWN" : "";
    addresses.apply(Links.read(ip));
  }

  @Test
  void anAddressIsSetWhenTheDeviceIsThereAndReplacedByTheNext() throws Exception {
    addresses.want(3, List.of(InetAddress.getByName("10.99.0.10")));
    apply(false);
    assertEquals(List.of(), commands);
    apply(true);
    assertEquals(List.of("address replace 10.99.0.10/32 dev tunnel3"), commands);
    assertEquals("10.99.0.10", addresses.source(3));
    commands.clear();
    addresses.want(3, List.of(InetAddress.getByName("2001:db8::9")));
    apply(true);
    assertEquals(
        List.of(
            "address del 10.99.0.10/32 dev tunnel3",
            "address replace 2001:db8:0:0:0:0:0:9/128 dev tunnel3"),
        commands);
    assertNull(addresses.source(3));
    commands.clear();
    addresses.want(3, List.of());
    apply(true);
    assertEquals(List.of("address del 2001:db8:0:0:0:0:0:9/128 dev tunnel3"), commands);
  }
}
