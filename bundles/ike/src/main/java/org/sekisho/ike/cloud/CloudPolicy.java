package org.sekisho.ike.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The published default policy of a cloud's gateway, read from a resource of this bundle.
 *
 * @param title what gateway it is
 * @param source where it is published
 * @param read when, and which revision
 * @param facts all facts, in the order of the file
 */
public record CloudPolicy(String title, String source, String read, List<Fact> facts) {

  /** The clouds there is a policy of. */
  public static final List<String> CLOUDS = List.of("azure", "aws", "google", "oracle");

  /** Copies the list. */
  public CloudPolicy {
    facts = List.copyOf(facts);
  }

  /**
   * One fact.
   *
   * @param key what about
   * @param standing how well it is known
   * @param words its value
   */
  public record Fact(String key, Standing standing, List<String> words) {

    /** Copies the list. */
    public Fact {
      words = List.copyOf(words);
    }

    /** The first word as a number. */
    public int number() {
      return Integer.parseInt(words.get(0));
    }

    /** The alternatives of one word. */
    public List<String> alternatives(int word) {
      return word < words.size() ? List.of(words.get(word).split(",")) : List.of();
    }
  }

  /**
   * Reads a policy.
   *
   * @param cloud one of {@link #CLOUDS}
   */
  public static CloudPolicy of(String cloud) {
    try (InputStream in = CloudPolicy.class.getResourceAsStream(cloud + ".policy")) {
      if (in == null) {
        throw new IllegalArgumentException("no policy of " + cloud);
      }
      return parse(
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CloudPolicy parse(List<String> lines) {
    String title = "";
    String source = "";
    String read = "";
    List<Fact> facts = new ArrayList<>();
    for (String line : lines) {
      String[] halves = line.strip().split("\\s+", 2);
      if (halves.length < 2 || halves[0].startsWith("#")) {
        continue;
      }
      switch (halves[0]) {
        case "title" -> title = halves[1];
        case "source" -> source = halves[1];
        case "read" -> read = halves[1];
        default -> facts.add(fact(halves[0], halves[1].split("\\s+")));
      }
    }
    return new CloudPolicy(title, source, read, facts);
  }

  private static Fact fact(String key, String[] words) {
    Standing standing = Standing.valueOf(words[0].toUpperCase(Locale.ROOT));
    return new Fact(key, standing, List.of(words).subList(1, words.length));
  }

  /** All facts of a key. */
  public List<Fact> all(String key) {
    return facts.stream().filter(f -> f.key().equals(key)).toList();
  }

  /** The fact of a key. */
  public Optional<Fact> one(String key) {
    return all(key).stream().findFirst();
  }
}
