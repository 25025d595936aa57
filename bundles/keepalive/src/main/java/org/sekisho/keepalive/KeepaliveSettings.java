package org.sekisho.keepalive;

import java.util.Map;
import java.util.TreeMap;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;

/**
 * How one gateway is watched.
 *
 * @param intervalSeconds seconds between probes, 1 to 600
 * @param count intervals without a sign of life until the peer counts as dead, 1 to 50
 * @param upWaitSeconds seconds between SA up and tunnel up, 0 for none
 * @param log whether probes are recorded at debug level
 */
record KeepaliveSettings(int intervalSeconds, int count, int upWaitSeconds, boolean log) {

  /**
   * The gateways whose keepalive is on, by number. In IKEv2 {@code on}, {@code heartbeat}, {@code
   * icmp-echo}, {@code dpd} and {@code rfc4306} are all the liveness check of RFC 7296 section 2.4,
   * with the interval and count given; {@code auto} and {@code off} only answer.
   */
  static Map<Integer, KeepaliveSettings> from(ConfigSnapshot config) {
    Map<Integer, KeepaliveSettings> found = new TreeMap<>();
    for (Setting setting : config.all(KeepaliveCommands.USE)) {
      Arguments a = setting.arguments();
      if (a.isOn(KeepaliveCommands.SWITCH)) {
        int gateway = a.integer(KeepaliveCommands.GATEWAY);
        found.put(
            gateway,
            new KeepaliveSettings(
                a.integer(KeepaliveCommands.INTERVAL, KeepaliveCommands.DEFAULT_INTERVAL),
                a.integer(KeepaliveCommands.COUNT, KeepaliveCommands.DEFAULT_COUNT),
                a.integer(KeepaliveCommands.UPWAIT, 0),
                logs(config, gateway)));
      }
    }
    return found;
  }

  private static boolean logs(ConfigSnapshot config, int gateway) {
    return config
        .get(KeepaliveCommands.LOG, gateway)
        .map(s -> s.arguments().isOn(KeepaliveCommands.SWITCH))
        .orElse(true);
  }
}
