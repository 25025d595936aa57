package org.sekisho.config;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Viewer;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.ConfigThread;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.fuzz.FuzzTarget;
import org.sekisho.ike.config.GatewayConfigReader;
import org.sekisho.ike.service.IkeCommands;
import org.sekisho.keepalive.KeepaliveCommands;
import org.sekisho.log.LogCommands;
import org.sekisho.routing.InterfaceCommands;
import org.sekisho.routing.RouteCommands;
import org.sekisho.testkit.PlainSession;
import org.sekisho.testkit.RecordingLog;
import org.sekisho.tunnel.ShowStatusTunnel;
import org.sekisho.tunnel.TunnelCommands;
import org.sekisho.tunnel.TunnelManager;

/**
 * The command language: each line of the input is typed by an administrator of a router with the
 * commands of the distribution, and completed. What was accepted is saved, read back and the same,
 * and IKE can make gateways of it. It lies in this package to reach what the bundle does not
 * export.
 */
public final class RtxTarget implements FuzzTarget {

  private static final int MOST_LINES = 24;

  private final Path file;
  private final RunningConfig running;
  private final ConfigLife life;
  private final Interpreter interpreter;

  /** A router without threads, whose configuration lies in a temporary directory. */
  public RtxTarget() {
    Path directory;
    try {
      Path memory = Path.of("/dev/shm"); // each run saves, and a save waits for the disk
      directory =
          Files.isDirectory(memory)
              ? Files.createTempDirectory(memory, "sekisho-fuzz")
              : Files.createTempDirectory("sekisho-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file = directory.resolve("config0");
    directory.toFile().deleteOnExit();
    for (String name : List.of("config0", "config0.1", "config0.2", SecretSeal.KEY_FILE)) {
      directory.resolve(name).toFile().deleteOnExit();
    }
    RecordingLog log = new RecordingLog();
    LocalDateTime now = LocalDateTime.of(2026, 11, 23, 12, 0);
    SystemFacts facts = new SystemFacts("0", Map.of(), () -> now);
    Caller caller = new Caller();
    running = new RunningConfig(SecretSeal.beside(file), facts, log, caller);
    life = new ConfigLife(running, directory, facts, log, caller);
    interpreter = new Interpreter(running);
    running.addContributor(new LanguageCommands(running, life, log));
    contributors(log).forEach(running::addContributor);
  }

  private static List<CommandContributor> contributors(RecordingLog log) {
    return List.of(
        new IkeCommands(),
        new KeepaliveCommands(),
        new LogCommands(log),
        new InterfaceCommands(),
        new RouteCommands(),
        new TunnelCommands(new ShowStatusTunnel(new TunnelManager(log))));
  }

  @Override
  public String name() {
    return "rtx";
  }

  @Override
  public String what() {
    return "lines of the command language, saved and read back";
  }

  @Override
  public int longest() {
    return 2048;
  }

  @Override
  public void run(byte[] input) throws IOException {
    Files.write(file, new byte[0]);
    life.boot(Optional.empty());
    Typist typist = new Typist();
    new String(input, StandardCharsets.UTF_8).lines().limit(MOST_LINES).forEach(typist::type);
    List<String> before = content();
    life.save(OptionalInt.empty(), "");
    life.boot(Optional.empty());
    check(content().equals(before), "saved and read back as something else");
    GatewayConfigReader.problems(running.running());
    GatewayConfigReader.read(running.running());
    running.shown();
    running.unsupported().forEach(line -> line.line(Language.JAPANESE));
  }

  private List<String> content() {
    return running.running().settings().stream()
        .map(s -> s.context() + " " + s.line())
        .sorted()
        .toList();
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<String> all = new ArrayList<>();
    running.commands().forEach(c -> all.add(c.spec().example()));
    all.removeIf(String::isEmpty);
    List<byte[]> seeds = new ArrayList<>();
    all.forEach(line -> seeds.add(("tunnel select 1\n" + line).getBytes(StandardCharsets.UTF_8)));
    seeds.add(
        """
        ip lan1 address 192.168.100.1/24
        ip route default gateway 10.66.0.1
        tunnel select 100
         ipsec tunnel 1100
          ipsec sa policy 1100 100 esp anti-replay-check=off
          ipsec ike version 100 2
          ipsec ike duration ipsec-sa 100 27000
          ipsec ike keepalive use 100 on
          no ipsec ike local address 100
          ipsec ike local name 100 192.168.100.1 ipv4-addr
          ipsec ike nat-traversal 100 on
          ipsec ike pre-shared-key 100 text "a \\"quoted\\" key"
          ipsec ike remote name 100 203.0.113.10 ipv4-addr
         ip tunnel tcp mss limit 1350
         tunnel enable 100
        tunnel select none
        ip route 10.10.0.0/24 gateway tunnel 100
        ipsec auto refresh on
        """
            .getBytes(StandardCharsets.UTF_8));
    return seeds;
  }

  /** Types lines and completes them; operations other than selections are looked up only. */
  private final class Typist extends PlainSession {

    private Context context = Context.GLOBAL;
    private final PrintWriter out = new PrintWriter(Writer.nullWriter());

    void type(String line) {
      interpreter.candidates(line, this);
      if (!isOperation(line)) {
        interpreter.execute(line, this);
      }
    }

    private boolean isOperation(String line) {
      Grammar grammar = running.grammar();
      try {
        return grammar
            .match(line, new Viewer(Level.ADMINISTRATOR, context, false))
            .filter(m -> m.command().behaviour() instanceof Command.Run)
            .filter(m -> !m.spec().id().contains("select"))
            .isPresent();
      } catch (LineException e) {
        return false;
      }
    }

    @Override
    public String user() {
      return "admin";
    }

    @Override
    public String origin() {
      return "fuzz";
    }

    @Override
    public Context context() {
      return context;
    }

    @Override
    public void context(Context value) {
      context = value;
    }

    @Override
    public PrintWriter out() {
      return out;
    }

    @Override
    public boolean interactive() {
      return true;
    }
  }

  /** Runs tasks at once; what is for later is for a router that lives on. */
  private static final class Caller implements ConfigThread {
    @Override
    public boolean execute(Runnable task) {
      task.run();
      return true;
    }

    @Override
    public void later(Duration delay, Runnable task) {
      // a report of unknown lines
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void stop() {
      // nothing runs
    }
  }
}
