package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Setting;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;

/**
 * What {@code tunnel template} lines stand for: the IPsec and L2TP lines of a tunnel again for
 * other tunnels. Where a tunnel, gateway or policy has the number of the source tunnel it becomes
 * that of the target; the target's number is appended to the remote name. A line that the target
 * has itself wins. Nothing of it is stored: it is what listeners are told.
 */
final class Templates {

  /** Id of the command. */
  static final String ID = "tunnel template";

  /** Its parameter. */
  static final String TARGETS = "TUNNELS";

  private static final List<String> OF_TUNNEL = List.of("tunnel encapsulation", "ipsec ", "l2tp ");
  private static final List<String> NUMBERED =
      List.of("ipsec ike ", "ipsec sa policy", "ipsec auto refresh", "tunnel enable");
  private static final Set<String> NUMBERS = Set.of("GATEWAY", "POLICY", "TUNNEL");
  private static final String REMOTE_NAME = "ipsec ike remote name";

  private final ConfigSnapshot typed;
  private final Grammar grammar;
  private final Draft draft;

  private Templates(ConfigState state, Grammar grammar) {
    this.typed = state.snapshot();
    this.grammar = grammar;
    this.draft = new Draft(state);
  }

  /**
   * The configuration with the lines that templates stand for.
   *
   * @param state as it was typed
   * @param grammar the commands there are
   */
  static ConfigSnapshot expand(ConfigState state, Grammar grammar) {
    List<Setting> lines = state.snapshot().all(ID);
    if (lines.isEmpty()) {
      return state.snapshot();
    }
    Templates templates = new Templates(state, grammar);
    for (Setting line : lines) {
      Set<Integer> targets = new LinkedHashSet<>();
      line.arguments().all(TARGETS).forEach(n -> ((List<?>) n).forEach(t -> targets.add((int) t)));
      int source = line.context().number();
      targets.stream().filter(t -> t != source).forEach(t -> templates.copy(source, t));
    }
    return templates.draft.snapshot();
  }

  private void copy(int source, int target) {
    for (Setting s : typed.in(Context.tunnel(source))) {
      if (startsWith(s, OF_TUNNEL)) {
        put(lineFor(s, source, target), target);
      }
    }
    for (Setting s : typed.in(Context.GLOBAL)) {
      boolean ofSource =
          s.arguments().list().stream()
              .anyMatch(a -> NUMBERS.contains(a.name()) && a.value().equals(source));
      if (ofSource && startsWith(s, NUMBERED)) {
        put(lineFor(s, source, target), target);
      }
    }
  }

  private static boolean startsWith(Setting line, List<String> names) {
    return names.stream().anyMatch(n -> (line.command().name() + " ").startsWith(n));
  }

  /** The line with the target's numbers; they stand before anything that may be left out. */
  private static String lineFor(Setting line, int source, int target) {
    List<String> words = new ArrayList<>(Grammar.rawWords(line.line()));
    String[] syntax = line.command().syntax().split(" ");
    for (int i = 0; i < syntax.length && syntax[i].matches("[A-Za-z0-9-]+"); i++) {
      if (NUMBERS.contains(syntax[i]) && words.get(i).equals(String.valueOf(source))) {
        words.set(i, String.valueOf(target));
      } else if (syntax[i].equals("NAME") && line.command().id().equals(REMOTE_NAME)) {
        words.set(i, words.get(i) + target);
      }
    }
    return String.join(" ", words);
  }

  private void put(String line, int target) {
    Context context = Context.tunnel(target);
    try {
      Optional<Match> match = grammar.match(line, new Viewer(Level.ADMINISTRATOR, context, true));
      if (match.isEmpty()) {
        return;
      }
      Setting made = match.get().setting(context);
      if (typed.get(made.command().id(), made.context(), made.keys().toArray()).isEmpty()) {
        draft.put(made);
      }
    } catch (LineException e) {
      throw new IllegalStateException("a template made a line nobody understands", e);
    }
  }
}
