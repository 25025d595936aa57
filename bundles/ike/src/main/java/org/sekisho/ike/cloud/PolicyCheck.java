package org.sekisho.ike.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;
import org.sekisho.ike.cloud.CloudPolicy.Fact;
import org.sekisho.ike.cloud.Finding.Level;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;

/** Compares the lines of one tunnel with a gateway's published policy. Needs no running tunnel. */
public final class PolicyCheck {

  private final ConfigSnapshot config;
  private final int tunnel;
  private final GatewayConfig gateway;
  private final CloudPolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  private PolicyCheck(
      ConfigSnapshot config, int tunnel, GatewayConfig gateway, CloudPolicy policy) {
    this.config = config;
    this.tunnel = tunnel;
    this.gateway = gateway;
    this.policy = policy;
  }

  /**
   * Compares.
   *
   * @param gateway the gateway the tunnel leads to, whether or not it is complete
   */
  public static List<Finding> of(
      ConfigSnapshot config, int tunnel, GatewayConfig gateway, CloudPolicy policy) {
    PolicyCheck check = new PolicyCheck(config, tunnel, gateway, policy);
    check.complete();
    check.findings.addAll(AlgorithmCheck.of(gateway, tunnel, policy));
    check.names();
    check.key();
    check.lives();
    check.traffic();
    check.starting();
    check.path();
    return check.findings;
  }

  private int number() {
    return gateway.number();
  }

  private void add(Level level, Standing standing, Text text, String... lines) {
    findings.add(new Finding(level, standing, text, List.of(lines)));
  }

  /** What holds for every gateway. */
  private void complete() {
    boolean version2 =
        config
            .get("ipsec ike version", number())
            .map(s -> s.arguments().integer("VERSION") == 2)
            .orElse(false);
    if (version2) {
      add(Level.MATCH, Standing.DOCUMENTED, new Text("IKEv2", "IKEv2"));
    } else {
      add(
          Level.MISMATCH,
          Standing.DOCUMENTED,
          new Text("IKEv1 is not available here: use IKEv2", "IKEv1は使用できません: IKEv2を使用します"),
          "ipsec ike version " + number() + " 2");
    }
    if (config.get("tunnel enable", tunnel).isEmpty()) {
      add(
          Level.MISMATCH,
          Standing.DOCUMENTED,
          new Text("the tunnel is not enabled", "トンネルが有効ではありません"),
          "tunnel enable " + tunnel);
    }
    if (config.get("ipsec ike pre-shared-key", number()).isEmpty()
        && gateway.authentication().missing(number()).isPresent()) {
      missing("pre-shared-key", "text <key>");
    }
    if (gateway.localId().isEmpty()) {
      missing("local name", "<name> <type>");
    }
    if (gateway.remoteId().isEmpty()) {
      missing("remote name", "<name> <type>");
    }
  }

  private void missing(String line, String value) {
    String whole = "ipsec ike " + line + " " + number();
    add(
        Level.MISMATCH,
        Standing.DOCUMENTED,
        new Text("IKEv2 needs " + whole, "IKEv2には " + whole + " が必要です"),
        whole + " " + value);
  }

  private void names() {
    Optional<Fact> name = policy.one("name");
    if (name.isPresent() && gateway.remoteId().isPresent()) {
      boolean address = gateway.remoteId().get().type() == Identity.IPV4_ADDR;
      add(
          address ? Level.MATCH : Level.ADVICE,
          name.get().standing(),
          new Text(
              "the gateway calls itself by its public IPv4 address; remote name: "
                  + gateway.remoteId().get(),
              "相手は自身のグローバルIPv4アドレスを名乗ります。remote name: " + gateway.remoteId().get()),
          address
              ? new String[0]
              : new String[] {"ipsec ike remote name " + number() + " <address> ipv4-addr"});
    }
    policy
        .one("own-name")
        .filter(f -> gateway.localId().isPresent())
        .ifPresent(
            f -> {
              boolean address = isPublic(gateway.localId().get());
              add(
                  address ? Level.MATCH : Level.MISMATCH,
                  f.standing(),
                  new Text(
                      "the gateway expects this router's public IPv4 address as its name; local"
                          + " name: "
                          + gateway.localId().get(),
                      "相手はこのルーターのグローバルIPv4アドレスをIDとして期待します。local name: " + gateway.localId().get()),
                  address
                      ? new String[0]
                      : new String[] {
                        "ipsec ike local name " + number() + " <public address> ipv4-addr"
                      });
            });
  }

  private static boolean isPublic(Identity id) {
    return id.type() == Identity.IPV4_ADDR
        && Identity.literal(id.text())
            .filter(a -> !a.isSiteLocalAddress() && !a.isLinkLocalAddress())
            .isPresent();
  }

  private void key() {
    Optional<Setting> line = config.get("ipsec ike pre-shared-key", number());
    if (policy.one("key").isEmpty() || line.isEmpty() || !line.get().arguments().has("TEXT")) {
      return;
    }
    Fact fact = policy.one("key").get();
    boolean fits = line.get().arguments().text("TEXT").matches(fact.words().get(0));
    add(
        fits ? Level.MATCH : Level.MISMATCH,
        fact.standing(),
        new Text(
            "the gateway takes keys of 8 to 64 letters, digits, dots and underscores that do not"
                + " begin with 0"
                + (fits ? "" : ": ours is none"),
            "相手の事前共有鍵は0以外で始まる8～64文字の英数字、ピリオド、下線です" + (fits ? "" : " (設定は一致しません)")),
        fits
            ? new String[0]
            : new String[] {"ipsec ike pre-shared-key " + number() + " text <key>"});
  }

