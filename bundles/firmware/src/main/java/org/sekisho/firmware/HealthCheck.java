package org.sekisho.firmware;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.tunnel.Tunnels;

/**
 * Says of the running slot that it works, which the boot loader wants to hear after each start: the
 * configuration is loaded, the console answers, and after an update the tunnels that were up before
 * are up again. When an update does not get there in time it is taken back, with the reason.
 */
@Component(service = ConfigListener.class, immediate = true)
public final class HealthCheck implements ConfigListener {

  private static final System.Logger LOGGER = System.getLogger(HealthCheck.class.getName());

  /** As long as a peer needs that dials again after minutes only. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private static final long PERIOD_SECONDS = 3;

  private final Box box;
  private final TunnelNotes notes;
  private final Path console;
  private final EventLog log;
  private final LongSupplier nanos;
  private final long begin;
  private final ScheduledExecutorService thread;
  private volatile boolean configured;
  private boolean over;
  private String said = "";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Tunnels tunnels;

  /** Begins to look, on a box with slots. */
  @Activate
  public HealthCheck(@Reference EventLog log, BundleContext context) {
    this(
        Box.at(context.getProperty(Box.PROPERTY)),
        BootSettings.from(context::getProperty).data(),
        log,
        System::nanoTime);
    if (box.hasSlots()) {
      ScheduledFuture<?> unused =
          thread.scheduleWithFixedDelay(
              this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  HealthCheck(Box box, Path data, EventLog log, LongSupplier nanos) {
    this.box = box;
    this.log = log;
    this.nanos = nanos;
    notes = new TunnelNotes(data);
    console = data.resolve("console.sock");
    begin = nanos.getAsLong();
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "sekisho-firmware");
              made.setDaemon(true);
              return made;
            });
  }

  /** Stops looking. */
  @Deactivate
  void stop() {
    thread.shutdownNow();
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    configured = true;
  }

  /** One look; nothing is thrown, so that the clock goes on. */
  synchronized void look() {
    if (over) {
      return;
    }
    try {
      judge();
    } catch (IOException e) {
      say("The firmware's slot cannot be confirmed: " + e.getMessage());
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "looking after the firmware failed", e);
    }
    if (over) {
      thread.shutdown();
    }
  }

  private void judge() throws IOException {
    FirmwareStatus status = box.status();
    Optional<String> missing = missing(status.trial());
    if (missing.isEmpty()) {
      box.ask("good");
      over = true;
      if (status.trial()) {
        log.info("[FIRMWARE] Version " + status.version() + " works and is confirmed");
      }
      return;
    }
    if (!status.trial()) {
      return; // an old slot that is ill is not made better by the other one's start
    }
    say("[FIRMWARE] Version " + status.version() + " is on trial: " + missing.get());
    if (nanos.getAsLong() - begin > DEADLINE.toNanos()) {
      String reason = missing.get() + " after " + DEADLINE.toMinutes() + " minutes";
      log.info("[FIRMWARE] Version " + status.version() + " goes back: " + reason);
      over = true;
      box.ask("failed " + reason);
    }
  }

  /** What is yet to work, empty when everything does. */
  private Optional<String> missing(boolean trial) throws IOException {
    List<String> missing = new ArrayList<>();
    if (!configured) {
      missing.add("the configuration is not loaded");
    }
    if (!consoleAnswers()) {
      missing.add("the console does not answer");
    }
    if (trial) {
      for (int tunnel : notes.missing(tunnels)) {
        missing.add("tunnel " + tunnel + " is not up again");
      }
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
  }

  private boolean consoleAnswers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(console));
    } catch (IOException e) {
      return false;
    }
  }

  private void say(String text) {
    if (!text.equals(said)) {
      said = text;
      log.info(text);
    }
  }
}
