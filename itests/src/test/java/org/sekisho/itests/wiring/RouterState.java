package org.sekisho.itests.wiring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.ike.IkeService;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.tunnel.Keepalives;
import org.sekisho.api.tunnel.Tunnels;

/** Commands and configuration of the running router, and whether wiring/config0.rtx has effect. */
final class RouterState {

  private static final int TUNNEL = 1;
  private static final int GATEWAY = 1;
  private static final String DEVICE = "tunnel1";
  private static final String LAN = "eth0";
  private static final String LAN_ADDRESS = "192.168.100.1";
  private static final int LOG_LINES = 100;
  private static final String NETWORK = "10.10.0.0/16";

  private final Framework framework;

  RouterState(Framework framework) {
    this.framework = framework;
  }

  boolean hasInterpreter() {
    return framework.service(CommandInterpreter.class) != null;
  }

  /** Names of all commands that may be typed now. */
  Set<String> commands() {
    return ids(framework.service(CommandInterpreter.class).commands());
  }

  /** Names of the commands that go with a bundle: no other declares them too. */
  Set<String> commandsOf(Bundle bundle) {
    Set<String> ids = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (ServiceReference<?> r : framework.references(CommandContributor.class.getName())) {
      CommandContributor contributor = (CommandContributor) framework.context().getService(r);
      (r.getBundle().equals(bundle) ? ids : others).addAll(ids(contributor.commands()));
    }
    ids.removeAll(others);
    return ids;
  }

  private static Set<String> ids(Iterable<Command> commands) {
    Set<String> ids = new TreeSet<>();
    commands.forEach(c -> ids.add(c.spec().id()));
    return ids;
  }

  /** The lines in force, by the names of their commands, as often as there are lines. */
  List<String> lines() {
    return framework.service(ConfigStore.class).running().settings().stream()
        .map(s -> s.command().id())
        .toList();
  }

  /** What {@code show config} prints, without the head that counts the time. */
  List<String> shown() {
    return framework.service(ConfigStore.class).shown().stream()
        .filter(l -> !l.startsWith("#"))
        .collect(Collectors.toList());
  }

  /** What of the configuration has no effect, one sentence each. */
  List<String> withoutEffect() {
    List<String> faults = new ArrayList<>();
    try {
      expect(
          faults, "the LAN address", ip("-o", "address", "show", "dev", LAN).contains(LAN_ADDRESS));
      expect(faults, "the route", ip("route", "show", "exact", NETWORK).contains(NETWORK));
      expect(faults, "the device of the tunnel", ip("-o", "link").contains(" " + DEVICE + ":"));
    } catch (IOException e) {
      faults.add(e.toString());
    }
    expect(faults, "syslog notice", noticesAreKept());
    expect(faults, "the tunnel", is(Tunnels.class, s -> s.state(TUNNEL).isPresent()));
    expect(faults, "the keepalive", is(Keepalives.class, s -> s.status(GATEWAY).isPresent()));
    expect(faults, "the gateway", is(IkeService.class, s -> s.gateway(GATEWAY).isPresent()));
    expect(faults, "the open device", is(TunDevices.class, s -> s.device(TUNNEL) != null));
    return faults;
  }

  private static void expect(List<String> faults, String what, boolean there) {
    if (!there) {
      faults.add(what + " is not there");
    }
  }

  private interface Question<T> {
    boolean ask(T service);
  }

  private <T> boolean is(Class<T> type, Question<T> question) {
    T service = framework.service(type);
    return service != null && question.ask(service);
  }

  private boolean noticesAreKept() {
    return is(
        EventLog.class,
        log -> {
          String text = "wiring test " + System.nanoTime();
          log.log(LogLevel.NOTICE, text);
          return log.entries().stream().anyMatch(e -> e.text().equals(text));
        });
  }

  /** The newest lines of the event log. */
  String log() {
    EventLog log = framework.service(EventLog.class);
    if (log == null) {
      return "";
    }
    List<LogEntry> entries = log.entries();
    return entries.subList(Math.max(0, entries.size() - LOG_LINES), entries.size()).stream()
        .map(LogEntry::text)
        .collect(Collectors.joining("\n"));
  }

  /** Takes away what the routing bundle leaves in the kernel when it stops. */
  static void forgetAddressesAndRoutes() throws IOException {
    ip("address", "flush", "dev", LAN);
    ip("route", "flush", "exact", NETWORK);
  }

  private static String ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(command + " gave " + code + ": " + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
