package org.sekisho.swap;

import java.util.List;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** The commands of this bundle. No RTX has them: there a firmware is one piece. */
final class SwapSettings {

  static final String WHAT = "WHAT";
  static final String NAME = "NAME";
  private static final String SWITCH = "SWITCH";
  private static final int RANK = 60;
  private static final int LONGEST = 1024;

  static final CommandSpec UNSIGNED =
      CommandSpec.setting("bundle unsigned permit SWITCH")
          .parameter(
              SWITCH,
              ParameterType.onOff(),
              "on: bundles without a trusted signature may be swapped in",
              "on: 信頼できる署名のないバンドルも入れ替えを許可する")
          .section(Section.OTHER, RANK)
          .defaultValue("bundle unsigned permit off")
          .help(
              "Sets whether bundles that no trusted key has signed may be swapped in",
              "信頼できる鍵で署名されていないバンドルの入れ替えを許可するか否かを設定する")
          .example("bundle unsigned permit on")
          .build();

  static final CommandSpec SWAP =
      CommandSpec.operation("bundle swap WHAT")
          .parameter(
              WHAT,
              ParameterType.text(LONGEST),
              "File of this host to swap in, or name of a bundle to go back to the distribution's",
              "入れ替えるファイル名、またはディストリビューションに戻すバンドル名")
          .help(
              "Exchanges a bundle while packets flow, and goes back when errors appear",
              "通信を続けたままバンドルを入れ替える (異常があれば元に戻す)")
          .example("bundle swap /root/org.sekisho.crypto-jca-0.1.1.jar")
          .build();

  static final CommandSpec STOP =
      CommandSpec.operation("bundle stop NAME")
          .parameter(NAME, ParameterType.text(LONGEST), "Name of a bundle", "バンドル名")
          .help(
              "Stops a bundle until bundle start or the next start of the router",
              "バンドルを停止する (bundle start または再起動まで)")
          .example("bundle stop keepalive")
          .build();

  static final CommandSpec START =
      CommandSpec.operation("bundle start NAME")
          .parameter(NAME, ParameterType.text(LONGEST), "Name of a bundle", "バンドル名")
          .help("Starts a bundle that was stopped", "停止したバンドルを起動する")
          .example("bundle start keepalive")
          .build();

  static final CommandSpec SHOW =
      CommandSpec.operation("show status bundle")
          .user()
          .help("Shows the bundles, their versions, and who uses them", "バンドルのバージョンと状態、利用元を表示する")
          .build();

  private SwapSettings() {}

  static List<CommandSpec> operations() {
    return List.of(SWAP, STOP, START);
  }

  /** Whether a configuration permits bundles without a trusted signature. */
  static boolean permitsUnsigned(ConfigSnapshot config) {
    return config.get(UNSIGNED.id()).map(s -> s.arguments().isOn(SWITCH)).orElse(false);
  }
}
