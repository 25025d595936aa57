package org.sekisho.api.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** The log's bundle comes and goes in a framework of two methods. */
class LastingLogTest {

  /** A log of one bundle. */
  private static final class Service implements EventLog {
    final List<String> lines = new ArrayList<>();
    final List<Consumer<LogEntry>> subscribers = new ArrayList<>();

    @Override
    public void log(LogLevel level, String text) {
      lines.add(level + " " + text);
    }

    @Override
    public List<LogEntry> entries() {
      return List.of();
    }

    @Override
    public void clear() {
      lines.clear();
    }

    @Override
    public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
      subscribers.add(subscriber);
      return () -> subscribers.remove(subscriber);
    }
  }

  private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
  private EventLog present;
  private ServiceReference<?> reference;
  private int lookUps;

  private final Bundle bundle =
      (Bundle)
          Proxy.newProxyInstance(
              LastingLogTest.class.getClassLoader(),
              new Class<?>[] {Bundle.class},
              (proxy, method, arguments) -> null);

  private final BundleContext context =
      (BundleContext)
          Proxy.newProxyInstance(
              LastingLogTest.class.getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getServiceReference" -> {
                      lookUps++;
                      yield reference;
                    }
                    case "getService" -> present;
                    case "addServiceListener" -> {
                      listeners.add((ServiceListener) arguments[0]);
                      yield null;
                    }
                    case "removeServiceListener" -> {
                      listeners.remove(arguments[0]);
                      yield null;
                    }
                    default -> throw new AssertionError(method);
                  });

  private final LastingLog log = new LastingLog(context);

  private Service arrive() {
    Service service = new Service();
    present = service;
    Object[] self = new Object[1];
    self[0] =
        Proxy.newProxyInstance(
            LastingLogTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "getBundle" -> proxy == reference ? bundle : null;
                  default -> null;
                });
    reference = (ServiceReference<?>) self[0];
    listeners.forEach(l -> l.serviceChanged(new ServiceEvent(ServiceEvent.REGISTERED, reference)));
    return service;
  }

  private void leave() {
    present = null;
    reference = null;
  }

  @Test
  void linesOfAMomentWithoutALogComeWhenThereIsOne() {
    Service first = arrive();
    log.info("a");
    leave();
    log.info("b");
    log.log(LogLevel.DEBUG, "c");
    Service second = arrive();
    log.info("d");
    assertEquals(List.of("INFO a"), first.lines);
    assertEquals(List.of("INFO b", "DEBUG c", "INFO d"), second.lines);
    assertEquals(List.of(), listeners);
  }

  @Test
  void aLogThatStaysIsLookedUpOnce() {
    Service first = arrive();
    log.info("a");
    log.info("b");
    assertEquals(1, lookUps);
    assertEquals(List.of("INFO a", "INFO b"), first.lines);
    Service second = arrive();
    log.info("c");
    assertEquals(2, lookUps, "the first is gone when it has no bundle");
    assertEquals(List.of("INFO c"), second.lines);
  }

  @Test
  void theNewestLinesAreKept() {
    for (int n = 0; n < 250; n++) {
      log.info("line " + n);
    }
    Service service = arrive();
    assertEquals(200, service.lines.size());
    assertEquals("INFO line 50", service.lines.get(0));
  }

  @Test
  void subscribersAreHandedOn() throws Exception {
    AutoCloseable handle = log.subscribe(entry -> {});
    Service first = arrive();
    assertEquals(1, first.subscribers.size());
    leave();
    Service second = arrive();
    assertEquals(1, second.subscribers.size());
    assertEquals(0, first.subscribers.size());
    handle.close();
    assertEquals(0, second.subscribers.size());
    assertEquals(List.of(), listeners);
  }
}
