package org.sekisho.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;

/**
 * What the configuration wants of the LAN interfaces.
 *
 * @param addresses wanted addresses; the first of a device is its primary
 * @param mtus wanted MTU by device
 * @param devices every device the configuration names
 * @param unassigned the lines of LANs that no Linux interface is assigned to
 * @param withoutRoute of the addresses, those whose network is not reached through the device
 * @param undecided devices whose address is not known yet: what is on them stays
 */
record LanPlan(
    Set<DeviceAddress> addresses,
    Map<String, Integer> mtus,
    Set<String> devices,
    List<Setting> unassigned,
    Set<DeviceAddress> withoutRoute,
    Set<String> undecided) {

  /**
   * Reads the settings.
   *
   * @param interfaces Linux name of each LAN by RTX name
   */
  static LanPlan read(ConfigSnapshot config, Map<String, String> interfaces) {
    LanPlan plan =
        new LanPlan(
            new LinkedHashSet<>(),
            new LinkedHashMap<>(),
            new LinkedHashSet<>(),
            new ArrayList<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    for (String id : List.of(InterfaceCommands.ADDRESS_ID, InterfaceCommands.SECONDARY_ID)) {
      for (Setting setting : config.all(id)) {
        plan.address(setting, interfaces);
      }
    }
    for (Setting setting : config.all(InterfaceCommands.MTU_ID)) {
      String device = plan.device(setting, interfaces);
      if (device != null) {
        plan.mtus.put(device, setting.arguments().integer(InterfaceCommands.MTU));
      }
    }
    return plan;
  }

  /** The same with what DHCP servers have lent; an MTU that was typed counts more than theirs. */
  LanPlan with(List<Leases.Used> leases, Set<String> devicesUndecided) {
    for (Leases.Used used : leases) {
      addresses.add(used.address());
      if (!used.withRoute()) {
        withoutRoute.add(used.address());
      }
      used.lease().mtu().ifPresent(mtu -> mtus.putIfAbsent(used.device(), mtu));
    }
    undecided.addAll(devicesUndecided);
    return this;
  }

  private void address(Setting setting, Map<String, String> interfaces) {
    String device = device(setting, interfaces);
    if (device == null || setting.arguments().has("dhcp")) {
      return;
    }
    addresses.add(
        new DeviceAddress(
            device, setting.arguments().prefix(InterfaceCommands.ADDRESS).toString()));
  }

  private String device(Setting setting, Map<String, String> interfaces) {
    String lan = setting.arguments().text(InterfaceCommands.INTERFACE);
    String device = interfaces.get(lan);
    if (device == null) {
      unassigned.add(setting);
    } else {
      devices.add(device);
    }
    return device;
  }
}
