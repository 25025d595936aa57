package org.sekisho.dhcp;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.api.dhcp.LeaseListener;
import org.sekisho.api.log.EventLog;

/**
 * The DHCP client of one interface: keeps udhcpc running while there is a link, and knows the
 * lease. A link that comes back may be another network, so that udhcpc starts anew then; the lease
 * stays until there is another, or its time is over. One thread.
 */
final class LanClient {

  private static final long RELEASE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LONGEST_PAUSE_SECONDS = 30;
  private static final int LONGEST_WORDS = 200;

  /**
   * What a client works with.
   *
   * @param script path of the script that udhcpc calls
   * @param thread runs what processes tell
   */
  record Surroundings(
      Udhcpc udhcpc, String script, Executor thread, LeaseListener told, EventLog log, Time time) {}

  private final String lan;
  private final LeaseFile file;
  private final Surroundings with;
  private ClientSettings settings;
  private Udhcpc.Running running;
  private int generation;
  private boolean boundSinceStart;
  private Optional<Lease> lease = Optional.empty();
  private long leaseEnd;
  private boolean link;
  private long linkDownSince;
  private boolean gaveUp;
  private int failures;
  private long nextStart;
  private String words = "";
  private String problem = "";
  private boolean leaving;
  private boolean releasing;
  private long releaseEnd;

  /** A client that asks for nothing yet; a lease it remembers is told. */
  LanClient(String lan, ClientSettings settings, LeaseFile file, Surroundings with) {
    this.lan = lan;
    this.settings = settings;
    this.file = file;
    this.with = with;
    nextStart = with.time().nanos();
    linkDownSince = nextStart;
    try {
      file.read(lan, with.time().now())
          .ifPresent(
              remembered -> {
                lease = Optional.of(remembered.lease());
                leaseEnd = with.time().nanos() + remembered.remaining().toNanos();
              });
    } catch (IOException e) {
      problem("its last lease cannot be read: " + e.getMessage());
    }
    tell(with.told());
  }

  /** Tells a listener what there is. */
  void tell(LeaseListener listener) {
    lease.ifPresentOrElse(listener::leased, () -> listener.lost(lan));
  }

  /** Other settings. */
  void configure(ClientSettings changed) {
    boolean restarts = !changed.runsAs(settings);
    if (!changed.device().equals(settings.device())) {
      lose("its interface is another one");
    }
    settings = changed;
    if (restarts) {
      startAnew();
    }
  }

  /** A second has passed, or something has changed; nothing for one that is being released. */
  void tick(boolean linkNow) {
    long now = with.time().nanos();
    if (leaving) {
      if (releasing && now - releaseEnd >= 0) {
        kill();
        released();
      }
      return;
    }
    if (lease.isPresent() && now - leaseEnd >= 0) {
      lose("the lease has expired");
    }
    if (linkNow && !link) {
      startAnew();
    } else if (!linkNow && link) {
      linkDownSince = now;
    }
    link = linkNow;
    if (!link && lease.isPresent() && settings.releaseSeconds().isPresent()) {
      long limit = TimeUnit.SECONDS.toNanos(settings.releaseSeconds().getAsInt());
      if (now - linkDownSince >= limit) {
        kill();
        lose("the link is down");
      }
    }
    if (link && running == null && !gaveUp && now - nextStart >= 0) {
      start();
    }
  }

  /** Gives the address back; {@link #isOver} tells when that is done. */
  void release() {
    leaving = true;
    if (running == null || lease.isEmpty() || !link) {
      kill();
      released();
      return;
    }
    releasing = true;
    releaseEnd = with.time().nanos() + RELEASE_NANOS;
    running.release();
  }

  private void released() {
    releasing = false;
    running = null;
    lose("ip " + lan + " address is dhcp no more");
  }

  /** Whether nothing of it is left, after {@link #release}. */
  boolean isOver() {
    return running == null && !releasing && lease.isEmpty();
  }

  /** Ends udhcpc; the lease is kept for the next client. */
  void stop() {
    kill();
  }

