package org.sekisho.esp;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.show.Show;

/**
 * {@code ipsec crypto provider} and {@code show status crypto}, which no RTX has: there the cipher
 * is a chip.
 */
@Component(service = {CommandContributor.class, ConfigListener.class})
public final class CryptoCommands implements CommandContributor, ConfigListener {

  static final String PROVIDER = "PROVIDER";
  static final String AUTO = "auto";

  private static final int ROUNDS = 8;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Among the lines no tunnel claims. */
  private static final int RANK = 90;

  static final CommandSpec CHOICE =
      CommandSpec.setting("ipsec crypto provider PROVIDER")
          .parameter(
              PROVIDER,
              ParameterType.choice(AUTO, "ipsecmb", "jca", "bc"),
              "auto: the fastest there is; ipsecmb: Intel ipsec-mb, jca: the JDK, bc: Bouncy Castle",
              "auto: 利用できる最速のもの、ipsecmb: Intel ipsec-mb、jca: JDK、bc: Bouncy Castle")
          .section(Section.IPSEC, RANK)
          .defaultValue("ipsec crypto provider auto")
          .help(
              "Sets which provider encrypts ESP where it can; live SAs move without a loss",
              "ESPの暗号処理に優先して使う実装を設定する (既存のSAもパケットを失わずに切り替わる)")
          .example("ipsec crypto provider jca")
          .build();

  static final CommandSpec SHOW =
      CommandSpec.operation("show status crypto")
          .user()
          .help(
              "Shows the suites of ESP, who encrypts them, and how fast",
              "ESPの暗号スイートごとに使用中の実装と処理速度を表示する")
          .build();

  static final CommandSpec BENCHMARK =
      CommandSpec.operation("show status crypto benchmark")
          .help(
              "Measures every provider anew, for a few seconds of one processor",
              "すべての実装の処理速度を測定し直す (CPU1個を数秒使用する)")
          .build();

  private final CryptoSelection selection;
  private final EventLog log;
  private final List<Command> commands;

  /** Declares the commands; DS calls it. */
  @Activate
  public CryptoCommands(@Reference CryptoSelection selection, BundleContext context) {
    this(
        selection,
        new LastingLog(context),
        new CryptoRates(THREADS::getCurrentThreadCpuTime, ROUNDS));
  }

  CryptoCommands(CryptoSelection selection, EventLog log, CryptoRates rates) {
    this.selection = selection;
    this.log = log;
    ShowStatusCrypto show = new ShowStatusCrypto(selection, rates);
    commands =
        List.of(
            Command.setting(CHOICE), shown(SHOW, show::show), shown(BENCHMARK, show::benchmark));
  }

  /** Both measure: {@code show tech-support} has no time for it. */
  private static Command shown(CommandSpec spec, Show.Query<ShowStatusCrypto.Page> query) {
    return Command.operation(
        spec, Show.of(ShowStatusCrypto.SHAPE, query, ShowStatusCrypto::lines).onRequest());
  }

  /** The commands for a tool that does not run them. */
  static List<Command> declared() {
    return new CryptoCommands(null, null, null).commands;
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    String wanted = preferred(after);
    if (wanted.equals(preferred(before))) {
      return;
    }
    selection.prefer(wanted.equals(AUTO) ? "" : wanted);
    if (!wanted.equals(AUTO)
        && selection.bestFirst().stream().map(EspCrypto::provider).noneMatch(wanted::equals)) {
      log.info("[IPSEC] crypto provider " + wanted + " is not here, others serve until it comes");
    }
  }

  /** The provider a configuration names. */
  static String preferred(ConfigSnapshot config) {
    return config.get(CHOICE.id()).map(s -> s.arguments().text(PROVIDER)).orElse(AUTO);
  }
}
