package org.sekisho.console.ssh;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.AbstractUserAuthFactory;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.session.ServerSession;

/**
 * The method {@code none} (RFC 4252 section 5.2) while a router has neither administrator password
 * nor key. Such a session can do nothing before it has set the password.
 */
final class SetupLoginFactory extends AbstractUserAuthFactory {

  private final BooleanSupplier open;

  /**
   * Makes the method.
   *
   * @param open whether the router still waits for its set-up
   */
  SetupLoginFactory(BooleanSupplier open) {
    super("none");
    this.open = open;
  }

  @Override
  public UserAuth createUserAuth(ServerSession session) throws IOException {
    return new AbstractUserAuth(getName()) {
      @Override
      protected Boolean doAuth(Buffer buffer, boolean init) {
        boolean let = open.getAsBoolean();
        if (let) {
          getServerSession().setAttribute(SshLogin.UNPROVEN, true);
        }
        return let;
      }
    };
  }
}
