package org.sekisho.catalogue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;

/** The parameters that declarations share, by name; reads {@code types.rtx}. */
final class Types {

  private static final Pattern MACRO = Pattern.compile("<([A-Z][A-Z0-9]*)>");
  private static final Pattern RANGE = Pattern.compile("(-?\\d+)\\.\\.(-?\\d+)");

  private final Map<String, String> macros = new HashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * Reads the lines {@code type NAME KIND … | English | Japanese} and {@code let NAME REGEX}.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  void read(List<SourceLine> lines) {
    for (SourceLine line : lines) {
      String[] words = line.rest().split(" +", 2);
      if (words.length == 2 && line.verb().equals("let")) {
        macros.put(words[0], "(?:" + expand(words[1]) + ")");
      } else if (words.length == 2 && line.verb().equals("type")) {
        parameters.put(words[0], parameter(line, words[0], words[1]));
      } else {
        throw line.wrong("write type NAME KIND or let NAME REGEX");
      }
    }
  }

  /** A shared parameter, null when there is none of that name. */
  Parameter get(String name) {
    return parameters.get(name);
  }

  /** Reads a parameter from its kind and the texts of its line. */
  Parameter parameter(SourceLine line, String name, String kind) {
    return new Parameter(name, type(line, kind.split(" +")), line.requiredText());
  }

  private ParameterType type(SourceLine line, String[] words) {
    List<String> rest = List.of(words).subList(1, words.length);
    return switch (words[0]) {
      case "int" -> range(line, rest.get(0));
      case "ranges" -> {
        ParameterType.IntegerRange r = range(line, rest.get(0));
        yield new ParameterType.NumberRanges(r.min(), r.max());
      }
      case "choice" -> new ParameterType.Choice(rest, List.of());
      case "text" -> ParameterType.text(Integer.parseInt(rest.get(0)));
      case "secret" -> new ParameterType.Secret(Integer.parseInt(rest.get(0)));
      case "ip4" -> new ParameterType.IpAddress(true, false);
      case "ip6" -> new ParameterType.IpAddress(false, true);
      case "ip" -> new ParameterType.IpAddress(true, true);
      case "net4" -> new ParameterType.Prefix(true, false, false);
      case "net4/m" -> new ParameterType.Prefix(true, false, true);
      case "net6/m" -> new ParameterType.Prefix(false, true, true);
      case "host" -> new ParameterType.Host();
      case "interface" -> new ParameterType.InterfaceName(rest);
      case "form" -> form(line, rest);
      default -> throw line.wrong("the kind " + words[0] + " is unknown");
    };
  }

  static ParameterType.IntegerRange range(SourceLine line, String text) {
    Matcher m = RANGE.matcher(text);
    if (!m.matches()) {
      throw line.wrong(text + " is no range MIN..MAX");
    }
    return new ParameterType.IntegerRange(
        Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
  }

  private ParameterType form(SourceLine line, List<String> words) {
    if (words.size() != 3) {
      throw line.wrong("write form LABEL REGEX EXAMPLE, none with blanks");
    }
    try {
      return new ParameterType.Form(
          words.get(0).replace('_', ' '), Pattern.compile(expand(words.get(1))), words.get(2));
    } catch (IllegalArgumentException e) {
      throw line.wrong(e.getMessage());
    }
  }

  private String expand(String regex) {
    return MACRO
        .matcher(regex)
        .replaceAll(
            m -> {
              String value = macros.get(m.group(1));
              if (value == null) {
                throw new IllegalArgumentException("no let " + m.group(1));
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
