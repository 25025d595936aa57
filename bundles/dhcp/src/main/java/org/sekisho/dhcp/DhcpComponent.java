package org.sekisho.dhcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.api.dhcp.LeaseListener;
import org.sekisho.api.log.LastingLog;

/**
 * A client for each LAN whose address is {@code dhcp}. All of them live on one thread, which looks
 * each second whether there is a link. When the router stops, addresses stay as those that were
 * typed do (decision 004), and the leases are on the disk for the next start.
 */
@Component(
    service = {CommandContributor.class, ConfigListener.class},
    immediate = true)
public final class DhcpComponent implements CommandContributor, ConfigListener, LeaseListener {

  private static final Path DEVICES = Path.of("/sys/class/net");

  private final Map<String, String> interfaces;
  private final Path folder;
  private final LanClient.Surroundings surroundings;
  private final List<Command> commands = new ArrayList<>();
  private final List<LeaseListener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "sekisho-dhcp");
            made.setDaemon(true);
            return made;
          });

  // Of that thread.
  private final Map<String, LanClient> clients = new LinkedHashMap<>();
  private final Map<String, LanClient> leaving = new LinkedHashMap<>();
  private Map<String, ClientSettings> wanted = Map.of();

  private volatile List<ClientStatus> statuses = List.of();

  /** Called by Declarative Services. */
  @Activate
  public DhcpComponent(BundleContext context) throws IOException {
    BootSettings settings = BootSettings.from(context::getProperty);
    interfaces = settings.interfaces();
    folder = settings.data().resolve("dhcp").toAbsolutePath();
    Time time = Time.ofMachine();
    surroundings =
        new LanClient.Surroundings(
            new UdhcpcProcess(),
            script(folder).toString(),
            this::soon,
            this,
            new LastingLog(context),
            time);
    commands.addAll(new DhcpCommands().commands());
    commands.addAll(new ShowStatusDhcpc(() -> statuses, time).commands());
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(() -> guarded(this::tick), 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Lays the script where udhcpc can run it.
   *
   * @return where it is
   */
  static Path script(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path part = folder.resolve("report.part");
    try (InputStream in = DhcpComponent.class.getResourceAsStream("report")) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
    return Files.move(
        part,
        folder.resolve("report"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Ends the clients; what they got stays. */
  @Deactivate
  void stop() throws InterruptedException {
    soon(() -> clients.values().forEach(LanClient::stop));
    soon(() -> leaving.values().forEach(LanClient::stop));
    thread.shutdown();
    thread.awaitTermination(5, TimeUnit.SECONDS);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindListener(LeaseListener listener) {
    soon(
        () -> {
          listeners.add(listener);
          clients.values().forEach(client -> client.tell(listener));
        });
  }

  void unbindListener(LeaseListener listener) {
    soon(() -> listeners.remove(listener));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    soon(
        () -> {
          wanted = ClientSettings.read(after, interfaces);
          tick();
        });
  }

  @Override
  public void leased(Lease lease) {
    listeners.forEach(listener -> listener.leased(lease));
  }

  @Override
  public void lost(String lan) {
    listeners.forEach(listener -> listener.lost(lan));
  }

  private void tick() {
    for (String lan : List.copyOf(clients.keySet())) {
      if (!wanted.containsKey(lan)) {
        LanClient client = clients.remove(lan);
        leaving.put(lan, client);
        client.release();
      }
    }
    for (Iterator<LanClient> each = leaving.values().iterator(); each.hasNext(); ) {
      LanClient client = each.next();
      client.tick(false);
      if (client.isOver()) {
        each.remove();
      }
    }
    wanted.forEach(
        (lan, settings) -> {
          if (leaving.containsKey(lan)) {
            return; // it begins anew when the one before has given its address back
          }
          LanClient client = clients.get(lan);
          if (client == null) {
            client = new LanClient(lan, settings, new LeaseFile(folder.resolve(lan)), surroundings);
            clients.put(lan, client);
          } else {
            client.configure(settings);
          }
          client.tick(hasLink(settings.device()));
        });
    statuses = clients.values().stream().map(LanClient::status).toList();
  }

  private static boolean hasLink(String device) {
    try {
      return Files.readString(DEVICES.resolve(device).resolve("carrier")).strip().equals("1");
    } catch (IOException e) {
      return false; // there is none, or it is not up: the kernel answers EINVAL then
    }
  }

  private void soon(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      // stopped meanwhile: the processes are ended
    }
  }

  /** The executor would run a task never again that threw. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      System.getLogger(DhcpComponent.class.getName())
          .log(System.Logger.Level.ERROR, "a DHCP client failed", e);
    }
  }
}
