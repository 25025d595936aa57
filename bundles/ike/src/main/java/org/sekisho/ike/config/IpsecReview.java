package org.sekisho.ike.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;

/**
 * Follows the chain tunnel → policy → gateway → names and key, whose three kinds of numbers are
 * easily mixed up.
 */
@Component(service = ConfigReview.class)
public final class IpsecReview implements ConfigReview {

  private static final String POLICY = "ipsec sa policy";
  private static final String TUNNEL = "ipsec tunnel";
  private static final List<String> AUTHENTICATION =
      List.of("pre-shared-key", "pki file", "eap myname", "eap request");

  @Override
  public List<Remark> review(ConfigSnapshot config) {
    List<Remark> remarks = new ArrayList<>();
    config.all(TUNNEL).forEach(t -> tunnel(config, t, remarks));
    config.all(POLICY).forEach(p -> policy(config, p, remarks));
    orphans(config, remarks);
    return remarks;
  }

  private static void tunnel(ConfigSnapshot config, Setting tunnel, List<Remark> remarks) {
    int policy = number(tunnel, "POLICY");
    if (config.get(POLICY, policy).isEmpty()) {
      remarks.add(
          new Remark(
              tunnel,
              new Text(
                  "There is no ipsec sa policy "
                      + policy
                      + ": add it, or bind the tunnel to a policy there is",
                  "ipsec sa policy " + policy + " がありません。追加するか、存在するポリシーを指定してください")));
    }
  }

  private static void policy(ConfigSnapshot config, Setting line, List<Remark> remarks) {
    int policy = number(line, "POLICY");
    int gateway = number(line, "GATEWAY");
    boolean used =
        Stream.of(TUNNEL, "ipsec transport")
            .flatMap(id -> config.all(id).stream())
            .anyMatch(s -> s.arguments().find("POLICY").filter(v -> v.equals(policy)).isPresent());
    if (!used) {
      remarks.add(
          new Remark(
              line,
              new Text(
                  "No tunnel uses policy "
                      + policy
                      + ": write ipsec tunnel "
                      + policy
                      + " below its tunnel select",
                  "ポリシー "
                      + policy
                      + " を使うトンネルがありません。tunnel select の下に ipsec tunnel "
                      + policy
                      + " を記述してください")));
    }
    gateway(config, line, gateway, remarks);
  }

  private static void gateway(
      ConfigSnapshot config, Setting policy, int gateway, List<Remark> remarks) {
    boolean version2 =
        config.get("ipsec ike version", gateway).filter(s -> number(s, "VERSION") == 2).isPresent();
    if (!version2) {
      remarks.add(
          new Remark(
              policy,
              new Text(
                  "Gateway "
                      + gateway
                      + " speaks IKEv1, the default, which is not available here:"
                      + " set ipsec ike version "
                      + gateway
                      + " 2 at both ends",
                  "ゲートウェイ "
                      + gateway
                      + " は既定のIKEv1ですが、IKEv1は使用できません。両端で ipsec ike version "
                      + gateway
                      + " 2 を設定してください")));
      return;
    }
    for (String name : List.of("local name", "remote name")) {
      if (config.get("ipsec ike " + name, gateway).isEmpty()) {
        remarks.add(
            new Remark(
                policy,
                new Text(
                    "Gateway "
                        + gateway
                        + " of this policy has no ipsec ike "
                        + name
                        + ", which IKEv2 needs",
                    "このポリシーのゲートウェイ " + gateway + " に、IKEv2で必要な ipsec ike " + name + " がありません")));
      }
    }
    if (AUTHENTICATION.stream().noneMatch(a -> config.get("ipsec ike " + a, gateway).isPresent())) {
      remarks.add(
          new Remark(
              policy,
              new Text(
                  "Gateway " + gateway + " has no ipsec ike pre-shared-key and no certificate",
                  "ゲートウェイ " + gateway + " に ipsec ike pre-shared-key も証明書もありません")));
    }
  }

  /** Gateways that have lines, but no policy that names them; told once each. */
  private static void orphans(ConfigSnapshot config, List<Remark> remarks) {
    Set<Integer> named = new TreeSet<>();
    config.all(POLICY).forEach(p -> named.add(number(p, "GATEWAY")));
    for (Setting s : config.settings()) {
      if (s.command().name().startsWith("ipsec ike ")
          && s.arguments().find("GATEWAY").orElse(null) instanceof Integer gateway
          && named.add(gateway)) {
        remarks.add(
            new Remark(
                s,
                new Text(
                    "No ipsec sa policy names gateway "
                        + gateway
                        + ": its lines have no effect until one does",
                    "ゲートウェイ " + gateway + " を指定する ipsec sa policy がありません。追加されるまで効果はありません")));
      }
    }
  }

  private static int number(Setting line, String parameter) {
    return line.arguments().integer(parameter);
  }
}
