package org.sekisho.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** One declaration while its lines are read; gives one command, or one for each interface. */
final class Declaration {

  /**
   * Where show config prints a command and what must be selected.
   *
   * @param section section
   * @param rank order in it
   * @param scope selection
   */
  record Place(Section section, int rank, Context.Kind scope) {}

  /**
   * What becomes of a line.
   *
   * @param refused whether it is refused; else it is stored without effect
   * @param reason one sentence
   */
  record State(boolean refused, Text reason) {}

  private static final Pattern INTERFACES = Pattern.compile("<if(?::([a-z,]+))?>");
  private static final Pattern NAME =
      Pattern.compile("(?<![A-Za-z0-9-])([A-Z][A-Z0-9-]*)(!)?(?::(-?\\d+\\.\\.-?\\d+))?");
  private static final Set<String> ALL_INTERFACES = Set.of("lan", "pp", "tunnel");

  private final SourceLine line;
  private final Types types;
  private final State state;
  private final String syntax;
  private final String defaultValue;
  private final Map<String, Parameter> own = new LinkedHashMap<>();
  private Place place;
  private String id;
  private String example = "";
  private String[] under;

  Declaration(SourceLine line, Types types, Place place, State state) {
    if (state == null) {
      throw line.wrong("@stored or @refused must stand above");
    }
    this.line = line;
    this.types = types;
    this.place = place;
    this.state = state;
    String[] parts = line.rest().split(" = ", 2);
    syntax = parts[0].strip();
    defaultValue = parts.length == 2 ? parts[1].strip() : "";
  }

  /** Takes an indented line. */
  void attribute(SourceLine attribute) {
    switch (attribute.verb()) {
      case "id" -> id = attribute.rest();
      case "example" -> example = attribute.rest();
      case "section" -> place = DeclarationReader.section(place, attribute);
      case "rank" ->
          place = new Place(place.section(), Integer.parseInt(attribute.rest()), place.scope());
      case "under" -> under = attribute.rest().split(" (?=[A-Z])| (?=\\d)");
      default ->
          own.put(attribute.verb(), types.parameter(attribute, attribute.verb(), attribute.rest()));
    }
  }

  /** The commands. */
  List<Command> commands() {
    Matcher m = INTERFACES.matcher(syntax);
    if (!m.find()) {
      return List.of(command(syntax, id, place));
    }
    List<Command> commands = new ArrayList<>();
    Set<String> wanted = m.group(1) == null ? ALL_INTERFACES : Set.of(m.group(1).split(","));
    for (String kind : List.of("lan", "pp", "tunnel")) {
      if (!wanted.contains(kind)) {
        continue;
      }
      String words = m.replaceFirst(kind.equals("lan") ? "INTERFACE!" : kind);
      commands.add(command(words, nameOf(m.replaceFirst(kind)), placeOf(kind)));
    }
    return commands;
  }

  private Place placeOf(String kind) {
    return switch (kind) {
      case "pp" -> new Place(Section.PP, place.rank(), Context.Kind.PP);
      case "tunnel" -> new Place(Section.TUNNEL, place.rank(), Context.Kind.TUNNEL);
      default -> place;
    };
  }

  /** The plain words of a syntax up to its first optional part: {@code ip lan secure filter}. */
  private static String nameOf(String syntax) {
    StringBuilder name = new StringBuilder();
    for (String word : syntax.split(" ")) {
      if (!word.matches("[a-z0-9][a-z0-9.-]*")) {
        break;
      }
      name.append(name.isEmpty() ? "" : " ").append(word);
    }
    return name.toString();
  }

  private Command command(String words, String ownId, Place where) {
    boolean setting = line.verb().equals("set");
    List<String> keys = new ArrayList<>();
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    String plain =
        NAME.matcher(words)
            .replaceAll(
                m -> {
                  String name = m.group(1);
                  parameters.merge(name, parameter(name, m.group(3)), (a, b) -> a);
                  if (m.group(2) != null) {
                    keys.add(name);
                  }
                  return name;
                });
    CommandSpec.Builder builder =
        setting ? CommandSpec.setting(plain) : CommandSpec.operation(plain);
    if (ownId != null) {
      builder.id(ownId);
    }
    for (Parameter p : parameters.values()) {
      if (keys.contains(p.name())) {
        builder.key(p.name(), p.type(), p.help().english(), p.help().japanese());
      } else {
        builder.parameter(p.name(), p.type(), p.help().english(), p.help().japanese());
      }
    }
    Text help = line.requiredText();
    builder
        .scope(where.scope())
        .section(where.section(), where.rank())
        .help(help.english(), help.japanese())
        .defaultValue(defaultValue)
        .example(exampleFor(words));
    if (under != null) {
      builder.under(under[0], under[1], Integer.parseInt(under[2]));
    }
    return behaving(builder, setting);
  }

  private Command behaving(CommandSpec.Builder builder, boolean setting) {
    Text reason = state.reason();
    if (state.refused()) {
      CommandSpec spec = builder.refused(reason.english(), reason.japanese()).build();
      return setting
          ? Command.setting(spec)
          : Command.operation(
              spec,
              call -> {
                throw new CommandException(reason.english(), reason.japanese());
              });
    }
    CommandSpec spec = builder.storedOnly(reason.english(), reason.japanese()).build();
    return setting
        ? Command.setting(spec)
        : Command.rewrite(spec, (arguments, context, running) -> List.of());
  }

  private Parameter parameter(String name, String range) {
    Parameter shared = own.containsKey(name) ? own.get(name) : types.get(name);
    if (shared == null) {
      throw line.wrong("the parameter " + name + " is unknown");
    }
    return range == null ? shared : new Parameter(name, Types.range(line, range), shared.help());
  }

  /** An example is written for one interface; it serves the command it begins like. */
  private String exampleFor(String words) {
    String[] wanted = words.split(" ");
    String[] given = example.split(" ");
    for (int i = 0; i < Math.min(2, Math.min(wanted.length, given.length)); i++) {
      if (wanted[i].matches("[a-z0-9-]+") && !wanted[i].equals(given[i])) {
        return "";
      }
      if (wanted[i].equals("INTERFACE!") && !given[i].matches("[a-z]+\\d.*")) {
        return "";
      }
    }
    return example;
  }
}
