package org.sekisho.console.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.sekisho.api.config.Level;

/** A session that moves files and runs no line: it counts, idles and is ended like the others. */
public final class TransferSession extends ConsoleSession {

  private static final System.Logger LOGGER = System.getLogger(TransferSession.class.getName());

  private final InputStream in;
  private final Transfer transfer;
  private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());

  /** What the session does. */
  @FunctionalInterface
  public interface Transfer {
    /**
     * Runs until the other side ends.
     *
     * @throws IOException when the connection broke
     */
    void run() throws IOException;
  }

  /**
   * Prepares.
   *
   * @param in what comes from the other side; closed to end the session
   */
  public TransferSession(Router router, Login login, InputStream in, Transfer transfer) {
    super(router, login);
    this.in = in;
    this.transfer = transfer;
    level(Level.ADMINISTRATOR);
  }

  /** Moves files until the other side ends; 0, or 1 when the connection broke. */
  @Override
  public int run() {
    try {
      transfer.run();
      return 0;
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a file transfer ended early", e);
      return 1;
    }
  }

  @Override
  boolean idles() {
    return true;
  }

  @Override
  protected PrintWriter terminal() {
    return nowhere;
  }

  @Override
  protected Writer page(Writer screen, boolean less) {
    return screen;
  }

  @Override
  protected void printError(String line) {
    nowhere.println(line);
  }

  @Override
  protected void unblock() {
    try {
      in.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "ending a file transfer", e);
    }
  }

  @Override
  public List<String> history() {
    return List.of();
  }

  @Override
  public int columns() {
    return 80;
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public String ask(String prompt, boolean echo) {
    return null;
  }
}
