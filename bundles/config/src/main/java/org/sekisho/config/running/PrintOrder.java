package org.sekisho.config.running;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Setting;

/**
 * The order of lines inside a section or block: interfaces in turn, then rank, name and keys; equal
 * ones stay as they were typed.
 */
final class PrintOrder implements Comparator<Setting> {

  private static final Pattern INTERFACE = Pattern.compile("([a-z]+)(\\d{0,9})(?:[./](\\d{1,9}))?");

  @Override
  public int compare(Setting a, Setting b) {
    int order = interfaceOrder(a, b);
    if (order == 0) {
      order = Integer.compare(a.command().rank(), b.command().rank());
    }
    if (order == 0) {
      order = a.command().name().compareTo(b.command().name());
    }
    if (order == 0) {
      order = a.command().id().compareTo(b.command().id());
    }
    return order == 0 ? keyOrder(a, b) : order;
  }

  private static int interfaceOrder(Setting a, Setting b) {
    if (a.command().section() != Section.INTERFACE || b.command().section() != Section.INTERFACE) {
      return 0;
    }
    Optional<String> first = interfaceName(a);
    Optional<String> second = interfaceName(b);
    if (first.isEmpty() || second.isEmpty()) {
      return Boolean.compare(first.isPresent(), second.isPresent());
    }
    return naturalOrder(first.get(), second.get());
  }

  private static Optional<String> interfaceName(Setting s) {
    for (int i = 0; i < s.keys().size(); i++) {
      if (type(s.command(), i) instanceof ParameterType.InterfaceName
          && s.keys().get(i) instanceof String name) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static int keyOrder(Setting a, Setting b) {
    for (int i = 0; i < Math.min(a.keys().size(), b.keys().size()); i++) {
      int order = keyOrder(type(a.command(), i), a.keys().get(i), b.keys().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int keyOrder(ParameterType type, Object a, Object b) {
    if (a instanceof Integer x && b instanceof Integer y) {
      return x.compareTo(y);
    }
    if (type instanceof ParameterType.Choice choice) {
      List<String> words = choice.words();
      return Integer.compare(words.indexOf(a), words.indexOf(b));
    }
    if (type instanceof ParameterType.InterfaceName
        && a instanceof String x
        && b instanceof String y) {
      return naturalOrder(x, y);
    }
    return 0;
  }

  private static int naturalOrder(String a, String b) {
    Matcher x = INTERFACE.matcher(a);
    Matcher y = INTERFACE.matcher(b);
    if (!x.matches() || !y.matches()) {
      return a.compareTo(b);
    }
    int order = x.group(1).compareTo(y.group(1));
    for (int i = 2; order == 0 && i <= 3; i++) {
      order = Integer.compare(number(x.group(i)), number(y.group(i)));
    }
    return order;
  }

  private static int number(String digits) {
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static ParameterType type(CommandSpec spec, int key) {
    return spec.parameters().get(spec.keys().get(key)).type();
  }
}
