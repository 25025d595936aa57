package org.sekisho.console.ssh;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.sekisho.api.log.EventLog;

/**
 * Bounds the connections on which nobody has logged in yet. Each costs memory from its first octet
 * on, and anybody can open them: a few thousand used up the heap, and with it the router. When
 * there are too many, the oldest of the address that has most of them is closed, so that who floods
 * loses his own. Thread-safe.
 */
final class NewConnections implements SessionListener {

  /** Most of them: far more people than log in at once, about 4 MB. */
  static final int MOST = 64;

  private static final long BETWEEN_REPORTS_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final EventLog log;
  private final Map<Session, String> open = new LinkedHashMap<>();
  private boolean reported;
  private long lastReport;

  NewConnections(EventLog log) {
    this.log = log;
  }

  @Override
  public void sessionCreated(Session session) {
    add(session, address(session.getIoSession().getRemoteAddress()))
        .ifPresent(oldest -> oldest.close(true));
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      remove(session);
    }
  }

  @Override
  public void sessionClosed(Session session) {
    remove(session);
  }

  private synchronized Optional<Session> add(Session session, String address) {
    open.put(session, address);
    if (open.size() <= MOST) {
      return Optional.empty();
    }
    String most = addressOfMost();
    report(most);
    Optional<Session> oldest =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().equals(most))
            .map(Map.Entry::getKey)
            .findFirst();
    oldest.ifPresent(open::remove);
    return oldest;
  }

  private String addressOfMost() {
    return open.values().stream()
        .collect(Collectors.groupingBy(a -> a, LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private void report(String address) {
    long now = System.nanoTime();
    if (!reported || now - lastReport > BETWEEN_REPORTS_NANOS) {
      reported = true;
      lastReport = now;
      log.info(
          "SSH: more than "
              + MOST
              + " connections without a login, most of them from "
              + address
              + "; the oldest are closed");
    }
  }

  private synchronized void remove(Session session) {
    open.remove(session);
  }

  private static String address(SocketAddress remote) {
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }
}
