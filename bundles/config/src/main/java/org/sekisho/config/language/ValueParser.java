package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.IpPrefix;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.language.Parsed.Failed;
import org.sekisho.config.language.Parsed.Fault;
import org.sekisho.config.language.Parsed.Fit;

/** Turns a word into the value of a parameter. */
final class ValueParser {

  /** Most numbers one range may stand for. */
  private static final int MOST_NUMBERS = 65_536;

  private static final Pattern INTEGER = Pattern.compile("-?\\d+");
  private static final Pattern RANGE = Pattern.compile("(\\d{0,18})(-(\\d{0,18}))?");
  private static final Pattern INTERFACE =
      Pattern.compile("([a-z]+)([1-9]\\d{0,4}([./][1-9]\\d{0,3})?)?");
  private static final List<String> UNNUMBERED = List.of("pp", "tunnel", "null", "all");

  private ValueParser() {}

  static Parsed parse(ParameterType type, Token token) {
    String text = token.text();
    if (type instanceof ParameterType.IntegerRange t) {
      return integer(t, text);
    } else if (type instanceof ParameterType.Choice t) {
      return token.quoted() ? new Failed(Fault.KEYWORD) : choice(t, text);
    } else if (type instanceof ParameterType.FreeText t) {
      return freeText(t, token);
    } else if (type instanceof ParameterType.Form t) {
      return t.pattern().matcher(text).matches()
          ? new Parsed.Value(text, token.raw(), Fit.FREE)
          : new Failed(isOtherNumber(t, text) ? Fault.OUT_OF_RANGE : Fault.FORM);
    } else if (type instanceof ParameterType.Secret t) {
      return secret(t, token);
    } else if (type instanceof ParameterType.IpAddress t) {
      return Addresses.address(text, t.ipv4(), t.ipv6())
          .map(a -> value(a, isIpv6(text) ? lower(text) : a.getHostAddress()))
          .orElse(new Failed(Fault.ADDRESS));
    } else if (type instanceof ParameterType.Prefix t) {
      return Addresses.prefix(text, t.ipv4(), t.ipv6(), t.maskRequired())
          .map(p -> t.network() ? p.network() : p)
          .map(p -> value(p, canonical(p, text)))
          .orElse(new Failed(Fault.ADDRESS));
    } else if (type instanceof ParameterType.Host) {
      return host(text);
    } else if (type instanceof ParameterType.InterfaceName t) {
      return interfaceName(t, lower(text));
    } else if (type instanceof ParameterType.NumberRanges t) {
      return numbers(t, lower(text));
    }
    throw new IllegalStateException("unknown parameter type " + type);
  }

  /** Whether the form knows numbers, and this is one it does not have. */
  private static boolean isOtherNumber(ParameterType.Form type, String text) {
    return INTEGER.matcher(text).matches() && type.pattern().matcher("1").matches();
  }

  private static Parsed value(Object value, String canonical) {
    return new Parsed.Value(value, canonical, Fit.VALUE);
  }

  private static Parsed integer(ParameterType.IntegerRange type, String text) {
    if (!INTEGER.matcher(text).matches()) {
      return new Failed(Fault.NOT_AN_INTEGER);
    }
    if (text.length() > 20) {
      return new Failed(Fault.OUT_OF_RANGE);
    }
    String digits = text.replaceFirst("^(-?)0+(?=\\d)", "$1");
    if (digits.length() > 11) {
      return new Failed(Fault.OUT_OF_RANGE);
    }
    long value = Long.parseLong(digits);
    return value < type.min() || value > type.max()
        ? new Failed(Fault.OUT_OF_RANGE)
        : value((int) value, Long.toString(value));
  }