  /** Lives are each side's own; a shorter one decides who renews. */
  private void lives() {
    life("ike-life", "IKE SA", "ike-sa", gateway.lifetimes().ikeSeconds());
    life("child-life", "CHILD SA", "ipsec-sa", gateway.lifetimes().childSeconds());
  }

  private void life(String key, String what, String kind, int ours) {
    policy
        .one(key)
        .ifPresent(
            f -> {
              boolean longer = ours > f.number();
              String text = what + ": " + f.number() + " s; ours " + ours + " s";
              String japanese = what + "の寿命: 相手 " + f.number() + "秒、自分 " + ours + "秒";
              add(
                  longer ? Level.ADVICE : Level.MATCH,
                  f.standing(),
                  longer
                      ? new Text(
                          text + ": the gateway renews; with its life this router does",
                          japanese + ": 相手が更新します (同じ値にするとこのルーターが更新します)")
                      : new Text(text, japanese),
                  longer
                      ? new String[] {
                        "ipsec ike duration " + kind + " " + number() + " " + f.number()
                      }
                      : new String[0]);
            });
  }

  private void traffic() {
    Optional<Fact> selectors = policy.one("selectors");
    if (selectors.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (String side : List.of("local", "remote")) {
      config
          .get("ipsec ike " + side + " id", number())
          .ifPresent(s -> lines.add("no ipsec ike " + side + " id " + number()));
    }
    add(
        lines.isEmpty() ? Level.MATCH : Level.ADVICE,
        selectors.get().standing(),
        lines.isEmpty()
            ? new Text("traffic selectors 0.0.0.0/0", "トラフィックセレクター 0.0.0.0/0")
            : new Text(
                "the gateway proposes 0.0.0.0/0, the lines let less pass",
                "相手は0.0.0.0/0を提案しますが、設定により通信が限定されます"),
        lines.toArray(String[]::new));
  }

  private void starting() {
    policy
        .one("waits")
        .ifPresent(
            f ->
                add(
                    gateway.autoInitiate() ? Level.MATCH : Level.MISMATCH,
                    f.standing(),
                    new Text("the gateway waits for this router to start", "相手はこのルーターからの始動を待ちます"),
                    gateway.autoInitiate()
                        ? new String[0]
                        : new String[] {"ipsec auto refresh on"}));
    policy
        .one("dead-peer")
        .ifPresent(
            f -> {
              boolean on = config.get("ipsec ike keepalive use", number()).isPresent();
              add(
                  on ? Level.MATCH : Level.ADVICE,
                  f.standing(),
                  new Text(
                      "the gateway looks after a silent peer for "
                          + f.number()
                          + " s"
                          + (on ? "" : "; this router does not"),
                      "相手は無応答を" + f.number() + "秒で検出します" + (on ? "" : " (このルーターは検出しません)")),
                  on
                      ? new String[0]
                      : new String[] {"ipsec ike keepalive use " + number() + " on"});
            });
  }

  private void path() {
    policy
        .one("nat")
        .ifPresent(
            f -> {
              boolean on =
                  config
                      .get("ipsec ike nat-traversal", number())
                      .map(s -> s.arguments().isOn("SWITCH"))
                      .orElse(false);
              add(
                  on ? Level.MATCH : Level.ADVICE,
                  f.standing(),
                  new Text(
                      "the gateway is behind a NAT of its own: UDP 4500 is used",
                      "相手はNATの内側にあり、UDP 4500を使用します"),
                  on
                      ? new String[0]
                      : new String[] {"ipsec ike nat-traversal " + number() + " on"});
            });
    segments();
    policy
        .one("replay")
        .ifPresent(
            f ->
                add(
                    Level.MATCH,
                    f.standing(),
                    new Text(
                        "anti-replay window of " + f.number() + " packets, as this router's",
                        "リプレイ防止ウィンドウ " + f.number() + "パケット (このルーターと同じ)")));
    policy
        .one("one-cipher")
        .filter(f -> !gateway.algorithms().limited())
        .ifPresent(
            f ->
                add(
                    Level.ADVICE,
                    f.standing(),
                    new Text(
                        "the gateway chooses anew at each renewal: name one cipher to keep it",
                        "相手は更新のたびに選択し直します: 暗号を一つに限定すると変わりません"),
                    "ipsec ike encryption " + number() + " aes256-gcm",
                    "ipsec ike proposal-limitation " + number() + " on"));
    policy
        .one("asymmetric")
        .ifPresent(
            f ->
                add(
                    Level.MATCH,
                    f.standing(),
                    new Text(
                        "packets may come back by another tunnel of the connection",
                        "戻りの通信が別のトンネルを通ることがあります")));
  }

  private void segments() {
    Optional<Fact> mss = policy.one("mss");
    if (mss.isEmpty()) {
      return;
    }
    OptionalInt ours =
        config.get("ip tunnel tcp mss limit", Context.tunnel(tunnel)).stream()
            .flatMap(s -> s.arguments().list().stream())
            .filter(a -> a.value() instanceof Integer)
            .mapToInt(a -> (Integer) a.value())
            .findFirst();
    boolean fits = ours.isPresent() && ours.getAsInt() <= mss.get().number();
    add(
        fits ? Level.MATCH : Level.ADVICE,
        mss.get().standing(),
        new Text(
            "TCP segments of " + mss.get().number() + " octets at most",
            "TCPのMSSは最大" + mss.get().number() + "バイト"),
        fits
            ? new String[0]
            : new String[] {
              "tunnel select " + tunnel, "ip tunnel tcp mss limit " + mss.get().number()
            });
  }
}
