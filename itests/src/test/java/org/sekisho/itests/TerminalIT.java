package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A person at a real terminal: tmux, OpenSSH and the assembled router. The screens are in the
 * resources, folder {@code terminal}; keys are pressed when the screen shows what was typed before.
 */
@ExtendWith(LabExtension.class)
class TerminalIT {

  private static final int MANY = 100;

  @Test
  void aPersonAtATerminal(Lab lab) throws IOException {
    lab.network("direct");
    lab.router().start(Tmux.resource("router.conf"));
    try (Tmux terminal = open(lab, "english", "", "C.UTF-8")) {
      editor(terminal);
      pagers(terminal);
      logLines(terminal, lab);
      paste(terminal, lab);
      leave(terminal);
    }
    try (Tmux terminal = open(lab, "utf8", "", "ja_JP.UTF-8")) {
      japanese(terminal, "utf8");
    }
    lab.router().show("console character ja.sjis");
    try (Tmux terminal = open(lab, "sjis", "luit -encoding SJIS -- ", "C.UTF-8")) {
      japanese(terminal, "sjis");
    }
  }

  private static Tmux open(Lab lab, String name, String converter, String locale) {
    String router = converter + Lab.script("router") + " console " + lab.prefix();
    // luit draws on a terminal of UTF-8; the router is told of the locale by ssh
    String command = "env LC_ALL=" + locale + " " + router;
    Tmux terminal = new Tmux(lab.prefix() + name, 80, 24, command);
    terminal.await("prompt", screen -> screen.endsWith("#"));
    return terminal.clear();
  }

  private static void editor(Tmux terminal) {
    terminal.type("ip l").key("Tab").await("interfaces", s -> s.contains("lan1"));
    terminal.key("C-u").awaitEnd("\n#");
    terminal.clear().type("tunnel sel").key("Tab").awaitEnd("# tunnel select");
    terminal.type("?").await("numbers", screen -> screen.contains("none"));
    terminal.line("100").awaitEnd("tunnel100#");
    // by hand: each blank comes when the word before it was seen
    terminal.type("ipse").awaitEnd("ipse").type(" ").awaitEnd("# ipsec");
    terminal.type("ik").awaitEnd("ipsec ik").type(" ").awaitEnd("# ipsec ike");
    terminal.type("nat-t").awaitEnd("nat-t").type(" ").awaitEnd("nat-traversal");
    terminal.type("100 on ?").await("options", screen -> screen.contains("keepalive="));
    terminal.key("C-u").awaitEnd("tunnel100#");
    terminal.type("ip tunnel mtu ?").await("range", screen -> screen.contains("1500)"));
    terminal.line("1600").await("refusal", screen -> screen.contains("Error: "));
    terminal.expect("editor");
    terminal.clear().key("C-r").type("sel").await("search", s -> s.contains("bck-i-search"));
    terminal.expect("history");
    terminal.key("C-c").awaitEnd("tunnel100#");
    terminal.key("Up").awaitEnd("# ip tunnel mtu 1600").key("Up").awaitEnd("# tunnel select 100");
    terminal.key("Down").awaitEnd("# ip tunnel mtu 1600").key("C-u").awaitEnd("tunnel100#");
    terminal.resize(50, 16);
    terminal.clear().type("no ip filter ?").await("filters", s -> s.contains("2000"));
    terminal.expect("resized");
    terminal.resize(80, 24);
    terminal.key("C-u").awaitEnd("tunnel100#");
    terminal.line("tunnel select none").awaitEnd("\n#");
  }

  private static void pagers(Tmux terminal) {
    terminal.clear().line("show config | grep -i IPSEC | grep -v -w 1 | grep ike");
    terminal.await("lines found", s -> s.endsWith("\n#"));
    terminal.expect("grep");
    terminal.clear().line("console lines 10");
    terminal.line("show config | grep -v ^#").awaitEnd("---more---");
    terminal.key("Enter").await("a line", s -> s.contains("pre-shared-key"));
    terminal.expect("pager");
    terminal.key("q").awaitEnd("#");
    terminal.clear().line("less config").await("a viewer", s -> s.contains("1-23/"));
    terminal.line("/filter dynamic").await("a find", s -> s.contains("(END)"));
    terminal.expect("less");
    terminal.key("q").awaitEnd("# less config\n#");
    terminal.resize(80, 8);
    terminal.line("less log").await("a viewer", s -> s.matches("(?s).*\n1-\\d+/\\d+"));
    terminal.type("G").awaitEnd("(END)").key("q").awaitEnd("# less log\n#");
    terminal.resize(80, 24);
  }

