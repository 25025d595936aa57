package org.sekisho.console.ssh;

import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSession;
import org.sekisho.console.session.Login;
import org.sekisho.console.users.Users;

/** Who is behind an SSH connection. */
final class SshLogin {

  /** Whether the connection was authenticated by an administrator's key. */
  static final AttributeKey<Boolean> TRUSTED = new AttributeKey<>();

  /** Whether nobody was asked for anything, because the router was not set up yet. */
  static final AttributeKey<Boolean> UNPROVEN = new AttributeKey<>();

  private SshLogin() {}

  /** Whether a user has a way in that begins with an SSH login. */
  static boolean allowed(Users users, String user) {
    return users.attributes(user).allows("ssh") || users.attributes(user).allows("sftp");
  }

  static Login of(ChannelSession channel, Environment environment, String origin) {
    ServerSession session = channel.getServerSession();
    String name = session.getUsername();
    boolean trusted = Boolean.TRUE.equals(session.getAttribute(TRUSTED));
    return new Login(
        !trusted && name.equals(Users.ANONYMOUS) ? "" : name,
        origin,
        PasswordLogin.address(session),
        trusted,
        locale(environment));
  }

  /** As POSIX has it: {@code LC_ALL} before {@code LC_MESSAGES} before {@code LANG}. */
  private static String locale(Environment environment) {
    for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.getEnv().get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
