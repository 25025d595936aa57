package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.IdlePart;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Support;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Samples;
import org.sekisho.config.running.EmbeddedText;
import org.sekisho.config.running.WholeRouter;

/**
 * Walks through every command of the router: each accepts the ends of its documented ranges,
 * refuses what is beyond, explains itself in both languages and is undone by no.
 */
class WalkTest {

  private static final WholeRouter ROUTER = new WholeRouter();

  /** What a line must also be to be accepted is told by its own bundle's tests. */
  private static final Set<CommandError.Kind> BY_MEANING = Set.of(CommandError.Kind.REFUSED);

  private static final String HASHED =
      "encrypted pbkdf2-sha256:1:1:" + "A".repeat(22) + ":" + "A".repeat(43);

  /** Lines of settings for which a sample of a type is no value. */
  private static final List<String> OF_THEIR_OWN =
      List.of(
          "administrator password " + HASHED,
          "login password " + HASHED,
          "login user taro " + HASHED,
          "ipsec ike mode-cfg address pool 1 192.168.200.1-192.168.200.9");

  private static List<Command> settings() {
    return ROUTER.commands().stream()
        .filter(c -> c.spec().isSetting() && c.behaviour() instanceof Command.Store)
        .filter(c -> !(c.spec().support() instanceof Support.Refused))
        .toList();
  }

  @Test
  void everyCommandAcceptsTheEndsOfItsRanges() {
    List<String> wrong = new ArrayList<>();
    for (Command command : ROUTER.commands()) {
      Samples samples = new Samples(command.spec());
      Context context = WholeRouter.contextOf(command);
      understood(samples.shortest(), command, context, wrong);
      for (Parameter parameter : command.spec().parameters().values()) {
        for (String value : Samples.Values.good(parameter.type())) {
          understood(samples.with(parameter, value), command, context, wrong);
        }
      }
      if (!command.spec().example().isEmpty()) {
        understood(command.spec().example(), command, context, wrong);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static void understood(
      String line, Command command, Context context, List<String> wrong) {
    try {
      Match match = ROUTER.match(line, context).orElseThrow();
      if (!match.spec().name().equals(command.spec().name())) {
        wrong.add(line + ": taken as " + match.spec());
      }
    } catch (LineException e) {
      wrong.add(line + ": " + e.error() + " by " + command.spec());
    }
  }

  @Test
  void everyCommandRefusesWhatIsBeyond() {
    List<String> wrong = new ArrayList<>();
    for (Command command : ROUTER.commands()) {
      Samples samples = new Samples(command.spec());
      Context context = WholeRouter.contextOf(command);
      for (Parameter parameter : command.spec().parameters().values()) {
        for (String value : Samples.Values.beyond(parameter.type())) {
          String line = samples.with(parameter, value);
          if (takenAs(parameter, value, line, command, context)) {
            wrong.add(line + ": accepted by " + command.spec());
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** Whether the line was understood as this command with that value of that parameter. */
  private static boolean takenAs(
      Parameter parameter, String value, String line, Command command, Context context) {
    try {
      Match match = ROUTER.match(line, context).orElseThrow();
      return match.command() == command
          && match.arguments().list().stream()
              .anyMatch(a -> a.name().equals(parameter.name()) && a.token().equals(value));
    } catch (LineException e) {
      return false;
    }
  }

  @Test
  void everyCommandExplainsItselfInBothLanguages() {
    List<String> wrong = new ArrayList<>();
    for (Command command : ROUTER.commands()) {
      if (command.spec().fileOnly()) {
        continue;
      }
      japanese(command.spec().help().english(), command.spec().help().japanese(), wrong);
      Samples samples = new Samples(command.spec());
      Context context = WholeRouter.contextOf(command);
      for (Parameter parameter : command.spec().parameters().values()) {
        List<Candidate> offered = ROUTER.candidates(samples.before(parameter), context);
        if (offered.stream().noneMatch(c -> names(c, parameter))) {
          wrong.add(samples.before(parameter) + "? does not name " + parameter.name());
        }
        offered.forEach(c -> wrong.addAll(blank(c, samples.before(parameter))));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean names(Candidate candidate, Parameter parameter) {
    return parameter.type() instanceof ParameterType.Choice c
        ? c.words().stream().anyMatch(candidate.label()::contains)
        : candidate.label().contains(parameter.name());
  }

  private static List<String> blank(Candidate candidate, String at) {
    return candidate.help().english().isBlank() || candidate.help().japanese().isBlank()
        ? List.of(at + candidate.label() + " has no help")
        : List.of();
  }

  /** A sentence of several English words is not Japanese. */
  private static void japanese(String english, String japanese, List<String> wrong) {
    boolean ascii = japanese.chars().allMatch(c -> c < 0x80);
    if (japanese.isBlank() || (ascii && japanese.contains(" ") && english.equals(japanese))) {
      wrong.add("no Japanese for: " + english);
    }
  }

  @Test
  void everySettingIsUndoneByNo() {
    List<String> wrong = new ArrayList<>();
    for (Command command : settings()) {
      Samples samples = new Samples(command.spec());
      Context context = WholeRouter.contextOf(command);
      List<String> lines = new ArrayList<>(List.of(samples.shortest()));
      command
          .spec()
          .parameters()
          .values()
          .forEach(p -> lines.add(samples.with(p, Samples.Values.usual(p.type()))));
      OF_THEIR_OWN.stream().filter(l -> isOf(command, l)).forEach(lines::add);
      boolean undone = false;
      for (String line : lines) {
        WholeRouter.Typed config = ROUTER.empty();
        List<String> before = config.saved();
        Optional<CommandError> error = config.type(line, context);
        if (error.isPresent()) {
          if (!BY_MEANING.contains(error.get().kind())) {
            wrong.add(line + ": " + error.get());
          }
          continue;
        }
        assertFalse(config.saved().equals(before), line);
        config.type("no " + line, context).ifPresent(e -> wrong.add("no " + line + ": " + e));
        if (!config.saved().equals(before)) {
          wrong.add("no " + line + " leaves " + config.saved());
        }
        undone = true;
      }
      // one whose text is the lines behind it is undone in ImportTest
      if (!undone && !command.spec().id().equals(EmbeddedText.ID)) {
        wrong.add("no line of its own is accepted alone: " + command.spec());
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean isOf(Command command, String line) {
    try {
      Match match = ROUTER.match(line, Context.GLOBAL).orElseThrow();
      return match.spec().equals(command.spec());
    } catch (LineException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void everyCommandHasAStateAndThoseWithoutEffectSayWhy() {
    assertTrue(ROUTER.commands().size() > 500, "commands: " + ROUTER.commands().size());
    for (Command command : ROUTER.commands()) {
      Support support = command.spec().support();
      if (support instanceof Support.Stored s) {
        assertFalse(s.reason().english().isBlank() || s.reason().japanese().isBlank());
      } else if (support instanceof Support.Refused r) {
        assertFalse(r.reason().english().isBlank() || r.reason().japanese().isBlank());
      }
      for (IdlePart part : command.spec().idleParts()) {
        assertTrue(
            command.spec().syntax().matches(".*\\b" + part.name() + "\\b.*"), part.toString());
        assertFalse(part.reason().english().isBlank() || part.reason().japanese().isBlank());
      }
    }
  }
}
