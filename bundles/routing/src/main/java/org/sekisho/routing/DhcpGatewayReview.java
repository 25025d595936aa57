package org.sekisho.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;

/** Names routes to the gateway of an interface that asks no DHCP server for one. */
@Component(service = ConfigReview.class)
public final class DhcpGatewayReview implements ConfigReview {

  @Override
  public List<Remark> review(ConfigSnapshot config) {
    Set<String> clients = new HashSet<>();
    for (Setting line : config.all(InterfaceCommands.ADDRESS_ID)) {
      if (line.arguments().has("dhcp")) {
        clients.add(line.arguments().text(InterfaceCommands.INTERFACE));
      }
    }
    List<Remark> remarks = new ArrayList<>();
    Stream.of(RouteCommands.DEFAULT_ROUTE_ID, RouteCommands.ROUTE_ID)
        .flatMap(id -> config.all(id).stream())
        .forEach(line -> remark(line, clients, remarks));
    return remarks;
  }

  private static void remark(Setting line, Set<String> clients, List<Remark> remarks) {
    for (Arguments gateway : line.arguments().groups()) {
      String lan = gateway.has("dhcp") ? gateway.text(RouteCommands.INTERFACE) : "";
      if (!lan.isEmpty() && !clients.contains(lan)) {
        String address = "ip " + lan + " address dhcp";
        remarks.add(
            new Remark(
                line,
                new Text(
                    lan + " gets no gateway by DHCP: add " + address,
                    lan + " はDHCPでゲートウェイを取得しません。" + address + " を設定してください")));
      }
    }
  }
}
