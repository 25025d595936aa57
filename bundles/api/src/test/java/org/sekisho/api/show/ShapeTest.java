package org.sekisho.api.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sekisho.api.ike.SaStatus;

class ShapeTest {

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private record Inner(String name) {}

  private static final Shape<Inner> INNER =
      Shape.<Inner>fields().text("name", "a name", Inner::name).build();

  @Test
  void everyKindOfFieldArrives() throws Exception {
    Shape<String> shape =
        Shape.<String>fields()
            .text("text", "", s -> s)
            .integer("small", "", s -> 7)
            .integer("large", "", s -> OptionalLong.of(Long.MAX_VALUE))
            .number("fraction", "", s -> 12.5)
            .bool("yes", "", s -> true)
            .time("since", "", s -> Instant.parse("2026-11-23T22:30:01.9Z"))
            .word("kind", "", SaStatus.Kind.class, s -> SaStatus.Kind.CHILD_SEND)
            .texts("words", "", s -> List.of("a", "b"))
            .integers("numbers", "", s -> List.of(1, 2))
            .object("one", "", INNER, s -> Optional.of(new Inner("x")))
            .object("none", "", INNER, s -> Optional.empty())
            .list("many", "", INNER, s -> List.of(new Inner("y"), new Inner("z")))
            .build();
    assertEquals(
        STRICT.readTree(
            """
            {"text":"t","small":7,"large":9223372036854775807,"fraction":12.5,"yes":true,
             "since":"2026-11-23T22:30:01Z","kind":"child-send","words":["a","b"],"numbers":[1,2],
             "one":{"name":"x"},"none":null,"many":[{"name":"y"},{"name":"z"}]}
            """),
        parsed(shape.tree("t")));
  }

  @Test
  void whatIsAbsentIsNull() {
    Shape<String> shape =
        Shape.<String>fields()
            .text("a", "", s -> null)
            .text("b", "", s -> Optional.empty())
            .integer("c", "", s -> OptionalInt.empty())
            .integer("d", "", s -> OptionalLong.empty())
            .build();
    Map<String, Object> expected = new HashMap<>();
    List.of("a", "b", "c", "d").forEach(k -> expected.put(k, null));
    assertEquals(expected, shape.tree(""));
  }

  @Test
  void aValueOfTheWrongTypeIsAFaultAndNotASurpriseForScripts() {
    Shape<String> shape = Shape.<String>fields().integer("a", "", s -> s).build();
    assertThrows(IllegalArgumentException.class, () -> shape.tree("7"));
  }

  @Test
  void namesAreUniqueAndOfOneStyle() {
    Shape.Builder<String> builder = Shape.<String>fields().text("life_seconds", "", s -> s);
    for (String wrong : List.of("life_seconds", "life-seconds", "Life", "x__y", "1", "")) {
      assertThrows(IllegalArgumentException.class, () -> builder.text(wrong, "", s -> s), wrong);
    }
  }

  @Test
  void everyCharacterComesBack() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x3100; c++) {
      all.append(c);
    }
    all.append("関所 \ud867\ude3d"); // a character outside the basic plane, as two
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(all.toString(), List.of(all.toString(), new ArrayList<>(), Map.of()));
    String text = String.join("\n", Json.lines(tree));
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')));
    JsonNode back = STRICT.readTree(text);
    assertEquals(all.toString(), back.fieldNames().next());
    assertEquals(all.toString(), back.get(all.toString()).get(0).textValue());
    assertEquals("[]", back.get(all.toString()).get(1).toString());
    assertEquals("{}", back.get(all.toString()).get(2).toString());
  }

  @Test
  void numbersJsonDoesNotHaveAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Json.lines(Map.of("a", Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> Json.lines(Map.of("a", new Object())));
  }

  private static JsonNode parsed(Map<String, Object> tree) throws Exception {
    return STRICT.readTree(String.join("\n", Json.lines(tree)));
  }
}
