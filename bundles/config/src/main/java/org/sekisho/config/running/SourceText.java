package org.sekisho.config.running;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a configuration file. */
public final class SourceText {

  private static final Pattern EMBEDDED =
      Pattern.compile("\\s*embedded\\s+file\\s+(?:-b\\s+)?\\S+\\s+<<(\\S+)\\s*");

  private SourceText() {}

  /**
   * A line.
   *
   * @param number its number in the file, from 1
   * @param text its text; several lines for an embedded file
   */
  record Line(int number, String text) {}

  /**
   * UTF-8, else EUC-JP or Shift_JIS, which an RTX writes. Octets from 0x80 to 0x9f are lead octets
   * of Shift_JIS; in EUC-JP only 0x8e and 0x8f occur among them.
   */
  public static String decode(byte[] bytes) {
    Optional<String> text = strictly(bytes, StandardCharsets.UTF_8);
    if (text.isEmpty() && !hasLeadOctetOfShiftJis(bytes)) {
      text = charset("EUC-JP").flatMap(c -> strictly(bytes, c));
    }
    String decoded =
        text.orElseGet(
            () -> new String(bytes, charset("windows-31j").orElse(StandardCharsets.ISO_8859_1)));
    return decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
  }

  private static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A Java runtime may come without the Japanese encodings (module jdk.charsets). */
  private static Optional<Charset> charset(String name) {
    return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
  }

  private static boolean hasLeadOctetOfShiftJis(byte[] bytes) {
    for (byte b : bytes) {
      int octet = b & 0xff;
      if (octet >= 0x80 && octet < 0xa0 && octet != 0x8e && octet != 0x8f) {
        return true;
      }
    }
    return false;
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
