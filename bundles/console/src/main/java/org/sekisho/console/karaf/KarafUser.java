package org.sekisho.console.karaf;

import org.apache.karaf.shell.api.console.Session;
import org.sekisho.console.session.Login;

/** Who uses Karaf's shell: whoever is in there administers the router. */
final class KarafUser {

  private KarafUser() {}

  static Login of(Session session) {
    String user = session.get("USER") instanceof String name ? name : "karaf";
    String locale = session.get("LANG") instanceof String lang ? lang : "";
    return new Login(user, "SHELL", "", true, locale);
  }
}
