package org.sekisho.console.karaf;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jline.terminal.Terminal;
import org.sekisho.console.Consoles;

/** {@code sekisho:console}: the RTX console in the terminal of Karaf's shell. */
@Service
@Command(scope = "sekisho", name = "console", description = "Opens the RTX console")
public final class ConsoleAction implements Action {

  @Reference private Session session;

  @Reference private Consoles consoles;

  @Override
  public Object execute() {
    if (session.getTerminal() instanceof Terminal terminal) {
      consoles.open(terminal, KarafUser.of(session));
      return null;
    }
    throw new IllegalStateException("The RTX console needs a terminal; log in with ssh -t");
  }
}
