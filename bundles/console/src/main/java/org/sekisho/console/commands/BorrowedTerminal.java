package org.sekisho.console.commands;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.karaf.shell.api.console.Terminal;

/**
 * A terminal that its borrower cannot close. Karaf's shell closes the terminal it was given when
 * somebody leaves it; here the RTX console goes on at the same terminal.
 */
final class BorrowedTerminal {

  private BorrowedTerminal() {}

  /** A terminal of JLine and of Karaf at once, as Karaf's shell wants it. */
  interface Both extends org.jline.terminal.Terminal, Terminal {
    @Override
    String getType();

    @Override
    int getWidth();

    @Override
    int getHeight();
  }

  /**
   * Lends a terminal.
   *
   * @param owned a terminal of JLine that is one of Karaf too
   */
  static Both of(org.jline.terminal.Terminal owned) {
    return (Both)
        Proxy.newProxyInstance(
            BorrowedTerminal.class.getClassLoader(),
            new Class<?>[] {Both.class},
            (self, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              Method called =
                  method.getDeclaringClass() == Both.class
                      ? org.jline.terminal.Terminal.class.getMethod(method.getName())
                      : method;
              try {
                return called.invoke(owned, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