  private static Parsed choice(ParameterType.Choice type, String text) {
    String typed = lower(text);
    TreeMap<String, String> begun = new TreeMap<>();
    for (String word : type.words()) {
      if (word.equals(typed)) {
        return new Parsed.Value(word, word, Fit.KEYWORD);
      }
      if (word.startsWith(typed)) {
        begun.put(word, word);
      }
    }
    for (String alias : type.aliases()) {
      int equals = alias.indexOf('=');
      String canonical = alias.substring(equals + 1);
      if (alias.substring(0, equals).equals(typed)) {
        return new Parsed.Value(canonical, canonical, Fit.KEYWORD);
      }
      if (alias.substring(0, equals).startsWith(typed)) {
        begun.putIfAbsent(canonical, canonical);
      }
    }
    if (typed.isEmpty() || begun.isEmpty()) {
      return new Failed(Fault.KEYWORD);
    }
    return begun.size() == 1
        ? new Parsed.Value(begun.firstKey(), begun.firstKey(), Fit.PREFIX)
        : new Parsed.Ambiguous(List.copyOf(begun.keySet()));
  }

  private static Parsed freeText(ParameterType.FreeText type, Token token) {
    String text = token.text();
    boolean fits =
        text.codePointCount(0, text.length()) <= type.maxLength()
            && (type.pattern() == null || text.matches(type.pattern()));
    return fits ? new Parsed.Value(text, token.raw(), Fit.FREE) : new Failed(Fault.FORM);
  }

  private static Parsed secret(ParameterType.Secret type, Token token) {
    String text = token.text();
    if (text.equals("*") && !token.quoted()) {
      return new Failed(Fault.MASKED);
    }
    boolean fits = !text.isEmpty() && text.codePointCount(0, text.length()) <= type.maxLength();
    return fits ? new Parsed.Value(text, token.raw(), Fit.FREE) : new Failed(Fault.FORM);
  }

  private static Parsed host(String text) {
    boolean digits = text.matches("[0-9.]+");
    if (digits || isIpv6(text)) {
      return Addresses.address(text, true, true).isPresent()
          ? value(lower(text), lower(text))
          : new Failed(Fault.ADDRESS);
    }
    boolean name =
        text.length() <= 255 && text.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9.])?");
    return name ? new Parsed.Value(text, text, Fit.FREE) : new Failed(Fault.ADDRESS);
  }

  private static Parsed interfaceName(ParameterType.InterfaceName type, String text) {
    Matcher m = INTERFACE.matcher(text);
    if (!m.matches() || !type.kinds().contains(m.group(1))) {
      return new Failed(Fault.INTERFACE);
    }
    boolean numbered = m.group(2) != null;
    return numbered == UNNUMBERED.contains(m.group(1))
        ? new Failed(Fault.INTERFACE)
        : value(text, text);
  }

  private static Parsed numbers(ParameterType.NumberRanges type, String text) {
    if (text.equals("all")) {
      return range(type, type.min(), type.max(), text);
    }
    Matcher m = RANGE.matcher(text);
    if (!m.matches() || text.isEmpty() || text.equals("-")) {
      return new Failed(Fault.NOT_AN_INTEGER);
    }
    long first = m.group(1).isEmpty() ? type.min() : Long.parseLong(m.group(1));
    long last = first;
    if (m.group(2) != null) {
      last = m.group(3).isEmpty() ? type.max() : Long.parseLong(m.group(3));
    }
    return range(type, first, last, text);
  }

  private static Parsed range(
      ParameterType.NumberRanges type, long first, long last, String canonical) {
    if (first < type.min() || last > type.max() || first > last || last - first >= MOST_NUMBERS) {
      return new Failed(Fault.OUT_OF_RANGE);
    }
    List<Integer> numbers = new ArrayList<>();
    for (long n = first; n <= last; n++) {
      numbers.add((int) n);
    }
    return value(List.copyOf(numbers), canonical);
  }

  private static String canonical(IpPrefix prefix, String text) {
    int slash = text.indexOf('/');
    if (isIpv6(text)) {
      return lower(text);
    }
    String address = prefix.address().getHostAddress();
    return slash < 0 ? address : address + "/" + prefix.length();
  }

  private static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
