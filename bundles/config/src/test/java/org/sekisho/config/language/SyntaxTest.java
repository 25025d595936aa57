package org.sekisho.config.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;

class SyntaxTest {

  private static CommandSpec spec(String syntax) {
    return CommandSpec.setting(syntax)
        .parameter("A", ParameterType.integer(1, 9), "a", "a")
        .help("h", "h")
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ip x [A; no ]",
        "ip x (A|b; no )",
        "ip x {A]; no }",
        "ip x A); an unexpected )",
        "ip x A B; the undeclared parameter B",
        "ip x; no A though it is declared",
        "ip x [] A; nothing between [ and ]",
        "ip x Aa; something unknown at",
        "ip x = A; something unknown at",
        "ip x k=a A; something unknown at",
        "ip x k=(A|; something unknown at",
        "ip x k=(A|B); the undeclared parameter B",
        "A ip; no word at its start",
        "(ip|x) A; no word at its start"
      })
  void wrongNotationIsToldWithTheCommand(String syntax, String what) {
    CommandSpec spec = spec(syntax);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SyntaxCompiler.compile(spec));
    assertTrue(e.getMessage().contains("\"" + syntax + "\""), e.getMessage());
    assertTrue(e.getMessage().contains(what), e.getMessage());
  }

  @Test
  void settingThatRunsIsRefused() {
    CommandSpec spec = spec("ip x A");
    assertThrows(
        IllegalArgumentException.class,
        () -> new CompiledCommand(Command.operation(spec, call -> {})));
    CommandSpec operation = CommandSpec.operation("ip x").help("h", "h").build();
    assertThrows(
        IllegalArgumentException.class, () -> new CompiledCommand(Command.setting(operation)));
  }

  @Test
  void readsEveryForm() {
    Node.Sequence nodes = SyntaxCompiler.compile(spec("ip x [k=(A|off)] [j=A] (a|b {A}) [c A] *"));
    assertEquals("ip", ((Node.Word) nodes.nodes().get(0)).word());
    assertEquals(
        List.of("k", "j"),
        ((Node.AnyOrder) nodes.nodes().get(2)).options().stream().map(Node.Option::word).toList());
    assertEquals(2, ((Node.Choice) nodes.nodes().get(3)).nodes().size());
    assertTrue(((Node.Optional) nodes.nodes().get(4)).node() instanceof Node.Sequence);
    assertEquals("*", ((Node.Word) nodes.nodes().get(5)).word());
  }
}
