package org.sekisho.itests.wiring;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.ike.IkeService;
import org.sekisho.api.ipsec.EspDataPlane;

/**
 * How the bundles of the assembled router hold together, and that each of them comes and goes while
 * the others stay. One container for all tests: each leaves the router whole.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WiringIT {

  /** Contracts that one bundle serves, by the contract's name below org.sekisho.api. */
  private static final Map<String, String> PROVIDERS =
      Map.ofEntries(
          Map.entry("crypto.CryptoExamination", "crypto-admission"),
          Map.entry("log.EventLog", "log"),
          Map.entry("config.CommandInterpreter", "config"),
          Map.entry("config.ConfigStore", "config"),
          Map.entry("eap.EapMethods", "eap"),
          Map.entry("pki.Pki", "pki"),
          Map.entry("net.TunDevices", "tun"),
          Map.entry("net.WanTransport", "tun"),
          Map.entry("ipsec.EspDataPlane", "esp"),
          Map.entry("ipsec.EspListener", "ike"),
          Map.entry("ike.IkeService", "ike"),
          Map.entry("ike.IkeInput", "ike"),
          Map.entry("tunnel.Tunnels", "tunnel"),
          Map.entry("tunnel.TunnelListener", "routing"),
          Map.entry("dhcp.LeaseListener", "routing"),
          Map.entry("tunnel.Keepalives", "keepalive"));

  /** Contracts that any bundle may serve, and those that must be among them. */
  private static final Map<String, Set<String>> WHITEBOARDS =
      Map.of(
          "crypto.IkeCrypto",
          Set.of("crypto-jca", "crypto-bc"),
          "crypto.EspCrypto",
          Set.of("crypto-jca", "crypto-bc"),
          "ike.IkeListener",
          Set.of("tunnel", "routing"),
          "config.ConfigReview",
          Set.of("ike", "routing", "schedule"),
          "config.CommandContributor",
          Set.of(
              "log",
              "catalogue",
              "esp",
              "pki",
              "ike",
              "tunnel",
              "keepalive",
              "dhcp",
              "routing",
              "console",
              "firmware",
              "swap",
              "schedule"),
          "config.ConfigListener",
          Set.of(
              "log",
              "esp",
              "pki",
              "ike",
              "tunnel",
              "keepalive",
              "dhcp",
              "routing",
              "console",
              "firmware",
              "swap",
              "schedule"));

  /** Every bundle that does something, in the order of start levels. */
  private static final List<String> IMPLEMENTATIONS =
      List.of(
          "swap",
          "log",
          "config",
          "catalogue",
          "crypto-jca",
          "crypto-bc",
          "crypto-ipsecmb",
          "crypto-admission",
          "eap",
          "tun",
          "esp",
          "dhcp",
          "routing",
          "pki",
          "ike",
          "tunnel",
          "keepalive",
          "console",
          "firmware",
          "schedule");

  /** Bundles whose commands have lines in wiring/config0.rtx. */
  private static final Set<String> CONFIGURED =
      Set.of(
          "log",
          "catalogue",
          "esp",
          "dhcp",
          "routing",
          "pki",
          "ike",
          "tunnel",
          "keepalive",
          "console",
          "schedule");

  /** Without these there is no command language. */
  private static final Set<String> BELOW_COMMANDS = Set.of("config");

  private static final long PATIENCE_SECONDS = 20;
  private static final long LOOK_MILLIS = 50;

  private Framework framework;
  private RouterState router;

  /** Where the router runs; asked outside the container. */
  @Configuration
  public static Option[] container() throws IOException {
    return Container.options();
  }

  /** Pax Exam may call before the last bundles have started. */
  @Before
  public void routerIsWhole() throws Exception {
    framework = new Framework(FrameworkUtil.getBundle(WiringIT.class).getBundleContext());
    router = new RouterState(framework);
    await(
        () ->
            framework.references("org.apache.karaf.features.BootFinished").isEmpty()
                ? List.of("Karaf has not finished its start")
                : List.of());
    awaitWhole();
  }

  /** A fault that another thread met does not fail a test by itself. */
  @After
  public void nothingIsLoggedAsAnError() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(System.getProperty(Container.LOG)))) {
      assertEquals(List.of(), lines.filter(l -> l.contains(" ERROR ")).toList());
    }
  }

  @Test
  public void everyBundleIsActiveAndEveryComponentSatisfied() {
    Set<String> names = new TreeSet<>();
    framework.bundles().forEach(b -> names.add(Framework.name(b)));
    Set<String> expected = new TreeSet<>(IMPLEMENTATIONS);
    expected.add("api");
    assertEquals(expected, names);
    for (String name : IMPLEMENTATIONS) {
      assertNotNull(name, framework.bundle(name).getHeaders().get("Service-Component"));
    }
    assertTrue("components", framework.componentCount() >= IMPLEMENTATIONS.size());
    assertEquals(List.of(), framework.faults());
  }

  @Test
  public void everyContractIsServedByItsBundle() {
    Map<String, List<String>> contracts = framework.contracts();
    WHITEBOARDS.forEach(
        (contract, bundles) -> {
          Set<String> missing = new TreeSet<>(bundles);
          missing.removeAll(contracts.remove(contract));
          assertEquals(contract, Set.of(), missing);
        });
    PROVIDERS.forEach(
        (contract, bundle) -> assertEquals(contract, List.of(bundle), contracts.remove(contract)));
    assertEquals("contracts this test does not know", Map.of(), contracts);
  }

  @Test
  public void nothingIsRefreshedWithAnImplementation() {
    for (String name : IMPLEMENTATIONS) {
      assertEquals(Set.of(name), framework.refreshedWith(framework.bundle(name)));
    }
  }

  @Test
  public void everyBundleStopsAndComesBack() throws Exception {
    for (String name : IMPLEMENTATIONS) {
      stopAndStart(name);
    }
  }

  private void stopAndStart(String name) throws Exception {
    Bundle bundle = framework.bundle(name);
    Map<Long, String> others = framework.bundlesExcept(bundle);
    Set<String> commands = router.commands();
    Set<String> own = router.commandsOf(bundle);
    List<String> lines = router.lines();
    List<String> shown = router.shown();
    assertEquals(name, CONFIGURED.contains(name), lines.stream().anyMatch(own::contains));

    bundle.stop();
    assertEquals(name, Bundle.RESOLVED, bundle.getState());
    if (BELOW_COMMANDS.contains(name)) {
      assertFalse(name, router.hasInterpreter());
    } else {
      assertAreGone(name, own, commands, lines);
    }
    if (name.equals("routing")) {
      RouterState.forgetAddressesAndRoutes();
    }

    bundle.start();
    awaitWhole();
    assertEquals(name, commands, router.commands());
    assertEquals(name, shown, router.shown());
    assertEquals(name, others, framework.bundlesExcept(bundle));
  }

  private void assertAreGone(
      String name, Set<String> gone, Set<String> commands, List<String> lines) throws Exception {
    Set<String> left = new TreeSet<>(commands);
    left.removeAll(gone);
    await(
        () -> {
          Set<String> present = router.commands();
          return present.equals(left)
              ? List.of()
              : List.of("without " + name + " there are " + present + ", not " + left);
        });
    List<String> linesLeft = new ArrayList<>(lines);
    linesLeft.removeIf(gone::contains);
    assertEquals(name, linesLeft, router.lines());
  }

  @Test
  public void updateTouchesNoOtherBundle() throws Exception {
    for (String name : List.of("crypto-jca", "keepalive", "log", "console")) {
      Bundle bundle = framework.bundle(name);
      Map<Long, String> others = framework.bundlesExcept(bundle);
      long modified = bundle.getLastModified();
      List<String> shown = router.shown();

      bundle.update();
      framework.refresh(bundle);
      awaitWhole();
      assertTrue(name, bundle.getLastModified() > modified);
      assertEquals(name, shown, router.shown());
      assertEquals(name, others, framework.bundlesExcept(bundle));
    }
  }

  @Test
  public void cryptoMovesToASecondProviderAndBack() throws Exception {
    Bundle first = framework.bundle("crypto-jca");
    EspDataPlane dataPlane = framework.service(EspDataPlane.class);
    IkeService ike = framework.service(IkeService.class);
    Map<Long, String> others = framework.bundlesExcept(first);

    Bundle second = BundleCopy.install(framework.context(), first, "second-crypto");
    try {
      second.start();
      awaitUse(second);
      first.stop();
      awaitWhole(first);
      assertEquals(Set.of(), framework.usersOf(EspCrypto.class.getName(), first));
      first.start();
      awaitUse(first);
    } finally {
      second.uninstall();
    }
    awaitWhole();
    assertSame(dataPlane, framework.service(EspDataPlane.class));
    assertSame(ike, framework.service(IkeService.class));
    assertEquals(others, framework.bundlesExcept(first));
  }

  private void awaitUse(Bundle provider) throws Exception {
    await(
        () -> {
          List<String> faults = new ArrayList<>();
          if (!framework.usersOf(EspCrypto.class.getName(), provider).contains("esp")) {
            faults.add("esp does not use " + provider);
          }
          if (!framework.usersOf(IkeCrypto.class.getName(), provider).contains("ike")) {
            faults.add("ike does not use " + provider);
          }
          return faults;
        });
  }

  @Test
  public void linesOfAnAbsentBundleAreSavedAndReturn() throws Exception {
    Bundle config = framework.bundle("config");
    Bundle keepalive = framework.bundle("keepalive");
    List<String> shown = router.shown();
    keepalive.stop();
    framework.service(ConfigStore.class).save();
    config.stop();
    config.start();
    keepalive.start();
    awaitWhole();
    assertEquals(shown, router.shown());
  }

  private void awaitWhole(Bundle... away) throws Exception {
    await(
        () -> {
          List<String> faults = framework.faults(away);
          if (faults.isEmpty()) {
            faults.addAll(router.withoutEffect());
          }
          return faults;
        });
  }

  private interface Faults extends Callable<List<String>> {}

  /** Waits until nothing is wrong any more. */
  private void await(Faults faults) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<String> last = faults.call();
    while (!last.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS);
      last = faults.call();
    }
    if (!last.isEmpty()) {
      throw new AssertionError(String.join("\n", last) + "\nLog:\n" + router.log());
    }
  }
}
