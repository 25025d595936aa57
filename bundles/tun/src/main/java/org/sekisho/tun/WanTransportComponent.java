package org.sekisho.tun;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.net.WanTransport;

/**
 * Opens the sockets and registers {@link WanTransport} while they are open. When the kernel refuses
 * them (a port in use), one line says so and the attempt is repeated until it succeeds. The
 * capability is declared because the service is registered by hand, which bnd does not see.
 */
@Component(
    immediate = true,
    service = {})
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"org.sekisho.api.net.WanTransport\"",
    effective = "active",
    uses = WanTransport.class)
public final class WanTransportComponent {

  private static final int RETRY_SECONDS = 3;

  private final BundleContext context;
  private final EventLog log;
  private final ScheduledExecutorService retry;
  private SocketTransport transport;
  private ServiceRegistration<WanTransport> registration;
  private String lastRefusal;
  private boolean stopped;

  /** Tries at once; DS calls it. */
  @Activate
  public WanTransportComponent(BundleContext context) {
    this(context, new LastingLog(context));
  }

  WanTransportComponent(BundleContext context, EventLog log) {
    this.context = context;
    this.log = log;
    retry =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sekisho-wan-open");
              thread.setDaemon(true);
              return thread;
            });
    tryOpen();
  }

  private synchronized void tryOpen() {
    if (stopped) {
      return;
    }
    try {
      transport = SocketTransport.open();
    } catch (IOException e) {
      if (!e.getMessage().equals(lastRefusal)) {
        lastRefusal = e.getMessage();
        log.info("[IPSEC] " + lastRefusal + "; trying again every " + RETRY_SECONDS + " seconds");
      }
      ScheduledFuture<?> unused = retry.schedule(this::tryOpen, RETRY_SECONDS, TimeUnit.SECONDS);
      return;
    }
    if (lastRefusal != null) {
      lastRefusal = null;
      log.info("[IPSEC] UDP ports 500 and 4500 and protocol 50 are open now");
    }
    if (!transport.hasIpv6()) {
      log.info("[IPSEC] this box has no IPv6: peers are reached over IPv4 only");
    }
    registration = context.registerService(WanTransport.class, transport, null);
  }

  /** Unregisters the service, then closes the sockets. */
  @Deactivate
  public void stop() {
    ServiceRegistration<WanTransport> registered;
    SocketTransport open;
    synchronized (this) {
      stopped = true;
      registered = registration;
      open = transport;
    }
    retry.shutdownNow();
    if (registered != null) {
      registered.unregister();
    }
    if (open != null) {
      open.close();
    }
  }
}
