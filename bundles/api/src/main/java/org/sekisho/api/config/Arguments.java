package org.sekisho.api.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parsed arguments of one line, in the order typed. Immutable.
 *
 * <p>Words of the syntax after the leading ones (such as {@code rekey}) are present by their name;
 * parameters by theirs. An option {@code keepalive=SECONDS} is found both as {@code keepalive} and
 * as {@code SECONDS}.
 */
public final class Arguments {

  private final List<Argument> list;
  private final List<Arguments> groups;

  /** Makes arguments; used by the parser. */
  public Arguments(List<Argument> list, List<Arguments> groups) {
    this.list = List.copyOf(list);
    this.groups = List.copyOf(groups);
  }

  /**
   * One argument.
   *
   * @param name parameter name, or the word itself
   * @param value parsed value as {@link ParameterType} says; for words the word
   * @param token what was typed, without quotes
   */
  public record Argument(String name, Object value, String token) {}

  /** All arguments in order, those of groups included. */
  public List<Argument> list() {
    return list;
  }

  /** Each repetition of {@code {…}} in order. */
  public List<Arguments> groups() {
    return groups;
  }

  /** Whether the word or parameter was typed. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** First value of that name. */
  public Optional<Object> find(String name) {
    return list.stream().filter(a -> a.name().equals(name)).map(Argument::value).findFirst();
  }

  /** All values of that name. */
  public List<Object> all(String name) {
    List<Object> values = new ArrayList<>();
    for (Argument a : list) {
      if (a.name().equals(name)) {
        values.add(a.value());
      }
    }
    return values;
  }

  /** Integer parameter; it must be there. */
  public int integer(String name) {
    return (Integer) require(name);
  }

  /** Integer parameter or a default. */
  public int integer(String name, int otherwise) {
    return find(name).map(v -> (Integer) v).orElse(otherwise);
  }

  /** Text, choice, host or interface parameter; it must be there. */
  public String text(String name) {
    return (String) require(name);
  }

  /** Text parameter or a default. */
  public String text(String name, String otherwise) {
    return find(name).map(v -> (String) v).orElse(otherwise);
  }

  /** Whether an on/off parameter is on; it must be there. */
  public boolean isOn(String name) {
    return "on".equals(text(name));
  }

  /** Address parameter; it must be there. */
  public InetAddress address(String name) {
    return (InetAddress) require(name);
  }

  /** Prefix parameter; it must be there. */
  public IpPrefix prefix(String name) {
    return (IpPrefix) require(name);
  }

  /** Number ranges parameter, expanded; it must be there. */
  @SuppressWarnings("unchecked")
  public List<Integer> numbers(String name) {
    return (List<Integer>) require(name);
  }

  private Object require(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no argument " + name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Arguments a && a.list.equals(list) && a.groups.equals(groups);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  /** Names only: values may be secret. */
  @Override
  public String toString() {
    return list.stream().map(Argument::name).toList().toString();
  }
}
