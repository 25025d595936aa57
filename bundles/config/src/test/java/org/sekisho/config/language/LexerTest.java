package org.sekisho.config.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LexerTest {

  record Case(String line, List<String> words) {}

  static List<Case> cases() {
    return List.of(
        new Case("", List.of()),
        new Case(" \t ", List.of()),
        new Case("# all of it", List.of()),
        new Case("  # indented", List.of()),
        new Case("save\r\n", List.of("save")),
        new Case("\t ip  lan1\taddress ", List.of("ip", "lan1", "address")),
        new Case("save # behind", List.of("save")),
        new Case("key a#b", List.of("key", "a#b")),
        new Case("key 'a b'", List.of("key", "a b")),
        new Case("key \"a 'b' c\"", List.of("key", "a 'b' c")),
        new Case("key 'a\\b'", List.of("key", "a\\b")),
        new Case("key \"a\\\"b\"", List.of("key", "a\"b")),
        new Case("key a\\ b", List.of("key", "a b")),
        new Case("key \\#x", List.of("key", "#x")),
        new Case("key a\\", List.of("key", "a\\")),
        new Case("key ''", List.of("key", "")),
        new Case("key x'y'z", List.of("key", "xyz")),
        new Case("説明 東京　支店", List.of("説明", "東京　支店")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splits(Case c) throws LineException {
    assertEquals(c.words(), Lexer.split(c.line()).stream().map(Token::text).toList());
  }

  @Test
  void knowsColumnsQuotesAndOptions() throws LineException {
    List<Token> tokens = Lexer.split(" a  \"b\" k='v=w' 'x=y'");
    assertEquals(List.of(1, 4, 8, 16), tokens.stream().map(Token::column).toList());
    assertFalse(tokens.get(0).quoted());
    assertTrue(tokens.get(1).quoted());
    assertEquals("k", tokens.get(2).namePart());
    assertEquals("v=w", tokens.get(2).valuePart().text());
    assertEquals("'v=w'", tokens.get(2).valuePart().raw());
    assertEquals(10, tokens.get(2).valuePart().column());
    assertEquals(-1, tokens.get(3).equalsText());
  }

  @Test
  void limitsTheLengthInHalfWidthCharacters() throws LineException {
    assertEquals(1, Lexer.split("a".repeat(4095)).size());
    assertThrows(LineException.class, () -> Lexer.split("a".repeat(4096)));
    assertEquals(1, Lexer.split("関".repeat(2047)).size());
    assertThrows(LineException.class, () -> Lexer.split("関".repeat(2048)));
    assertEquals(1, Lexer.split("ｱ".repeat(4095)).size());
  }

  @Test
  void refusesWhatWouldBreakAFileOrATerminal() {
    for (String line : List.of("a\nb", "a \u001b[2J", "a\u0000", "a \ud800 b", "'open", "\"open")) {
      assertThrows(LineException.class, () -> Lexer.split(line), line);
    }
  }

  @Test
  void openQuotationIsFineWhileTyping() throws LineException {
    assertEquals("a b", Lexer.splitPartial("'a b").get(0).text());
  }
}
