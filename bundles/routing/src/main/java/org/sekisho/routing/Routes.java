package org.sekisho.routing;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings our routes of the kernel in line with the plan; foreign routes stay. One thread. */
final class Routes {

  private final IpTool ip;
  private final Problems problems;

  Routes(IpTool ip, Problems problems) {
    this.ip = ip;
    this.problems = problems;
  }

  /**
   * Applies.
   *
   * @param wanted what the kernel should have of ours
   * @param lines the configuration's lines by destination, to name in a refusal
   * @param undecided devices whose routes stay until more is known
   */
  void apply(List<KernelRoute> wanted, Map<String, StaticRoute> lines, Set<String> undecided)
      throws IpException {
    RouteDifference difference = RouteDifference.between(wanted, RouteTable.ours(ip));
    // guards and new routes first, so that no packet meets a gap that leads to the WAN
    for (KernelRoute route : difference.add()) {
      attempt(route, route.arguments("add"), lines);
    }
    for (KernelRoute route : difference.replace()) {
      attempt(route, route.arguments("replace"), lines);
    }
    for (KernelRoute route : difference.delete()) {
      if (route.hops().stream().anyMatch(hop -> undecided.contains(hop.device()))) {
        continue;
      }
      attempt(route, route.deletion(), lines);
    }
  }

  private void attempt(KernelRoute route, List<String> arguments, Map<String, StaticRoute> lines) {
    try {
      ip.run(arguments);
    } catch (IpException e) {
      StaticRoute line = lines.get(route.destination());
      problems.add(
          (line == null ? "route " + route.destination() : line.line())
              + " cannot be applied: "
              + explained(e.getMessage()));
    }
  }

  private static String explained(String cause) {
    return switch (cause) {
      case "Nexthop has invalid gateway", "Network is unreachable" ->
          "the gateway is in no connected network";
      case "File exists" ->
          "another program has set a route to the same destination; remove it (ip route del)";
      default -> cause;
    };
  }
}
