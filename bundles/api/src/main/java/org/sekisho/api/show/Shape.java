package org.sekisho.api.show;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of what a {@code show} answers: names, meaning, and where each value comes from.
 * {@code | json} and docs/json.md come from it; what has no field never gets out, which keeps
 * secrets in. Immutable.
 *
 * <p>Names are lower-case words with underscores and carry the unit: {@code life_seconds}, {@code
 * received_octets}. Scripts rely on them: fields are added, never renamed, moved or removed. Every
 * field is always there; an absent value (a null, an empty optional) is {@code null}.
 *
 * @param <T> what the values are taken from
 */
public final class Shape<T> {

  private final List<Field<T>> fields;

  private Shape(List<Field<T>> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Starts a declaration. */
  public static <T> Builder<T> fields() {
    return new Builder<>();
  }

  /**
   * The shape of a list alone: one field that holds it.
   *
   * @param name of that field
   * @param help what the list is, in English
   * @param row shape of its elements
   */
  public static <R> Shape<List<R>> rows(String name, String help, Shape<R> row) {
    return Shape.<List<R>>fields().list(name, help, row, list -> list).build();
  }

  /** The fields, in the order of the JSON. */
  public List<Field<T>> list() {
    return fields;
  }

  /**
   * The values, ready for {@link Json}.
   *
   * @throws IllegalArgumentException when a value is not what its field declares
   */
  public Map<String, Object> tree(T data) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Field<T> field : fields) {
      tree.put(field.name, field.value.apply(data));
    }
    return tree;
  }

  /**
   * One field.
   *
   * @param name in the JSON
   * @param type what stands there, in words for the documentation
   * @param help what it means, in English
   * @param inner the fields of the object, or of each object of the list, that stands there; empty
   *     for plain values
   * @param value takes the value and makes it ready for {@link Json}
   */
  public record Field<T>(
      String name, String type, String help, Optional<Shape<?>> inner, Function<T, Object> value) {}

  /**
   * Declares fields. Functions may give null or an empty {@link Optional}, {@link OptionalInt},
   * {@link OptionalLong} or {@link OptionalDouble} where there is no value.
   */
  public static final class Builder<T> {
    private final List<Field<T>> fields = new ArrayList<>();

    private Builder() {}

    /** A text. */
    public Builder<T> text(String name, String help, Function<? super T, ?> value) {
      return plain(name, "string", help, value, v -> as(name, String.class, v));
    }

    /** A whole number: {@link Integer} or {@link Long}. */
    public Builder<T> integer(String name, String help, Function<? super T, ?> value) {
      return plain(
          name, "integer", help, value, v -> v instanceof Integer ? v : as(name, Long.class, v));
    }

    /** A number with fraction: {@link Double}. */
    public Builder<T> number(String name, String help, Function<? super T, ?> value) {
      return plain(name, "number", help, value, v -> as(name, Double.class, v));
    }

    /** True or false. */
    public Builder<T> bool(String name, String help, Function<? super T, ?> value) {
      return plain(name, "boolean", help, value, v -> as(name, Boolean.class, v));
    }

    /** A point in time: {@link Instant}, written as RFC 3339 in UTC with whole seconds. */
    public Builder<T> time(String name, String help, Function<? super T, ?> value) {
      return plain(
          name,
          "time",
          help,
          value,
          v -> as(name, Instant.class, v).truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** One of a few words: a constant of an enumeration, in lower case with hyphens. */
    public <E extends Enum<E>> Builder<T> word(
        String name, String help, Class<E> words, Function<? super T, ?> value) {
      String type =
          Arrays.stream(words.getEnumConstants())
              .map(w -> "`\"" + hyphened(w) + "\"`")
              .collect(Collectors.joining(" "));
      return plain(name, type, help, value, v -> hyphened(as(name, words, v)));
    }

    /** A list of texts. */
    public Builder<T> texts(
        String name, String help, Function<? super T, ? extends Collection<String>> value) {
      return plain(name, "list of strings", help, value, v -> List.copyOf((Collection<?>) v));
    }

    /** A list of whole numbers. */
    public Builder<T> integers(
        String name,
        String help,
        Function<? super T, ? extends Collection<? extends Number>> value) {
      return plain(name, "list of integers", help, value, v -> List.copyOf((Collection<?>) v));
    }

    /** An object with fields of its own. */
    public <U> Builder<T> object(
        String name,
        String help,
        Shape<U> inner,
        Function<? super T, ? extends Optional<? extends U>> value) {
      return add(
          name,
          "object",
          help,
          Optional.of(inner),
          data -> value.apply(data).map(inner::tree).orElse(null));
    }

    /** A list of objects. */
    public <U> Builder<T> list(
        String name,
        String help,
        Shape<U> inner,
        Function<? super T, ? extends Collection<? extends U>> value) {
      return add(
          name,
          "list of objects",
          help,
          Optional.of(inner),
          data -> value.apply(data).stream().map(inner::tree).toList());
    }

    /**
     * An object whose fields are told elsewhere: a whole answer of another {@code show}.
     *
     * @param value gives its tree
     */
    public Builder<T> answer(
        String name, String help, Function<? super T, ? extends Map<String, Object>> value) {
      return add(name, "object", help, Optional.empty(), value::apply);
    }

    /** Makes the shape. */
    public Shape<T> build() {
      return new Shape<>(fields);
    }

    private Builder<T> plain(
        String name,
        String type,
        String help,
        Function<? super T, ?> value,
        Function<Object, Object> made) {
      return add(
          name,
          type,
          help,
          Optional.empty(),
          data -> {
            Object found = present(value.apply(data));
            return found == null ? null : made.apply(found);
          });
    }

    private Builder<T> add(
        String name,
        String type,
        String help,
        Optional<Shape<?>> inner,
        Function<T, Object> value) {
      if (!name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
        throw new IllegalArgumentException("a field is called like_this, not " + name);
      }
      if (fields.stream().anyMatch(f -> f.name.equals(name))) {
        throw new IllegalArgumentException("there are two fields " + name);
      }
      fields.add(new Field<>(name, type, help, inner, value));
      return this;
    }

    private static Object present(Object value) {
      if (value instanceof Optional<?> o) {
        return o.orElse(null);
      } else if (value instanceof OptionalInt o) {
        return o.isPresent() ? o.getAsInt() : null;
      } else if (value instanceof OptionalLong o) {
        return o.isPresent() ? o.getAsLong() : null;
      } else if (value instanceof OptionalDouble o) {
        return o.isPresent() ? o.getAsDouble() : null;
      }
      return value;
    }

    private static <V> V as(String name, Class<V> type, Object value) {
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException(
            name + " is a " + value.getClass().getName() + ", not a " + type.getName());
      }
      return type.cast(value);
    }

    private static String hyphened(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