  /** What {@code show status dhcpc} tells. */
  ClientStatus status() {
    ClientStatus.State state = ClientStatus.State.REQUESTING;
    if (lease.isPresent()) {
      state = ClientStatus.State.BOUND;
    } else if (!link) {
      state = ClientStatus.State.NO_LINK;
    } else if (gaveUp) {
      state = ClientStatus.State.NO_ANSWER;
    }
    return new ClientStatus(
        lan, state, lease, lease.isPresent() ? leaseEnd : 0, settings.hostname(), problem);
  }

  private void startAnew() {
    kill();
    gaveUp = false;
    failures = 0;
    nextStart = with.time().nanos();
  }

  private void kill() {
    generation++;
    if (running != null) {
      running.kill();
      running = null;
    }
  }

  private void start() {
    int mine = ++generation;
    boundSinceStart = false;
    words = "";
    Optional<InetAddress> before = lease.map(Lease::address);
    List<String> arguments = settings.arguments(with.script(), before);
    running =
        with.udhcpc()
            .start(
                arguments,
                line -> with.thread().execute(() -> line(mine, line)),
                () -> with.thread().execute(() -> ended(mine)));
  }

  private void line(int from, String line) {
    if (from != generation) {
      return;
    }
    Optional<Report> report = Report.parse(line);
    if (report.isEmpty()) {
      words = line.substring(0, Math.min(line.length(), LONGEST_WORDS)).replaceAll("\\p{C}", "?");
      return;
    }
    switch (report.get().event()) {
      case BOUND, RENEW -> bound(report.get(), line);
      case DECONFIG -> {
        // it says so at its start, too, when a remembered lease still holds
        if (boundSinceStart && !releasing) {
          lose("the DHCP server takes it back");
        }
      }
      case LEASEFAIL -> {
        // it ends by itself when it was told to give up
        gaveUp = settings.attempts().isPresent();
        problem("no DHCP server answers");
      }
      case NAK -> problem("the DHCP server refuses its address");
    }
  }

  private void bound(Report report, String line) {
    Lease got;
    try {
      got = LeaseReader.read(lan, report);
    } catch (UnusableLeaseException e) {
      problem("the DHCP server's answer is of no use: " + e.getMessage());
      kill();
      nextStart = with.time().nanos() + TimeUnit.SECONDS.toNanos(LONGEST_PAUSE_SECONDS);
      return;
    }
    boundSinceStart = true;
    failures = 0;
    problem = "";
    Duration duration = LeaseReader.duration(report);
    leaseEnd = with.time().nanos() + duration.toNanos();
    try {
      file.write(with.time().now(), line);
    } catch (IOException e) {
      problem("its lease cannot be kept: " + e.getMessage());
    }
    if (!lease.equals(Optional.of(got))) {
      lease = Optional.of(got);
      with.log()
          .info(
              mark()
                  + got.address().getHostAddress()
                  + "/"
                  + got.prefixLength()
                  + got.server().map(s -> " from " + s.getHostAddress()).orElse("")
                  + got.gateway().map(g -> ", gateway " + g.getHostAddress()).orElse("")
                  + ", for "
                  + duration.toSeconds()
                  + " seconds");
      with.told().leased(got);
    }
  }

  private void ended(int from) {
    if (from != generation) {
      return;
    }
    running = null;
    if (releasing) {
      released();
    } else if (!gaveUp) {
      if (!words.isEmpty()) {
        problem("the DHCP client has ended: " + words);
      }
      failures++;
      long pause = Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(failures, 10));
      nextStart = with.time().nanos() + TimeUnit.SECONDS.toNanos(pause);
    }
  }

  private void lose(String why) {
    if (lease.isPresent()) {
      with.log().info(mark() + lease.get().address().getHostAddress() + " is given up: " + why);
    }
    lease = Optional.empty();
    try {
      file.delete();
    } catch (IOException e) {
      problem("its lease cannot be forgotten: " + e.getMessage());
    }
    with.told().lost(lan);
  }

  /** Said once until it is another one or all is well. */
  private void problem(String sentence) {
    if (!sentence.equals(problem)) {
      problem = sentence;
      with.log().info(mark() + sentence);
    }
  }

  private String mark() {
    return "[DHCPC] " + lan.toUpperCase(Locale.ROOT) + ": ";
  }
}
