package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;
import org.sekisho.ike.config.IkeSettings;

/** Lines without which a gateway never starts a key exchange. */
final class Lacks {

  private final ConfigSnapshot config;
  private final Map<Integer, List<Lack>> found = new TreeMap<>();

  /**
   * Something that is missing.
   *
   * @param what it means
   * @param line that adds it
   */
  record Lack(Text what, String line) {}

  private Lacks(ConfigSnapshot config) {
    this.config = config;
  }

  /**
   * What lacks, by gateway number.
   *
   * @param idle whether nobody waits for a gateway's tunnel to come up: it is up, or it tries
   */
  static Map<Integer, List<Lack>> of(ConfigSnapshot config, IntPredicate idle) {
    Lacks lacks = new Lacks(config);
    for (Setting policy : config.all("ipsec sa policy")) {
      lacks.look(policy, idle);
    }
    return lacks.found;
  }

  private void look(Setting policy, IntPredicate idle) {
    int number = policy.arguments().integer("POLICY");
    int gateway = policy.arguments().integer("GATEWAY");
    Optional<Integer> tunnel =
        config.all("ipsec tunnel").stream()
            .filter(s -> s.arguments().integer("POLICY") == number)
            .map(s -> s.context().number())
            .findFirst();
    if (tunnel.isEmpty()) {
      return;
    }
    if (isOff("ipsec use")) {
      add(gateway, new Text("IPsec is switched off", "IPsecが無効です"), "ipsec use on");
    }
    if (config.get("tunnel enable", tunnel.get()).isEmpty()) {
      add(
          gateway,
          new Text(
              "Tunnel " + tunnel.get() + " is not enabled", "トンネル" + tunnel.get() + "が有効ではありません"),
          "tunnel enable " + tunnel.get());
    }
    boolean version2 =
        config
            .get("ipsec ike version", gateway)
            .map(s -> s.arguments().integer("VERSION") == 2)
            .orElse(false);
    if (!version2) {
      add(
          gateway,
          new Text("IKEv1, the default, is not available here", "IKEv1 (既定値) は使用できません"),
          "ipsec ike version " + gateway + " 2");
    }
    if (idle.test(gateway)) {
      initiation(gateway);
    }
  }

  private void initiation(int gateway) {
    Text nobody = new Text("This router starts no key exchange with it", "このルーターからは鍵交換を始動しません");
    boolean on =
        config.get("ipsec auto refresh").map(s -> s.arguments().isOn("SWITCH")).orElse(false);
    if (!on) {
      add(gateway, nobody, "ipsec auto refresh on");
    } else if (config
        .get(IkeSettings.AUTO_REFRESH_GATEWAY, gateway)
        .map(s -> !s.arguments().isOn("SWITCH"))
        .orElse(false)) {
      add(gateway, nobody, "ipsec auto refresh " + gateway + " on");
    }
  }

  private boolean isOff(String id) {
    return config.get(id).map(s -> !s.arguments().isOn("SWITCH")).orElse(false);
  }

  private void add(int gateway, Text what, String line) {
    found.computeIfAbsent(gateway, g -> new ArrayList<>()).add(new Lack(what, line));
  }
}
