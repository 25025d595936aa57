package org.sekisho.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.IdlePart;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Support;
import org.sekisho.api.config.Text;
import org.sekisho.config.language.Samples;

/** Writes docs/commands.md from the commands. */
final class CommandsDocument {

  private static final String HEAD =
      """
      # Commands / コマンド一覧

      Every command of the router, in the order of its words. The build makes this page from the declarations the
      parser uses; `mvn -pl bundles/catalogue test -Dtest=CommandsDocumentTest -Dcommands.write=true` writes it anew,
      and a test fails while it is not up to date.

      In a syntax, lower-case words are typed as they stand (or by a prefix that is their own), upper-case names are
      parameters, `[x]` may be left out, `(x|y)` is one of several, `{x}` may be repeated. `no` and the words up to
      what tells one line from another remove a setting. State: *applied* takes effect; *stored* is kept and shown
      without effect and listed by `show config unsupported`; *refused* is not taken.

      このページはパーサーと同じ定義からビルド時に生成されます。小文字の語はそのまま(または一意な先頭部分で)入力し、大文字の名前はパラメーターです。
      `[x]` は省略可能、`(x|y)` はいずれか一つ、`{x}` は繰り返し可能です。設定は `no` を付けて削除します。状態: applied は有効、stored は保存のみ
      (`show config unsupported` に表示)、refused は受け付けません。
      """;

  private CommandsDocument() {}

  /** The page. */
  static String of(Collection<Command> commands) {
    Map<String, List<Command>> groups = new TreeMap<>();
    for (Command command : commands) {
      String first = command.spec().syntax().split(" ")[0];
      groups.computeIfAbsent(first, g -> new ArrayList<>()).add(command);
    }
    StringBuilder page = new StringBuilder(HEAD);
    groups.forEach(
        (word, group) -> {
          page.append("\n## ").append(word).append('\n');
          group.forEach(c -> command(c, page));
        });
    return page.toString();
  }

  private static void command(Command command, StringBuilder page) {
    CommandSpec spec = command.spec();
    page.append("\n    ").append(spec.syntax()).append("\n\n");
    page.append(spec.help().english()).append(" / ").append(spec.help().japanese()).append("\n");
    for (Parameter p : spec.parameters().values()) {
      page.append("- `").append(p.name()).append("` ").append(range(p.type())).append(": ");
      page.append(p.help().english()).append(" / ").append(p.help().japanese()).append('\n');
    }
    for (IdlePart part : spec.idleParts()) {
      page.append("- `").append(part.name()).append('`');
      part.values().ifPresent(v -> page.append(" like `").append(v.pattern()).append('`'));
      page.append(" *without effect*: ");
      page.append(both(part.reason())).append('\n');
    }
    if (!spec.defaultValue().isEmpty()) {
      page.append("- Default / 既定値: `").append(spec.defaultValue()).append("`\n");
    }
    page.append("- Example / 例: `").append(example(spec)).append("`\n");
    page.append("- ").append(conditions(command)).append('\n');
  }

  private static String example(CommandSpec spec) {
    return spec.example().isEmpty() ? new Samples(spec).shortest() : spec.example();
  }

  private static String conditions(Command command) {
    CommandSpec spec = command.spec();
    List<String> all = new ArrayList<>();
    all.add(state(spec.support()));
    all.add(spec.level() == Level.USER ? "every user" : "administrators");
    if (spec.scope() != Context.Kind.GLOBAL) {
      all.add("needs " + spec.scope().name().toLowerCase(Locale.ROOT) + " select");
    }
    if (command.behaviour() instanceof Command.Run) {
      all.add("operation");
    }
    if (spec.fileOnly()) {
      all.add("in files only");
    }
    all.add("id `" + spec.id() + "`");
    return String.join("; ", all);
  }

  private static String state(Support support) {
    if (support instanceof Support.Stored s) {
      return "*stored*: " + both(s.reason());
    } else if (support instanceof Support.Refused r) {
      return "*refused*: " + both(r.reason());
    }
    return "*applied*";
  }

  private static String both(Text text) {
    return text.english() + " / " + text.japanese();
  }

  private static String range(ParameterType type) {
    if (type instanceof ParameterType.IntegerRange t) {
      return t.min() + "-" + t.max();
    } else if (type instanceof ParameterType.NumberRanges t) {
      return t.min() + "-" + t.max() + ", `N-M`, `all`";
    } else if (type instanceof ParameterType.Choice t) {
      return "`" + String.join("` `", t.words()) + "`";
    } else if (type instanceof ParameterType.FreeText t) {
      return "text ≤ " + t.maxLength();
    } else if (type instanceof ParameterType.Secret t) {
      return "secret ≤ " + t.maxLength();
    } else if (type instanceof ParameterType.Form t) {
      return "`" + t.label() + "`";
    } else if (type instanceof ParameterType.IpAddress t) {
      return families(t.ipv4(), t.ipv6()) + " address";
    } else if (type instanceof ParameterType.Prefix t) {
      return families(t.ipv4(), t.ipv6()) + (t.maskRequired() ? " `A/m`" : " `A[/m]`");
    } else if (type instanceof ParameterType.InterfaceName t) {
      return "`" + String.join("N` `", t.kinds()) + "N`";
    }
    return "name or address";
  }

  private static String families(boolean ipv4, boolean ipv6) {
    return ipv4 && ipv6 ? "IPv4 or IPv6" : ipv4 ? "IPv4" : "IPv6";
  }
}
