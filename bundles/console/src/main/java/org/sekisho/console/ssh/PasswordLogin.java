package org.sekisho.console.ssh;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.sekisho.console.session.Router;
import org.sekisho.console.users.LoginGuard;
import org.sekisho.console.users.Users;

/**
 * Checks passwords, off the threads that carry the connections: hashing takes a while on purpose,
 * and the answer to a wrong password is held back.
 */
final class PasswordLogin implements PasswordAuthenticator, AutoCloseable {

  private static final int LONGEST = 128;
  private static final int WAITING = 16;

  private final Router router;
  private final LoginGuard guard;
  private final Duration delay;
  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor worker;

  /**
   * Makes the authenticator.
   *
   * @param delay how long the answer to a wrong password is held back
   * @param timer runs what is held back
   */
  PasswordLogin(Router router, LoginGuard guard, Duration delay, ScheduledExecutorService timer) {
    this.router = router;
    this.guard = guard;
    this.delay = delay;
    this.timer = timer;
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            r -> {
              Thread thread = new Thread(r, "sekisho-ssh-login");
              thread.setDaemon(true);
              return thread;
            });
    worker.allowCoreThreadTimeOut(true);
  }

  @Override
  public boolean authenticate(String user, String password, ServerSession session) {
    String address = address(session);
    if (password.length() > LONGEST || user.length() > LONGEST) {
      return false;
    }
    if (!guard.allows(address)) {
      router.log().info("Login refused for SSH: " + address + ", too many attempts");
      return false;
    }
    AsyncAuthException later = new AsyncAuthException();
    try {
      worker.execute(() -> check(user, password, address, later));
    } catch (RejectedExecutionException e) {
      return false; // a flood of attempts
    }
    throw later;
  }

  private void check(String user, String password, String address, AsyncAuthException later) {
    char[] typed = password.toCharArray();
    boolean right;
    try {
      Users users = router.users();
      right =
          users.mayLogIn(user, typed)
              && users.hasAdministratorPassword()
              && SshLogin.allowed(users, user)
              && users.passwordsMayLogIn();
    } finally {
      Arrays.fill(typed, '\0');
    }
    if (right) {
      guard.succeeded(address);
      later.setAuthed(true);
      return;
    }
    guard.failed(address);
    router.log().info("Login failed for SSH: " + address + " " + user);
    timer.schedule(() -> later.setAuthed(false), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  static String address(ServerSession session) {
    SocketAddress remote = session.getClientAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }
}