  /** Log lines appear above the line that is being typed. */
  private static void logLines(Tmux terminal, Lab lab) {
    terminal.clear().line("console info on").awaitEnd("on\n#");
    terminal.type("show command hist").awaitEnd("hist");
    lab.router().show("show command");
    terminal.await("a logout above the line", TerminalIT::hasLogoutAboveTheLine);
    terminal.line("ory 1").awaitEnd("\nshow command history 1\n#");
    terminal.line("no console info").awaitEnd("info\n#");
  }

  private static boolean hasLogoutAboveTheLine(String screen) {
    return screen.matches("(?s).*\\d\\d: Logout from SSH: [0-9.]+ admin\n# show command hist");
  }

  /** What was pasted is all there: the same lines by another way change nothing. */
  private static void paste(Tmux terminal, Lab lab) throws IOException {
    List<String> lines = new ArrayList<>();
    Path samples =
        Path.of(System.getProperty("sekisho.root"), "bundles/catalogue/src/test/resources/samples");
    for (String line : Files.readAllLines(samples.resolve("remote-access-l2tp.conf"))) {
      if (line.startsWith("A ") || line.startsWith("S ")) {
        lines.add(line.substring(2));
      }
    }
    lines.add("no console character");
    for (int i = 1; i <= MANY; i++) {
      lines.add("ip filter " + (10_000 + i) + " pass 192.168.51.0/24 10.0.0." + i % 250 + " tcp");
    }
    lines.add("ip filter\t1\tpass * * tcp"); // there are filters that begin with 1
    lines.addAll(List.of("embedded file notify.lua <<EOF", "\tip filter 2 reject * *", "EOF"));
    lines.add("tunnel select none");
    lines.add("console prompt pasted");
    terminal.paste(lines);
    terminal.awaitEnd("\npasted#");
    String pasted = configuration(lab);
    assertEquals(MANY, pasted.lines().filter(l -> l.matches("ip filter 10\\d{3} .*")).count());
    assertTrue(pasted.contains("\nstatistics nat on\n"), pasted);
    assertTrue(pasted.contains("\nip filter 1 pass * * tcp\n"), pasted);
    assertTrue(pasted.contains(" <<EOF\n\tip filter 2 reject * *\nEOF\n"), pasted);
    assertFalse(pasted.contains("\nip filter 2 "), pasted);
    lab.router().exec(String.join("\n", lines));
    assertEquals(pasted, configuration(lab));
    lab.router().show("no console prompt");
  }

  private static String configuration(Lab lab) {
    return lab.router().show("show config").replaceAll("(?m)^#.*\n", "");
  }

  private static void leave(Tmux terminal) {
    terminal.clear().line("ping 127.0.0.1").await("an answer", s -> s.contains("icmp_seq=0"));
    terminal.key("C-c").await("the counts", s -> s.endsWith("\n#") && s.contains("packets"));
    terminal.type("show").awaitEnd("show").key("C-c").awaitEnd("\n#");
    terminal.key("C-d").awaitEnd("Save new configuration ? (Y/N)");
    terminal.line("n").awaitEnd("\n>");
    terminal.key("C-d").awaitClosed();
  }

  private static void japanese(Tmux terminal, String encoding) {
    terminal.line("tunnel select 1").awaitEnd("tunnel1#");
    terminal.line("description tunnel 名古屋支店ソ表能").awaitEnd("tunnel1#");
    terminal.line("show config tunnel 1 | grep 名古屋").awaitEnd("表能\ntunnel1#");
    terminal.line("tunnel enabel 1").await("refusal", screen -> screen.contains("エラー: "));
    terminal.type("ip tunnel mtu ?").await("help", screen -> screen.contains("未設定時"));
    terminal.expect("japanese-" + encoding);
    assertFalse(terminal.screen().contains("\ufffd"), terminal.screen());
  }
}
