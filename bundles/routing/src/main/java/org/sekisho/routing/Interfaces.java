package org.sekisho.routing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies a {@link LanPlan} to the kernel by difference; foreign addresses stay. One thread. */
final class Interfaces {

  private static final int SMALLEST_NETWORK_WITH_BROADCAST = 30;

  private final IpTool ip;
  private final OwnedState owned;
  private final Problems problems;

  Interfaces(IpTool ip, OwnedState owned, Problems problems) {
    this.ip = ip;
    this.owned = owned;
    this.problems = problems;
  }

  /**
   * Applies.
   *
   * @param links the interfaces there are
   * @return the addresses the kernel has afterwards
   */
  List<DeviceAddress> apply(LanPlan plan, Links links) throws IpException, IOException {
    for (String device : plan.devices()) {
      bringUp(device, links);
    }
    mtus(plan, links);
    String shown = shown();
    List<DeviceAddress> present = DeviceAddress.parse(shown);
    List<DeviceAddress> withoutRoute = DeviceAddress.parseWithoutRoute(shown);
    boolean changed = false;
    for (DeviceAddress address : owned.addresses()) {
      boolean wanted =
          plan.addresses().contains(address)
              && plan.withoutRoute().contains(address) == withoutRoute.contains(address);
      if (!wanted && !plan.undecided().contains(address.device())) {
        // removed first: a primary takes its secondaries of the same network with it
        changed |= remove(address, present.contains(address));
      }
    }
    present = changed ? DeviceAddress.parse(shown()) : present;
    changed = false;
    for (DeviceAddress address : plan.addresses()) {
      if (!present.contains(address) && links.has(address.device())) {
        changed |= add(address, plan.withoutRoute().contains(address));
      }
    }
    return changed ? DeviceAddress.parse(shown()) : present;
  }

  private String shown() throws IpException {
    return ip.run("-o", "-4", "address", "show");
  }

  private void bringUp(String device, Links links) {
    Optional<Links.Link> found = links.find(device);
    if (found.isEmpty()) {
      problems.add("there is no interface " + device + " on this box");
    } else if (!found.get().up()) {
      attempt(device + " cannot be brought up", "link", "set", "dev", device, "up");
    }
  }

  private void mtus(LanPlan plan, Links links) throws IOException {
    for (var former : owned.formerMtus().entrySet()) {
      String device = former.getKey();
      if (!plan.mtus().containsKey(device)) {
        mtu(device, former.getValue());
        owned.forgetMtu(device);
      }
    }
    for (var wanted : plan.mtus().entrySet()) {
      Optional<Links.Link> found = links.find(wanted.getKey());
      if (found.isPresent() && found.get().mtu() != wanted.getValue()) {
        owned.formerMtu(wanted.getKey(), found.get().mtu());
        mtu(wanted.getKey(), wanted.getValue());
      }
    }
  }

  private void mtu(String device, int mtu) {
    attempt(
        "MTU " + mtu + " of " + device + " is refused",
        "link",
        "set",
        "dev",
        device,
        "mtu",
        Integer.toString(mtu));
  }

  private boolean add(DeviceAddress address, boolean withoutRoute) throws IOException {
    owned.add(address);
    String failure = "address " + address.address() + " of " + address.device() + " is refused";
    List<String> words = new ArrayList<>(List.of("-4", "address", "add", address.address()));
    if (Destinations.length(address.address()) <= SMALLEST_NETWORK_WITH_BROADCAST) {
      words.addAll(List.of("broadcast", "+"));
    }
    words.addAll(List.of("dev", address.device()));
    if (withoutRoute) {
      words.add("noprefixroute");
    }
    boolean added = attempt(failure, words.toArray(String[]::new));
    if (!added) {
      owned.remove(address);
    }
    return added;
  }

  private boolean remove(DeviceAddress address, boolean present) throws IOException {
    boolean gone =
        !present
            || attempt(
                "address " + address.address() + " of " + address.device() + " stays",
                "-4",
                "address",
                "del",
                address.address(),
                "dev",
                address.device());
    if (gone) {
      owned.remove(address);
    }
    return present && gone;
  }

  private boolean attempt(String failure, String... arguments) {
    try {
      ip.run(arguments);
      return true;
    } catch (IpException e) {
      problems.add(failure + ": " + e.getMessage());
      return false;
    }
  }
}
