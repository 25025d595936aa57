package org.sekisho.config.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which word a shortened one stands for. */
class WordTreeTest {

  private static final WordTree TREE =
      WordTree.of(
          Stream.of("save", "shell", "show", "shutdown")
              .map(word -> new Program(null, false, List.of(word), List.of(), 1))
              .toList());

  @Test
  void ourOwnWordsTakeNoBeginningFromThoseOfAnRtx() {
    assertEquals(Set.of("show"), TREE.meantBy("sh").keySet());
  }

  @Test
  void theyAreShortenedWhereNothingElseIsMeant() {
    assertEquals(Set.of("shell"), TREE.meantBy("she").keySet());
    assertEquals(Set.of("shutdown"), TREE.meantBy("shu").keySet());
  }

  @Test
  void whatStaysAmbiguousNamesAll() {
    assertEquals(Set.of("save", "shell", "show", "shutdown"), TREE.meantBy("s").keySet());
  }

  @Test
  void completionOffersThemAll() {
    assertEquals(Set.of("shell", "show", "shutdown"), TREE.startingWith("sh").keySet());
  }
}
