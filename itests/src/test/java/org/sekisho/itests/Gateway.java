package org.sekisho.itests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The cloud gateway of a lab: strongSwan in a namespace (lab/peer). */
final class Gateway {

  /**
   * A child SA as the gateway sees it.
   *
   * @param child name in the gateway's configuration
   * @param in packets it received on the SA
   * @param out packets it sent on the SA
   * @param spi of the SA it receives on, hexadecimal
   */
  record ChildSa(String child, long in, long out, String spi) {}

  private static final Pattern CHILD = Pattern.compile("^ {2}(\\S+): #\\d+, reqid");
  private static final Pattern COUNTERS =
      Pattern.compile("^ {4}(in|out)\\s+(\\S+),\\s+\\d+ bytes,\\s+(\\d+) packets");

  private final String name;
  private final String namespace;
  private List<String> arguments = List.of();

  Gateway(String prefix) {
    name = prefix + "-gw";
    namespace = prefix + "-r";
  }

  /** Starts it as a variant has it; later settings beat the variant's. */
  void start(Variant variant, String... settings) {
    arguments = Stream.concat(variant.gateway().stream(), Arrays.stream(settings)).toList();
    startAgain();
  }

  /** Starts it as it was started last. */
  void startAgain() {
    List<String> command = new ArrayList<>(List.of(name, "-n", namespace));
    command.addAll(arguments);
    peer("start", command.toArray(String[]::new)).orFail();
  }

  void stop() {
    peer("stop", name).orFail();
  }

  /** SIGKILL: it says goodbye to nobody. */
  void kill() {
    peer("kill", name).orFail();
  }

  /** Starts the exchange that makes a child SA, and waits for it. */
  Command.Result initiate(String child) {
    return peer("initiate", name, child, "20");
  }

  /** Renews the child SAs (child) or the IKE SA (ike). */
  void renew(String what) {
    peer("rekey", name, what).orFail();
  }

  String sas() {
    return peer("sas", name).orFail().output();
  }

  String log() {
    return peer("log", name).output();
  }

  /** Waits until a child SA is up. */
  void awaitChild(Duration limit) {
    Await.until(limit, "a child SA at the gateway", () -> !children().isEmpty(), this::log);
  }

  /** Its child SAs that are installed. */
  List<ChildSa> children() {
    List<ChildSa> children = new ArrayList<>();
    String child = null;
    String spi = null;
    long in = 0;
    for (String line : sas().lines().toList()) {
      Matcher head = CHILD.matcher(line);
      Matcher counters = COUNTERS.matcher(line);
      if (head.find()) {
        child = line.contains("INSTALLED") ? head.group(1) : null;
      } else if (child != null && counters.find()) {
        long packets = Long.parseLong(counters.group(3));
        if (counters.group(1).equals("in")) {
          in = packets;
          spi = counters.group(2);
        } else {
          children.add(new ChildSa(child, in, packets, spi));
        }
      }
    }
    return children;
  }

  private Command.Result peer(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(Lab.script("peer"), command));
    all.addAll(List.of(arguments));
    return Command.run(Command.LIMIT, all);
  }
}
