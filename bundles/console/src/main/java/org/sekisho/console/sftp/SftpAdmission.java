package org.sekisho.console.sftp;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.users.Users;

/** Who may use SFTP: asked when a session begins and again for each file. Thread-safe. */
public final class SftpAdmission {

  private final Router router;
  private final Map<String, String> interfaces;

  /**
   * Asks a router's configuration.
   *
   * @param interfaces Linux names of {@code lan1} and so on
   */
  public SftpAdmission(Router router, Map<String, String> interfaces) {
    this.router = router;
    this.interfaces = Map.copyOf(interfaces);
  }

  /**
   * Why somebody may not use SFTP now.
   *
   * @param login who logged in, with a password or a key
   * @param address from where
   */
  public Optional<Text> refusal(Login login, InetAddress address) {
    if (hosts().stream().noneMatch(h -> HostRange.contains(h, address, interfaces))) {
      return Optional.of(
          new Text(
              "SFTP is not open to this address; add it to sftpd host",
              "このアドレスからのSFTPは許可されていません。sftpd hostで許可してください"));
    }
    if (login.trusted()) {
      return Optional.empty();
    }
    Users users = router.users();
    boolean known = users.hasAdministratorPassword() && users.exists(login.user());
    boolean may =
        known
            && users.attributes(login.user()).filesAsAdministrator()
            && users.attributes(login.user()).allows("sftp");
    return may
        ? Optional.empty()
        : Optional.of(
            new Text(
                "This user may not use SFTP; it takes user attribute with administrator=on, and"
                    + " sftp among the connections",
                "このユーザーはSFTPを使用できません。user attributeでadministrator=onとし、connectionでsftpを許可してください"));
  }

  private List<String> hosts() {
    return router
        .config()
        .get(SftpSettings.ID)
        .map(Setting::arguments)
        .map(SftpSettings::hosts)
        .orElse(List.of(SftpSettings.NONE));
  }
}
