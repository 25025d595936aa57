package org.sekisho.firmware;

import org.sekisho.api.config.Session;

/**
 * Tells a session how far one piece of work is: each ten percent once, which stays readable on a
 * slow serial line and in a log. Used on the thread of the command.
 */
final class Progress {

  private static final int STEP = 10;
  private static final int ALL = 100;

  private final Session session;
  private int told = -1;

  Progress(Session session) {
    this.session = session;
  }

  /**
   * Takes a line of the box, {@code progress PERCENT TEXT}; others are not for people.
   *
   * @param line without line end
   */
  void line(String line) {
    String[] words = line.split(" ", 3);
    if (words.length == 3 && words[0].equals("progress") && words[1].matches("\\d{1,3}")) {
      at(Integer.parseInt(words[1]), words[2]);
    }
  }

  /**
   * Takes a percentage. Of the several lines RAUC has for one, that which names the work to come is
   * told, not that of the work just done: it stands there while the slot is written.
   *
   * @param percent 0 to 100
   * @param what is being done
   */
  void at(int percent, String what) {
    boolean over = what.endsWith(" done.") && percent < ALL;
    if (percent > told && percent % STEP == 0 && !over) {
      told = percent;
      session.progress("%3d%% %s".formatted(percent, what));
    }
  }
}
