package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Text;
import org.sekisho.config.language.Cursor.Branch;

/** Lists what may be typed next, for TAB and {@code ?}. */
final class Candidates {

  private final Viewer viewer;
  private final String begun;
  private final boolean offerNo;
  private final KnownValues known;
  private final Map<String, Candidate> found = new LinkedHashMap<>();

  /**
   * Prepares.
   *
   * @param viewer only what they may type now is listed
   * @param begun what is already there of the word, in lower case
   * @param offerNo whether {@code no} may stand here
   * @param known values that exist
   */
  Candidates(Viewer viewer, String begun, boolean offerNo, KnownValues known) {
    this.viewer = viewer;
    this.begun = begun;
    this.offerNo = offerNo;
    this.known = known;
  }

  List<Candidate> of(Cursor cursor) {
    if (cursor.tree() != null) {
      cursor.tree().startingWith(begun).forEach(this::word);
    }
    for (Branch t : cursor.threads()) {
      if (fits(t.program())) {
        of(t);
      }
    }
    if (offerNo && "no".startsWith(begun)) {
      keyword("no", new Text("Remove a setting", "設定を削除する"));
    }
    return List.copyOf(found.values());
  }

  private boolean fits(Program program) {
    return viewer.mayUse(program.spec()) && viewer.hasSelected(program.spec());
  }

  private void word(String word, WordTree child) {
    List<Program> programs = child.all().stream().filter(this::fits).toList();
    if (programs.isEmpty()) {
      return;
    }
    Collection<Program> here = child.programs().stream().filter(this::fits).toList();
    if (!here.isEmpty()) {
      keyword(word, here.iterator().next().spec().help());
    } else if (programs.size() == 1) {
      keyword(word, programs.get(0).spec().help());
    } else {
      String count = String.valueOf(programs.size());
      keyword(word, new Text(count + " commands", count + "個のコマンド"));
    }
  }

  private void of(Branch t) {
    CommandSpec spec = t.program().spec();
    Step step = t.step();
    if (step instanceof Step.TakeWord s) {
      keyword(s.node().word(), spec.help());
    } else if (step instanceof Step.TakeOption s) {
      if ((t.mask() & s.bit()) == 0) {
        option(s.node(), spec);
      }
    } else if (step instanceof Step.TakeValue s) {
      value(s.node().parameter(), spec);
    }
  }

  private void option(Node.Option option, CommandSpec spec) {
    String word = option.word() + "=";
    if (!word.startsWith(begun) && !begun.startsWith(word)) {
      return;
    }
    List<String> values = new ArrayList<>();
    option.parameters().forEach(p -> values.add(form(p)));
    values.addAll(option.words());
    Text help =
        option.parameters().isEmpty() ? spec.help() : help(option.parameters().get(0), spec);
    add(new Candidate(word, word + String.join("|", values), help));
  }

  private void value(Parameter parameter, CommandSpec spec) {
    if (parameter.type() instanceof ParameterType.Choice c) {
      c.words().forEach(w -> keyword(w, help(parameter, spec)));
    } else {
      for (String value : known.of(spec, parameter)) {
        if (value.toLowerCase(Locale.ROOT).startsWith(begun)) {
          add(new Candidate(value, value, help(parameter, spec)));
        }
      }
      add(new Candidate("", form(parameter), help(parameter, spec)));
    }
  }

  private void keyword(String word, Text help) {
    if (word.startsWith(begun)) {
      add(new Candidate(word, word, help));
    }
  }

  private void add(Candidate candidate) {
    found.putIfAbsent(candidate.label(), candidate);
  }

  private static Text help(Parameter parameter, CommandSpec spec) {
    if (spec.defaultValue().isEmpty()) {
      return parameter.help();
    }
    return new Text(
        parameter.help().english() + " (without the line: " + spec.defaultValue() + ")",
        parameter.help().japanese() + " (未設定時: " + spec.defaultValue() + ")");
  }

  /** The parameter with its type and range. */
  private static String form(Parameter parameter) {
    ParameterType type = parameter.type();
    String name = parameter.name();
    if (type instanceof ParameterType.IntegerRange t) {
      return name + "(" + t.min() + "-" + t.max() + ")";
    } else if (type instanceof ParameterType.NumberRanges t) {
      return name + "(" + t.min() + "-" + t.max() + ", N-M, all)";
    } else if (type instanceof ParameterType.Choice t) {
      return String.join("|", t.words());
    } else if (type instanceof ParameterType.FreeText t) {
      return name + "(<=" + t.maxLength() + ")";
    } else if (type instanceof ParameterType.Secret t) {
      return name + "(<=" + t.maxLength() + ")";
    } else if (type instanceof ParameterType.Form t) {
      return name + "(" + t.label() + ")";
    } else if (type instanceof ParameterType.InterfaceName t) {
      return name + "(" + String.join(",", t.kinds()) + ")";
    } else if (type instanceof ParameterType.Prefix t) {
      return name + (t.maskRequired() ? "(A/M)" : "(A[/M])");
    }
    return name;
  }
}
