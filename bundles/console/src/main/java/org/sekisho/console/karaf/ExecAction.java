package org.sekisho.console.karaf;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.sekisho.console.Consoles;

/** {@code sekisho:exec 'LINE'}: runs lines of the RTX console. */
@Service
@Command(scope = "sekisho", name = "exec", description = "Runs a line of the RTX console")
public final class ExecAction implements Action {

  @Reference private Session session;

  @Reference private Consoles consoles;

  @Argument(name = "line", description = "One or more lines, in quotes", required = true)
  private String line;

  @Override
  public Object execute() {
    StringWriter errors = new StringWriter();
    PrintWriter out = new PrintWriter(session.getConsole(), true);
    int result = consoles.run(line, KarafUser.of(session), out, new PrintWriter(errors, true));
    if (result != 0) {
      throw new IllegalStateException(errors.toString().strip());
    }
    return null;
  }
}
