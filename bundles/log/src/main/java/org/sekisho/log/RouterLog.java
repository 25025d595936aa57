package org.sekisho.log;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;
import org.sekisho.api.pki.Pki;
import org.sekisho.api.pki.PkiException;

/**
 * The event log: a ring in memory, subscribers on the logging thread, and behind a queue the syslog
 * hosts and the platform's log file.
 */
@Component(service = {EventLog.class, ConfigListener.class})
public final class RouterLog implements EventLog, ConfigListener {

  private static final System.Logger LOGGER = System.getLogger("sekisho");
  private static final int RING = 10_000;
  private static final int QUEUE = 1_000;
  private static final int SYSLOG_PORT = 514;

  private final Clock clock;
  private final LogRing ring = new LogRing(RING);
  private final List<Consumer<LogEntry>> subscribers = new CopyOnWriteArrayList<>();
  private final SyslogSender sender;
  private final LogQueue queue;
  private volatile LogSettings settings = LogSettings.DEFAULT;

  /** Asked for CAs when a syslog host is reached by TLS. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Pki pki;

  /** Starts the log with the system's clock and the standard port. */
  @Activate
  public RouterLog() {
    this(Clock.systemUTC(), SYSLOG_PORT);
  }

  RouterLog(Clock clock, int syslogPort) {
    this.clock = clock;
    sender = new SyslogSender(syslogPort, System::nanoTime, this::info, this::authorities);
    queue =
        new LogQueue(
            QUEUE,
            List.of(e -> LOGGER.log(System.Logger.Level.INFO, e.text()), sender),
            lost -> info("syslog: " + lost + " lines were not sent, the queue was full"));
  }

  private List<X509Certificate> authorities(int file) throws PkiException {
    Pki service = pki;
    if (service == null) {
      throw PkiException.notInstalled();
    }
    return service.anchors(file);
  }

  /** Sends what waits and stops. */
  @Deactivate
  public void stop() {
    queue.close();
    sender.close();
  }

  @Override
  public void log(LogLevel level, String text) {
    if (!settings.levels().contains(level)) {
      return;
    }
    for (LogEntry settled : ring.add(new LogEntry(clock.instant(), level, oneLine(text)))) {
      queue.offer(settled);
      for (Consumer<LogEntry> subscriber : subscribers) {
        tell(subscriber, settled);
      }
    }
  }

  @Override
  public List<LogEntry> entries() {
    return ring.entries();
  }

  @Override
  public void clear() {
    ring.clear();
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    // A wrapper of its own, so that subscribing the same object twice and closing once leaves one.
    Consumer<LogEntry> registration = subscriber::accept;
    subscribers.add(registration);
    return () -> subscribers.remove(registration);
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    LogSettings next = LogSettings.from(after);
    if (!next.equals(settings)) {
      settings = next;
      sender.settings(next);
    }
  }

  /** Control characters in a peer's text must not forge lines or drive a terminal. */
  private static String oneLine(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        if (clean == null) {
          clean = new StringBuilder(text);
        }
        clean.setCharAt(i, '?');
      }
    }
    return clean == null ? text : clean.toString();
  }

  private static void tell(Consumer<LogEntry> subscriber, LogEntry entry) {
    try {
      subscriber.accept(entry);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a subscriber of the log failed", e);
    }
  }
}
