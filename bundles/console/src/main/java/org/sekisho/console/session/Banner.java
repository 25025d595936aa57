package org.sekisho.console.session;

import java.io.PrintWriter;

/** What a person sees after login. */
final class Banner {

  private final Router router;

  Banner(Router router) {
    this.router = router;
  }

  void print(PrintWriter out) {
    out.println();
    out.println("Sekisho Rev." + router.version());
    out.println("Apache License 2.0. Type help for help.");
    out.println();
  }
}
