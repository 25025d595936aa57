package org.sekisho.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows, moves and searches of the viewer. */
class LessPagesTest {

  private static LessPages lines(int count, int columns, int height) {
    LessPages pages =
        new LessPages(IntStream.rangeClosed(1, count).mapToObj(i -> "line " + i).toList());
    pages.fit(columns, height);
    return pages;
  }

  @Test
  void movesStopAtBothEnds() {
    LessPages pages = lines(10, 80, 3);
    pages.move(-5);
    assertEquals(List.of("line 1", "line 2", "line 3"), pages.page());
    pages.move(2);
    assertEquals("3-5/10", pages.place());
    assertFalse(pages.atEnd());
    pages.move(1_000);
    assertEquals(List.of("line 8", "line 9", "line 10"), pages.page());
    assertTrue(pages.atEnd());
    pages.goTo(4);
    assertEquals("4-6/10", pages.place());
    pages.goTo(Integer.MAX_VALUE);
    assertEquals("8-10/10", pages.place());
  }

  @Test
  void longLinesTakeSeveralRowsAndWideCharactersTwoColumns() {
    LessPages pages = new LessPages(List.of("abcdef", "関所の門", "x"));
    pages.fit(5, 3);
    assertEquals(List.of("abcde", "f", "関所"), pages.page());
    pages.move(1);
    assertEquals(List.of("f", "関所", "の門"), pages.page());
    assertEquals("1-2/3", pages.place());
  }

  @Test
  void theLineOnTopStaysThereWhenTheScreenChanges() {
    LessPages pages = new LessPages(List.of("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd"));
    pages.fit(4, 2);
    pages.goTo(3);
    pages.fit(8, 1);
    assertEquals(List.of("cccccccc"), pages.page());
    pages.fit(4, 20);
    assertTrue(pages.fits());
  }

  @Test
  void searchesGoOnFromTheLastFind() {
    LessPages pages = lines(30, 80, 5);
    Pattern two = Pattern.compile("2$");
    assertTrue(pages.find(two, false, true));
    assertEquals("2-6/30", pages.place());
    assertTrue(pages.find(two, true, true));
    assertEquals("12-16/30", pages.place());
    assertTrue(pages.find(two, true, false));
    assertEquals("2-6/30", pages.place());
    assertFalse(pages.find(two, true, false));
    assertTrue(pages.find(Pattern.compile("30"), false, true));
    assertEquals("26-30/30", pages.place());
    assertFalse(pages.find(Pattern.compile("30"), true, true));
  }

  @Test
  void nothingMovesTheCursorButCharacters() {
    LessPages pages = new LessPages(List.of("a\tb\u001b[2Jc\u0007"));
    pages.fit(80, 5);
    assertEquals(List.of("a       b[2Jc"), pages.page());
  }
}
