package org.sekisho.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
import org.sekisho.api.tunnel.Tunnels;

/** {@code firmware update}, {@code confirm} and {@code rollback}, {@code show firmware}. */
@Component
public final class FirmwareCommands implements CommandContributor {

  private static final String SOURCE = "SOURCE";
  private static final String RESTART = "restart";
  private static final int LONGEST = 1024;

  private static final Shape<FirmwareStatus> STATUS =
      Shape.<FirmwareStatus>fields()
          .text("serial_number", "of the box", FirmwareStatus::serial)
          .text("slot", "the running slot, `A` or `B`", FirmwareStatus::slot)
          .text("version", "of the running firmware", FirmwareStatus::version)
          .bool("trial", "whether it is yet to prove itself", FirmwareStatus::trial)
          .text(
              "other_version", "in the other slot, empty if unknown", FirmwareStatus::otherVersion)
          .bool("other_good", "whether the other slot can be started", FirmwareStatus::otherGood)
          .text("next_slot", "slot of the next start", FirmwareStatus::next)
          .text("failed", "what became of the last update that failed", FirmwareStatus::failed)
          .build();

  private final Box box;
  private final Path data;
  private final TunnelNotes notes;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Tunnels tunnels;

  /** Called by Declarative Services. */
  @Activate
  public FirmwareCommands(BundleContext context) {
    this(Box.at(context.getProperty(Box.PROPERTY)), BootSettings.from(context::getProperty).data());
  }

  FirmwareCommands(Box box, Path data) {
    this.box = box;
    this.data = data;
    notes = new TunnelNotes(data);
  }

  @Override
  public Collection<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("firmware update " + SOURCE + " [" + RESTART + "]")
                .parameter(
                    SOURCE,
                    new ParameterType.FreeText(LONGEST, "/[!-~]+|https?://[!-~]+"),
                    "file of the router, or URL (http, https)",
                    "ルーター上のファイルまたはURL (http、https)")
                .help("Writes a firmware bundle into the other slot", "ファームウェアを待機系スロットに書き込む")
                .example("firmware update https://192.0.2.1/sekisho.raucb")
                .build(),
            this::update),
        Command.operation(
            CommandSpec.operation("firmware confirm")
                .help("Keeps the firmware that is on trial", "試用中のファームウェアを確定する")
                .build(),
            this::confirm),
        Command.operation(
            CommandSpec.operation("firmware rollback [" + RESTART + "]")
                .help("Goes back to the firmware in the other slot", "待機系スロットのファームウェアに戻す")
                .build(),
            this::rollback),
        Command.operation(
            CommandSpec.operation("show firmware")
                .user()
                .help("Shows the firmware in both slots", "両スロットのファームウェアを表示する")
                .build(),
            Show.of(STATUS, call -> shown(), FirmwareCommands::lines)));
  }

  private void update(CommandCall call) throws CommandException {
    slots();
    String source = call.arguments().text(SOURCE);
    Path fetched = data.resolve("firmware").resolve("download.raucb");
    boolean remote = !source.startsWith("/");
    try {
      if (remote) {
        Progress fetching = new Progress(call.session());
        Download.fetch(
            source,
            fetched,
            percent -> fetching.at(percent, "Fetching"),
            call.session()::interrupted);
      }
      notes.write(tunnels);
      Progress installing = new Progress(call.session());
      box.ask("install " + (remote ? fetched.toAbsolutePath() : source), installing::line);
    } catch (IOException e) {
      throw failure(e);
    } finally {
      if (remote) {
        delete(fetched);
      }
    }
    FirmwareStatus status = status();
    call.out()
        .println(
            call.text(
                "Version %s is in slot %s. It starts at the next restart and has to prove itself."
                    .formatted(status.otherVersion(), status.other()),
                "バージョン%sをスロット%sに書き込みました。次の再起動で試用を開始します。"
                    .formatted(status.otherVersion(), status.other())));
    restartOrAsk(call);
  }

  private void confirm(CommandCall call) throws CommandException {
    slots();
    ask("good");
    call.out().println(call.text("This firmware is confirmed.", "このファームウェアを確定しました。"));
  }

  private void rollback(CommandCall call) throws CommandException {
    slots();
    ask("rollback");
    FirmwareStatus status = status();
    call.out()
        .println(
            call.text(
                "Slot %s with version %s is chosen for the next start."
                    .formatted(status.other(), status.otherVersion()),
                "次回の起動にスロット%s (バージョン%s) を選択しました。"
                    .formatted(status.other(), status.otherVersion())));
    restartOrAsk(call);
  }

  private FirmwareStatus shown() throws CommandException {
    slots();
    return status();
  }

  private static List<String> lines(FirmwareStatus status, Language language) {
    boolean japanese = language == Language.JAPANESE;
    List<String> lines = new ArrayList<>();
    lines.add((japanese ? "シリアル番号: " : "Serial number: ") + status.serial());
    String trial = japanese ? " (動作中、試用)" : " (running, on trial)";
    String running = japanese ? " (動作中)" : " (running)";
    String slot = japanese ? "スロット" : "Slot ";
    lines.add(slot + status.slot() + ": " + status.version() + (status.trial() ? trial : running));
    String other = status.otherVersion().isEmpty() ? "-" : status.otherVersion();
    String startable = japanese ? " (起動可能)" : " (can be started)";
    String nothing = japanese ? " (起動不可)" : " (holds nothing that can be started)";
    lines.add(slot + status.other() + ": " + other + (status.otherGood() ? startable : nothing));
    lines.add((japanese ? "次回起動: スロット" : "Next start: slot ") + status.next());
    if (!status.failed().isEmpty()) {
      lines.add((japanese ? "前回の更新失敗: " : "Last update failed: ") + status.failed());
    }
    return lines;
  }

  private void restartOrAsk(CommandCall call) throws CommandException {
    boolean now = call.arguments().has(RESTART);
    if (!now && call.session().interactive()) {
      String answer = call.session().ask(call.text("Restart now ? (Y/N)", "再起動しますか? (Y/N)"), true);
      now = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
    if (now) {
      restart(call);
    }
  }

  private void restart(CommandCall call) throws CommandException {
    ask("restart");
    call.out().println(call.text("Restarting ...", "再起動します ..."));
    call.out().flush();
  }

  private void slots() throws CommandException {
    if (!box.hasSlots()) {
      throw new CommandException(
          "This router does not run from a disk image; its packages are kept by the Linux host",
          "このルーターはディスクイメージから起動していません。Linux側のパッケージ管理を使用してください");
    }
  }

  private void ask(String request) throws CommandException {
    try {
      box.ask(request);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private FirmwareStatus status() throws CommandException {
    try {
      return box.status();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static CommandException failure(IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new CommandException(text, text);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger(FirmwareCommands.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete " + file, e);
    }
  }
}
