package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Setting;
import org.sekisho.config.language.KnownValues;

/** Values that the running configuration defines: tunnels, gateways, filters, interfaces, users. */
final class ConfiguredValues implements KnownValues {

  /** Parameters whose number means the same in every command, named as the commands name them. */
  private static final Set<String> SHARED =
      Set.of(
          "GATEWAY",
          "POLICY",
          "DESCRIPTOR",
          "CERTIFICATE",
          "CRL",
          "KEEPALIVE",
          "POOL",
          "GROUP",
          "USER",
          "MAIL",
          "TEMPLATE");

  private static final Set<String> TUNNELS = Set.of("TUNNEL", "TUNNELS");
  private static final Set<String> PEERS = Set.of("PP", "PEER", "PEERS");

  /** Where lists of filters take their numbers from, by parameter. */
  private static final Map<String, String> FILTERS =
      Map.of(
          "FILTER", "filter",
          "FILTERS", "filter",
          "REVERSE", "filter",
          "FORWARD", "filter",
          "DYNAMIC", "filter dynamic");

  private static final List<String> UNNUMBERED = List.of("pp", "tunnel", "null", "all");
  private static final String LOGIN_USER = "login user";

  private final ConfigSnapshot config;
  private final Collection<String> interfaces;

  /**
   * Looks at a configuration.
   *
   * @param interfaces RTX names of the interfaces there are
   */
  ConfiguredValues(ConfigSnapshot config, Collection<String> interfaces) {
    this.config = config;
    this.interfaces = interfaces;
  }

  @Override
  public List<String> of(CommandSpec spec, Parameter parameter) {
    ParameterType type = parameter.type();
    if (type instanceof ParameterType.InterfaceName t) {
      return interfaces(t);
    } else if (type instanceof ParameterType.IntegerRange t) {
      return numbers(spec, parameter.name(), t.min(), t.max());
    } else if (type instanceof ParameterType.NumberRanges t) {
      return numbers(spec, parameter.name(), t.min(), t.max());
    } else if (type instanceof ParameterType.FreeText) {
      return names(spec, parameter.name());
    }
    return List.of();
  }

  private List<String> interfaces(ParameterType.InterfaceName type) {
    Set<String> names = new TreeSet<>(interfaces);
    for (Setting s : config.settings()) {
      for (Argument a : s.arguments().list()) {
        Parameter parameter = s.command().parameters().get(a.name());
        if (parameter != null && parameter.type() instanceof ParameterType.InterfaceName) {
          names.add(String.valueOf(a.value()));
        }
      }
    }
    type.kinds().stream().filter(UNNUMBERED::contains).forEach(names::add);
    return names.stream().filter(n -> type.kinds().contains(kind(n))).toList();
  }

  private static String kind(String name) {
    return name.replaceFirst("[0-9].*", "");
  }

  private List<String> numbers(CommandSpec spec, String name, int min, int max) {
    Stream<?> values;
    if (TUNNELS.contains(name)) {
      values = Stream.concat(selected(Context.Kind.TUNNEL), keys(TUNNELS, s -> true));
    } else if (PEERS.contains(name)) {
      values = selected(Context.Kind.PP);
    } else if (!spec.keys().contains(name) && FILTERS.containsKey(name)) {
      String definition = " " + FILTERS.get(name);
      values =
          keys(
              FILTERS.keySet(),
              s -> firstWord(s).equals(firstWord(spec)) && s.name().endsWith(definition));
    } else if (SHARED.contains(name)) {
      values = keys(Set.of(name), s -> true);
    } else {
      values = keys(Set.of(name), s -> s.id().equals(spec.id()));
    }
    TreeSet<Integer> sorted = new TreeSet<>();
    values.forEach(
        v -> {
          if (v instanceof Integer number && number >= min && number <= max) {
            sorted.add(number);
          }
        });
    return sorted.stream().map(String::valueOf).toList();
  }

  private List<String> names(CommandSpec spec, String name) {
    boolean user = spec.name().endsWith("user") || spec.name().startsWith("user ");
    boolean keyHolder = spec.name().contains("authorized-keys");
    String definition = user || keyHolder ? LOGIN_USER : spec.id();
    return keys(Set.of(name), s -> s.id().equals(definition))
        .map(String::valueOf)
        .filter(v -> v.matches("[!-~&&[^\"'\\\\#?|>]]+"))
        .sorted()
        .distinct()
        .toList();
  }

  private Stream<Integer> selected(Context.Kind kind) {
    return config.settings().stream()
        .map(Setting::context)
        .filter(c -> c.kind() == kind && c.number() > 0)
        .map(Context::number);
  }

  private Stream<Object> keys(Set<String> names, Predicate<CommandSpec> definition) {
    List<Object> values = new ArrayList<>();
    for (Setting s : config.settings()) {
      if (definition.test(s.command())) {
        for (String key : s.command().keys()) {
          if (names.contains(key)) {
            s.arguments().find(key).ifPresent(values::add);
          }
        }
      }
    }
    return values.stream();
  }

  private static String firstWord(CommandSpec spec) {
    return spec.name().split(" ")[0];
  }
}
