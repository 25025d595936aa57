package org.sekisho.simulator;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The experiments of 2017 this project came from, in virtual time: a router keeps a tunnel to an
 * Azure gateway for 48 hours, with other lives in each; and the same against the gateway as it was
 * before 2017, where traffic stopped after renewals.
 */
public final class SeedExperiment {

  /** When the tunnel of the first log came up. */
  private static final LocalDateTime BEGIN = LocalDateTime.of(2017, 7, 15, 9, 55, 33);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

  private static final int HOURS = 48;

  /** What is renewed. */
  public enum Kind {
    /** The key exchange's own SA. */
    IKE,
    /** The pair of ESP SAs. */
    CHILD
  }

  /**
   * An SA of the router, seen in its log.
   *
   * @param number its number (of the receiving half for a CHILD SA)
   * @param established when, in milliseconds of virtual time
   * @param renewedAt its age when its successor was established, in milliseconds
   * @param goneAt its age when it was deleted
   */
  public record Life(
      Kind kind, int number, long established, OptionalLong renewedAt, OptionalLong goneAt) {}

  private final String title;
  private final String profile;
  private final int ikeSeconds;
  private final int childSeconds;
  private final VirtualNetwork network;
  private final VirtualNode router;
  private Traffic traffic;
  private final List<PacketFate> losses = new ArrayList<>();

  private SeedExperiment(
      String title, String profile, int ikeSeconds, int childSeconds, long seed) {
    this.title = title;
    this.profile = profile;
    this.ikeSeconds = ikeSeconds;
    this.childSeconds = childSeconds;
    network = new VirtualNetwork(seed);
    network.minDelay = 4;
    network.maxDelay = 7;
    router = new VirtualNode(network, "203.0.113.2");
  }

  /** The three experiments and the older gateway, not yet made. */
  public static List<SeedExperiment> all() {
    return List.of(
        new SeedExperiment("Experiment 1: child 27000 s", "azure", 28_800, 27_000, 20_170_715),
        new SeedExperiment("Experiment 2: child 28800 s", "azure", 28_800, 28_800, 20_170_716),
        new SeedExperiment("Experiment 3: both 129600 s", "azure", 129_600, 129_600, 20_170_717),
        new SeedExperiment(
            "Gateway before 2017 (3600 s and 10800 s)", "azure-2016", 28_800, 27_000, 20_170_118));
  }

  /** Lets 48 hours pass. */
  public SeedExperiment run() {
    VirtualNode gateway = new VirtualNode(network, "198.51.100.10");
    GatewayProfile azure = GatewayProfile.byName(profile).orElseThrow();
    azure.drive(network, gateway);
    gateway.configure(azure.gateway("198.51.100.10", null).build());
    router.configure(
        Configs.gateway(100, GatewayProfile.BRANCH_NAME, "198.51.100.10", "198.51.100.10")
            .initiate()
            .life(ikeSeconds, childSeconds)
            .build());
    network.runSeconds(1);
    traffic = new Traffic(network, router, 100, gateway, 1, (node, at, fate) -> losses.add(fate));
    network.runSeconds(HOURS * 3600L - 1);
    return this;
  }

  /** What it is called. */
  public String title() {
    return title;
  }

  /** Packets both ways. */
  public Traffic traffic() {
    return traffic;
  }

  /** Inner packets lost for want of an SA. */
  public List<PacketFate> losses() {
    return losses;
  }

  /** What the listener of the tunnel heard. */
  public List<String> events() {
    return router.events;
  }

  /** The router's log as it would print it. */
  public List<String> log() {
    List<String> lines = new ArrayList<>();
    boolean up = false;
    for (int i = 0; i < router.log.size(); i++) {
      long at = router.logAt.get(i);
      lines.add(stamp(at) + ": " + router.log.get(i));
      if (!up && router.log.get(i).endsWith("CHLD_RECV established")) {
        up = true;
        lines.add(stamp(at) + ": IP Tunnel[100] Up");
      }
    }
    return lines;
  }

  private static String stamp(long at) {
    return STAMP.format(BEGIN.plusNanos((at - VirtualNetwork.START) * 1_000_000));
  }

  /** Every SA of the log, in the order they were established. */
  public List<Life> lives() {
    List<Life> lives = new ArrayList<>();
    Map<String, Integer> alive = new HashMap<>();
    Map<Kind, Integer> newest = new HashMap<>();
    for (int i = 0; i < router.log.size(); i++) {
      String[] words = router.log.get(i).split(" ", 3);
      if (!words[1].endsWith("/IKE") && !words[1].endsWith("/CHLD_RECV")) {
        continue;
      }
      long at = router.logAt.get(i);
      Kind kind = words[1].endsWith("/IKE") ? Kind.IKE : Kind.CHILD;
      if (words[2].equals("established")) {
        Integer before = newest.put(kind, lives.size());
        if (before != null) {
          Life old = lives.get(before);
          lives.set(
              before,
              new Life(
                  kind,
                  old.number(),
                  old.established(),
                  OptionalLong.of(at - old.established()),
                  old.goneAt()));
        }
        alive.put(words[1], lives.size());
        int number = Integer.parseInt(words[1].substring(3, words[1].indexOf('/')));
        lives.add(new Life(kind, number, at, OptionalLong.empty(), OptionalLong.empty()));
      } else if (words[2].equals("deleted") && alive.containsKey(words[1])) {
        int which = alive.remove(words[1]);
        Life old = lives.get(which);
        lives.set(
            which,
            new Life(
                kind,
                old.number(),
                old.established(),
                old.renewedAt(),
                OptionalLong.of(at - old.established())));
      }
    }
    return lives;
  }
}
