package org.sekisho.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network of one test: a LAN host, the router, perhaps a NAT box, a gateway and a server, each
 * a network namespace whose name starts with the lab's own prefix.
 */
final class Lab implements AutoCloseable {

  static final String BRANCH_HOST = "192.168.100.10";
  static final String CLOUD_HOST = "10.10.0.10";

  /** Long enough for a busy machine, and for a first exchange that was lost. */
  static final Duration TUNNEL_UP = Duration.ofSeconds(45);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String prefix =
      "t" + Long.toString(ProcessHandle.current().pid(), 36) + "x" + COUNT.incrementAndGet();
  private final Router router = new Router(prefix);
  private final Router gatewayRouter = new Router(prefix + "/gateway");
  private final Gateway gateway = new Gateway(prefix);
  private final Place place = Place.take();

  /** Removes the lab when the JVM is stopped in the middle of a test. */
  private final Thread emergency = new Thread(this::removeAll, "remove " + prefix);

  Lab() {
    Runtime.getRuntime().addShutdownHook(emergency);
  }

  static String script(String name) {
    return Path.of(property("sekisho.root"), "lab", name).normalize().toString();
  }

  static String distribution() {
    Path file = Path.of(property("sekisho.dist")).normalize();
    if (!Files.isRegularFile(file)) {
      throw new AssertionError("no distribution at " + file + "; run: ./sekisho build");
    }
    return file.toString();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new AssertionError("run these tests by Maven or ./sekisho test: no property " + name);
    }
    return value;
  }

  /** Fails, with the command that helps, when root or a package is missing. */
  static void checkMachine() {
    if (!Command.run("id", "-u").output().strip().equals("0")) {
      throw new AssertionError("the lab tests need root; run: sudo ./sekisho test");
    }
    Command.run(script("packages"), "check").orFail();
  }

  Router router() {
    return router;
  }

  /** A second router, in the gateway's place. */
  Router gatewayRouter() {
    return gatewayRouter;
  }

  Gateway gateway() {
    return gateway;
  }

  /** Builds the network; the router's interfaces stay as a box has them before it is configured. */
  void network(String topology) {
    Command.run(script("topo"), "up", topology, prefix, "--bare").orFail();
  }

  /** Builds the network with the gateway's place left to a second router. */
  void networkOfTwoRouters(String topology) {
    Command.run(script("topo"), "up", topology, prefix, "--bare", "--bare-gateway").orFail();
  }

  /** Network, gateway and router of a variant, and the tunnel up between them. */
  void up(Variant variant) {
    network(variant.topology());
    boolean dials = variant.gatewayDials();
    if (!dials) {
      gateway.start(variant);
    }
    router.start(variant.configuration());
    if (dials) {
      gateway.start(variant);
    } else if (variant.role().equals("responder")) {
      gateway.initiate("net").orFail();
    }
    awaitTunnel(TUNNEL_UP);
  }

  /** Waits until both ends have the tunnel. */
  void awaitTunnel(Duration limit) {
    gateway.awaitChild(limit);
    Await.until(
        limit,
        "IP Tunnel[100] Up in the router's log",
        () -> router.log().contains("IP Tunnel[100] Up"),
        () -> router.show("show log"));
  }

  /** What the names of its parts begin with. */
  String prefix() {
    return prefix;
  }

  String branchHost() {
    return prefix + "-lh";
  }

  String branchRouter() {
    return prefix + "-l";
  }

  String gatewayNamespace() {
    return prefix + "-r";
  }

  String cloudHost() {
    return prefix + "-rh";
  }

  /**
   * Pings from the branch to the cloud while nothing else happens in this lab, and fails when one
   * is lost. It may be long: another test takes this one's place.
   *
   * @param atLeast how many pings are sent in that time
   */
  void pingAndLoseNone(Duration time, int atLeast) {
    Pings pings = Pings.start(branchHost(), CLOUD_HOST);
    idle(time);
    pings.stopAndExpectNoLoss(atLeast);
  }

  /** Waits for long; another test takes this one's place. */
  void idle(Duration time) {
    place.leave();
    Await.pause(time);
  }

  /** Five pings each way, after one that may wait for neighbour resolution. */
  void expectPings() {
    expectPing(branchHost(), CLOUD_HOST);
    expectPing(cloudHost(), BRANCH_HOST);
  }

  private void expectPing(String namespace, String address) {
    in(namespace, "ping", "-q", "-c", "1", "-w", "5", address).orFail();
    Command.Result pings =
        in(namespace, "ping", "-q", "-c", "5", "-i", "0.1", "-w", "5", address).orFail();
    if (!pings.output().contains(" 0% packet loss")) {
      throw new AssertionError("pings were lost from " + namespace + ":\n" + pings.output());
    }
  }

  /** Runs a program in a namespace. */
  Command.Result in(String namespace, String... command) {
    String[] all = new String[command.length + 4];
    all[0] = "ip";
    all[1] = "netns";
    all[2] = "exec";
    all[3] = namespace;
    System.arraycopy(command, 0, all, 4, command.length);
    return Command.run(all);
  }

  /** Listens on an interface while something happens; ends by itself at the given time. */
  Capture capture(String namespace, String device, Duration time, String filter) {
    return Capture.start(namespace, device, time, filter);
  }

  /** Keeps what helps to understand a failure. */
  void saveEvidence(String test) {
    Path directory = Path.of(property("sekisho.failures"), test.replaceAll("[^A-Za-z0-9.-]", "_"));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("gateway.log"), gateway.log());
      Files.writeString(directory.resolve("router.output"), router.output());
      Files.writeString(directory.resolve("router.log"), router.exec("show log").output());
      Files.writeString(directory.resolve("router.config"), router.exec("show config").output());
      Files.writeString(
          directory.resolve("router.net"),
          String.join("\n", kernelState()) + in(branchRouter(), "ip", "-s", "link").output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Devices, addresses, routes and rules of the router's namespace, sorted, without counters. */
  List<String> kernelState() {
    return List.of(
            List.of("ip", "-br", "link"),
            List.of("ip", "-br", "address"),
            List.of("ip", "route", "show", "table", "all"),
            List.of("ip", "-6", "route", "show", "table", "all"),
            List.of("ip", "rule"),
            List.of("ip", "-6", "rule"))
        .stream()
        .flatMap(
            command ->
                in(branchRouter(), command.toArray(String[]::new)).lines().stream()
                    .map(line -> line.replaceAll("@if\\d+|fe80::[0-9a-f:]+(/64)?", "").strip())
                    .sorted())
        .toList();
  }

  @Override
  public void close() {
    removeAll();
    place.leave();
    Runtime.getRuntime().removeShutdownHook(emergency);
  }

  private void removeAll() {
    router.down();
    gatewayRouter.down();
    gateway.stop();
    Command.run(script("topo"), "down", prefix);
  }
}
