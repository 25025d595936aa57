package org.sekisho.console.commands;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Terminal;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.console.session.TerminalSession;

/** {@code shell}: hands the terminal to Karaf's shell until that is left. */
public final class ShellCommand {

  private static final Set<String> ROLES =
      Set.of("admin", "manager", "viewer", "systembundles", "ssh");

  private final Supplier<Optional<SessionFactory>> factory;

  /**
   * Declares.
   *
   * @param factory Karaf's shell, empty while it is absent
   */
  public ShellCommand(Supplier<Optional<SessionFactory>> factory) {
    this.factory = factory;
  }

  /** The commands. */
  public List<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("shell")
                .help("Opens Karaf's shell; logout returns", "Karafのシェルを開く (logoutで戻る)")
                .build(),
            this::open));
  }

  private void open(CommandCall call) throws CommandException {
    SessionFactory shell =
        factory
            .get()
            .orElseThrow(
                () -> new CommandException("Karaf's shell is not running", "Karafのシェルは起動していません"));
    if (!(call.session() instanceof TerminalSession session)
        || !(session.jline() instanceof Terminal)) {
      throw new CommandException(
          "Karaf's shell needs a terminal; log in with ssh -t",
          "Karafのシェルには端末が必要です。ssh -t でログインしてください");
    }
    String user = session.user().isEmpty() ? "administrator" : session.user();
    call.out()
        .println(
            call.text(
                "Karaf's shell: logout or Ctrl-D returns to this console.",
                "Karafのシェルを開きます。logout または Ctrl-D でこのコンソールに戻ります。"));
    call.out().flush();
    session.lend(terminal -> run(shell, BorrowedTerminal.of(terminal), user));
  }

  private static void run(SessionFactory shell, BorrowedTerminal.Both terminal, String user) {
    InputStream in = terminal.input();
    PrintStream out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
    // Karaf's commands ask the subject for its roles; an administrator has them all.
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    ROLES.forEach(role -> subject.getPrincipals().add(new RolePrincipal(role)));
    Session karaf = shell.create(in, out, out, terminal, StandardCharsets.UTF_8.name(), () -> {});
    karaf.put("USER", user);
    try {
      Subject.doAs(
          subject,
          (PrivilegedAction<Void>)
              () -> {
                karaf.run();
                return null;
              });
    } finally {
      karaf.close();
      out.flush();
    }
  }
}
