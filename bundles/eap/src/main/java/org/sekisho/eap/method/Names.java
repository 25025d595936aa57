package org.sekisho.eap.method;

import java.nio.charset.StandardCharsets;

/** Names that the other side sends: any octets, and they end up in the log. */
public final class Names {

  private static final int MAX_SHOWN = 64;

  private Names() {}

  /** The text of a name as it is compared. */
  public static String decode(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  /** The name as it may be shown: no control characters, not too long. */
  public static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(MAX_SHOWN)
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return text + (name.codePointCount(0, name.length()) > MAX_SHOWN ? "..." : "");
  }
}
