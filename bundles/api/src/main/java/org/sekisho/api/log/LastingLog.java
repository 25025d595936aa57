package org.sekisho.api.log;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * The event log for bundles that stay while the log's bundle is replaced: it looks for the service
 * anew when the one it used is gone. Lines of a moment without one are kept and come when there is
 * one again; subscribers are handed on. Any thread may call. What it holds ends with its bundle.
 *
 * <p>A service is kept in use as long as it is registered: looking it up for each line took 8 % of
 * the time of a router that sets up tunnels.
 */
public final class LastingLog implements EventLog {

  /** Lines that wait at most; the oldest give way. */
  private static final int LONGEST_QUEUE = 200;

  private record Line(LogLevel level, String text) {}

  /** A service in use, held so that a log that was replaced does not stay in memory. */
  private record Use(WeakReference<ServiceReference<?>> reference, WeakReference<EventLog> log) {

    /** The service while it is registered, else null. */
    EventLog standing() {
      ServiceReference<?> registered = reference.get();
      // a reference has no bundle any more when its service has been unregistered
      return registered == null || registered.getBundle() == null ? null : log.get();
    }
  }

  private final BundleContext context;
  private final Queue<Line> waiting = new ArrayDeque<>();
  private ServiceListener arrival;
  private volatile Use use;

  /**
   * The log as a bundle sees it.
   *
   * @param context of the bundle
   */
  public LastingLog(BundleContext context) {
    this.context = context;
  }

  @Override
  public void log(LogLevel level, String text) {
    boolean taken =
        with(
            log -> {
              log.log(level, text);
              return true;
            },
            false);
    if (!taken) {
      keep(new Line(level, text));
    }
  }

  private void keep(Line line) {
    ServiceListener listener = null;
    synchronized (this) {
      if (waiting.size() == LONGEST_QUEUE) {
        waiting.remove();
      }
      waiting.add(line);
      if (arrival == null) {
        listener = event -> arrived(event.getType());
        arrival = listener;
      }
    }
    if (listener != null) {
      listen(listener);
      // It may have come since the line was refused.
      arrived(ServiceEvent.REGISTERED);
    }
  }

  private void arrived(int event) {
    if (event == ServiceEvent.REGISTERED) {
      with(
          log -> {
            for (Line line = next(); line != null; line = next()) {
              log.log(line.level(), line.text());
            }
            return true;
          },
          false);
    }
  }

  /** The next line that waits; after the last the listener goes. */
  private synchronized Line next() {
    Line line = waiting.poll();
    if (line == null && arrival != null) {
      unlisten(arrival);
      arrival = null;
    }
    return line;
  }

  @Override
  public List<LogEntry> entries() {
    return with(EventLog::entries, List.of());
  }

  @Override
  public void clear() {
    with(
        log -> {
          log.clear();
          return true;
        },
        false);
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    return new Subscription(subscriber);
  }

  private void listen(ServiceListener listener) {
    try {
      context.addServiceListener(
          listener, "(" + Constants.OBJECTCLASS + "=" + EventLog.class.getName() + ")");
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    } catch (IllegalStateException e) {
      // A thread of the bundle speaks after its end: nobody is there to hear of a log.
      return;
    }
  }

  /** Asks the service. */
  private <T> T with(Function<EventLog, T> question, T otherwise) {
    Use last = use;
    EventLog log = last == null ? null : last.standing();
    if (log == null) {
      log = lookUp();
    }
    return log == null ? otherwise : question.apply(log);
  }

  /** The best service there is, in use from now on until it goes; null without one. */
  private EventLog lookUp() {
    ServiceReference<EventLog> reference = find();
    EventLog log = reference == null ? null : get(reference);
    use = log == null ? null : new Use(new WeakReference<>(reference), new WeakReference<>(log));
    return log;
  }

  private void unlisten(ServiceListener listener) {
    try {
      context.removeServiceListener(listener);
    } catch (IllegalStateException e) {
      return; // the bundle has ended, and its listeners with it
    }
  }

  private ServiceReference<EventLog> find() {
    try {
      return context.getServiceReference(EventLog.class);
    } catch (IllegalStateException e) {
      return null; // the bundle has ended
    }
  }

  private EventLog get(ServiceReference<EventLog> reference) {
    try {
      return context.getService(reference);
    } catch (IllegalStateException e) {
      return null; // the bundle has ended
    }
  }

  /** One subscriber, at whatever log there is. */
  private final class Subscription implements AutoCloseable, ServiceListener {

    private final Consumer<LogEntry> subscriber;
    private AutoCloseable handle;
    private ServiceReference<?> at;

    private Subscription(Consumer<LogEntry> subscriber) {
      this.subscriber = subscriber;
      listen(this);
      renew();
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
      renew();
    }

    private synchronized void renew() {
      ServiceReference<EventLog> best = find();
      if (best == null || best.equals(at)) {
        return;
      }
      end();
      handle = with(log -> log.subscribe(subscriber), null);
      at = handle == null ? null : best;
    }

    private void end() {
      try {
        if (handle != null) {
          handle.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException("a log did not let a subscriber go", e);
      } finally {
        handle = null;
        at = null;
      }
    }

    @Override
    public void close() {
      unlisten(this);
      synchronized (this) {
        end();
      }
    }
  }
}
