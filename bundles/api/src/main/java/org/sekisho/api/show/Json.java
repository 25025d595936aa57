package org.sekisho.api.show;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259), one member a line so that {@code grep} is of use as well. Everything
 * outside ASCII is escaped: the text is valid whatever {@code console character} says.
 */
public final class Json {

  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();

  private Json() {}

  /**
   * The lines of a document.
   *
   * @param tree maps with strings as keys, collections, strings, finite numbers, booleans and null
   * @throws IllegalArgumentException when anything else is in the tree
   */
  public static List<String> lines(Map<String, ?> tree) {
    Json json = new Json();
    json.value(tree, 0);
    json.end();
    return json.lines;
  }

  private void value(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof Collection<?> list) {
      array(list, depth);
    } else if (value instanceof String text) {
      string(text);
    } else if (value == null
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || (value instanceof Double number && Double.isFinite(number))) {
      line.append(value);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass() + " " + value);
    }
  }

  private void object(Map<?, ?> map, int depth) {
    line.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<?, ?> member = i.next();
      newLine(depth + 1);
      string((String) member.getKey());
      line.append(": ");
      value(member.getValue(), depth + 1);
      line.append(i.hasNext() ? "," : "");
    }
    if (!map.isEmpty()) {
      newLine(depth);
    }
    line.append('}');
  }

  private void array(Collection<?> list, int depth) {
    line.append('[');
    for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
      newLine(depth + 1);
      value(i.next(), depth + 1);
      line.append(i.hasNext() ? "," : "");
    }
    if (!list.isEmpty()) {
      newLine(depth);
    }
    line.append(']');
  }

  private void string(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  private void newLine(int depth) {
    end();
    line.append("  ".repeat(depth));
  }

  private void end() {
    lines.add(line.toString());
    line.setLength(0);
  }
}
