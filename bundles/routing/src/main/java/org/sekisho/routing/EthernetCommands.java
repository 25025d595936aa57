package org.sekisho.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** {@code ethernet map} and {@code show status ethernet}: which NIC is which LAN. */
@Component
public final class EthernetCommands implements CommandContributor {

  private static final String INTERFACE = "INTERFACE";
  private static final String MAC = "MAC";

  private static final Shape<Row> NIC =
      Shape.<Row>fields()
          .text("interface", "name of the interface, such as `lan1`", r -> r.lan)
          .text("next_interface", "its name after the next restart", r -> r.next)
          .text("mac_address", "Ethernet address", r -> r.mac)
          .text("link", "`down`, `up`, or the speed (`1000M`); null when not there", r -> r.link)
          .text("driver", "of the kernel; null when not there", r -> r.driver)
          .text("device", "name in Linux; null when not there", r -> r.device)
          .build();

  private final Map<String, String> lans;
  private final EthernetMap map;
  private final Path devices;

  /** Called by Declarative Services. */
  @Activate
  public EthernetCommands(BundleContext context) {
    this(BootSettings.from(context::getProperty), Path.of("/sys/class/net"));
  }

  EthernetCommands(BootSettings boot, Path devices) {
    lans = new TreeMap<>(boot.interfaces());
    map = new EthernetMap(boot.data().resolve("ethernet.map"));
    this.devices = devices;
  }

  @Override
  public Collection<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("ethernet map " + INTERFACE + " " + MAC)
                .parameter(
                    INTERFACE,
                    new ParameterType.InterfaceName(List.of("lan")),
                    "interface",
                    "インタフェース")
                .parameter(
                    MAC,
                    new ParameterType.FreeText(17, "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}"),
                    "address of the NIC",
                    "NICのMACアドレス")
                .help(
                    "Makes a NIC the LAN interface, from the next restart on",
                    "NICをLANインタフェースに割り当てる (再起動後に有効)")
                .example("ethernet map lan2 00:00:5e:00:53:02")
                .build(),
            this::assign),
        Command.operation(
            CommandSpec.operation("show status ethernet")
                .user()
                .help("Shows which NIC is which LAN interface", "LANインタフェースとNICの対応を表示する")
                .build(),
            Show.of(Shape.rows("nics", "the NICs", NIC), call -> nics(), EthernetCommands::lines)));
  }

  private void assign(CommandCall call) throws CommandException {
    String lan = call.arguments().text(INTERFACE);
    String mac = call.arguments().text(MAC).toLowerCase(Locale.ROOT);
    try {
      if (map.read().isEmpty()) {
        throw new CommandException(
            "The Linux host names the interfaces of this router: start it with --" + lan + " IF",
            "インタフェースはLinux側で決まります。--" + lan + " IF を付けて起動してください");
      }
      if (!map.assign(lan, mac)) {
        throw new CommandException(
            "No NIC has the address " + mac + "; show status ethernet lists them",
            "MACアドレス " + mac + " のNICはありません。show status ethernet で確認してください");
      }
    } catch (IOException e) {
      throw new CommandException(
          "The map of NICs cannot be written: " + e.getMessage(),
          "NICの割り当てを保存できません: " + e.getMessage());
    }
    call.out()
        .println(
            call.text("It is " + lan + " from the next restart on.", "再起動後に" + lan + "になります。"));
  }

  private List<Row> nics() throws CommandException {
    Map<String, EthernetMap.Nic> next = new LinkedHashMap<>();
    try {
      map.read().forEach(nic -> next.put(nic.mac(), nic));
    } catch (IOException e) {
      throw new CommandException(
          "The map of NICs cannot be read: " + e.getMessage(),
          "NICの割り当てを読み込めません: " + e.getMessage());
    }
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, String> lan : lans.entrySet()) {
      Path device = devices.resolve(lan.getValue());
      if (!Files.exists(device)) {
        continue;
      }
      String mac = text(device.resolve("address"));
      EthernetMap.Nic nic = next.remove(mac);
      String later = nic == null ? lan.getKey() : nic.lan();
      rows.add(new Row(lan.getKey(), later, mac, link(device), driver(device), lan.getValue()));
    }
    for (EthernetMap.Nic absent : next.values()) {
      rows.add(new Row(absent.lan(), absent.lan(), absent.mac(), null, null, null));
    }
    return rows;
  }

  private static List<String> lines(List<Row> rows, Language language) {
    boolean japanese = language == Language.JAPANESE;
    List<String> lines = new ArrayList<>();
    lines.add("%-6s %-17s %-9s %-10s %s".formatted("LAN", "MAC", "Link", "Driver", "Device"));
    for (Row row : rows) {
      if (row.device == null) {
        lines.add("%-6s %-17s %s".formatted(row.lan, row.mac, japanese ? "見つかりません" : "not there"));
        continue;
      }
      String later = "";
      if (!row.next.equals(row.lan)) {
        later = japanese ? " (再起動後: " + row.next + ")" : " (" + row.next + " after restart)";
      }
      lines.add(
          "%-6s %-17s %-9s %-10s %s%s"
              .formatted(row.lan, row.mac, row.link, row.driver, row.device, later));
    }
    return lines;
  }

  private record Row(
      String lan, String next, String mac, String link, String driver, String device) {}

  private static String link(Path device) {
    if (!text(device.resolve("carrier")).equals("1")) {
      return "down";
    }
    String speed = text(device.resolve("speed"));
    return speed.matches("[1-9]\\d*") ? speed + "M" : "up";
  }

  private static String driver(Path device) {
    try {
      return device.resolve("device/driver").toRealPath().getFileName().toString();
    } catch (IOException e) {
      return "-"; // a device of software
    }
  }

  /** A file of sysfs; some cannot be read while the interface is down. */
  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "-";
    }
  }
}
