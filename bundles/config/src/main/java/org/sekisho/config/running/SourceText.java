package org.sekisho.config.running;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a configuration file. */
final class SourceText {

  private static final Pattern EMBEDDED =
      Pattern.compile("\\s*embedded\\s+file\\s+\\S+\\s+<<(\\S+)\\s*");

  private SourceText() {}

  /**
   * A line.
   *
   * @param number its number in the file, from 1
   * @param text its text; several lines for an embedded file
   */
  record Line(int number, String text) {}

  /** UTF-8, else Shift_JIS as an RTX writes it. */
  static String decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      Charset other =
          Charset.isSupported("windows-31j")
              ? Charset.forName("windows-31j")
              : StandardCharsets.ISO_8859_1;
      return new String(bytes, other);
    }
  }

  /** The lines, an embedded file with its text as one. */
  static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    String[] raw = text.split("\r?\n|\r", -1);
    for (int i = 0; i < raw.length; i++) {
      int number = i + 1;
      Matcher m = EMBEDDED.matcher(raw[i]);
      if (!m.matches()) {
        lines.add(new Line(number, raw[i]));
        continue;
      }
      StringBuilder whole = new StringBuilder(raw[i].strip());
      boolean open = true;
      while (open && i + 1 < raw.length) {
        i++;
        whole.append('\n').append(raw[i]);
        open = !raw[i].strip().equals(m.group(1));
      }
      lines.add(new Line(number, whole.toString()));
    }
    return lines;
  }
}
