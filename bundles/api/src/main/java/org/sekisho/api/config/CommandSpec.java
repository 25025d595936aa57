package org.sekisho.api.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command declared as data. Parser, completion, {@code ?}, {@code show config}, errors and
 * documentation all come from it.
 *
 * <p>The syntax is written as the manuals do:
 *
 * <ul>
 *   <li>{@code ipsec ike version} lower-case words are typed as they stand (by unique prefix);
 *   <li>{@code GATEWAY} an upper-case name is a parameter, declared with {@link Builder#parameter};
 *   <li>{@code [x]} may be left out; {@code (x|y)} is one of several; {@code {x}} is repeated once
 *       or more, and each repetition is one of {@link Arguments#groups};
 *   <li>{@code keepalive=SECONDS} is an option typed without blanks around its equals sign; {@code
 *       keepalive=(SECONDS|off)} takes a keyword as well. Options that may be left out and stand
 *       side by side may be typed in any order.
 * </ul>
 *
 * <p>Example: {@code ipsec ike duration KIND GATEWAY SECONDS [KBYTES] [rekey PERCENT]}.
 */
public final class CommandSpec {

  private final String id;
  private final String syntax;
  private final boolean setting;
  private final Map<String, Parameter> parameters;
  private final List<String> keys;
  private final Level level;
  private final Context.Kind scope;
  private final Section section;
  private final int rank;
  private final Optional<Nesting> nesting;
  private final Support support;
  private final List<IdlePart> idleParts;
  private final String defaultValue;
  private final Text help;
  private final String example;
  private final boolean fileOnly;
  private final boolean hasNo;

  private CommandSpec(Builder b) {
    id = b.id;
    syntax = b.syntax;
    setting = b.setting;
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(b.parameters));
    keys = List.copyOf(b.keys);
    level = b.level;
    scope = b.scope;
    section = b.section;
    rank = b.rank;
    nesting = Optional.ofNullable(b.nesting);
    support = b.support;
    idleParts = List.copyOf(b.idleParts);
    defaultValue = b.defaultValue;
    help = Objects.requireNonNull(b.help, () -> "help of " + b.syntax);
    example = b.example;
    fileOnly = b.fileOnly;
    hasNo = b.hasNo;
    for (String key : keys) {
      if (!parameters.containsKey(key)) {
        throw new IllegalArgumentException("key " + key + " of " + syntax + " is no parameter");
      }
    }
  }

  /** Starts the declaration of a setting: a line that is stored and shown by show config. */
  public static Builder setting(String syntax) {
    return new Builder(syntax, true);
  }

  /** Starts the declaration of an operation: a line that does something at once. */
  public static Builder operation(String syntax) {
    return new Builder(syntax, false);
  }

  /** Unique name; by default the leading words of the syntax. */
  public String id() {
    return id;
  }

  /** The syntax as declared. */
  public String syntax() {
    return syntax;
  }

  /** The leading words, for example {@code ipsec ike version}. */
  public String name() {
    return leadingWords(syntax);
  }

  /** Whether the line is stored; else it is an operation. */
  public boolean isSetting() {
    return setting;
  }

  /** Parameters by name, in the order of their declaration. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * Parameters that tell one setting from another of the same command: typing the line again with
   * the same values replaces it, and the {@code no} form needs just these.
   */
  public List<String> keys() {
    return keys;
  }

  /** Privilege needed. */
  public Level level() {
    return level;
  }

  /** Selection needed. */
  public Context.Kind scope() {
    return scope;
  }

  /** Where show config prints it. */
  public Section section() {
    return section;
  }

  /** Order inside its section or block: smaller first, equal ones by name. */
  public int rank() {
    return rank;
  }

  /** The line it is printed under, if any. */
  public Optional<Nesting> nesting() {
    return nesting;
  }

  /** Whether it has an effect. */
  public Support support() {
    return support;
  }

  /** Parts of an applied line that have no effect. */
  public List<IdlePart> idleParts() {
    return idleParts;
  }

  /** What holds while the line is absent, as an administrator would type it; may be empty. */
  public String defaultValue() {
    return defaultValue;
  }

  /** One line of help. */
  public Text help() {
    return help;
  }

  /** An example line, may be empty. */
  public String example() {
    return example;
  }

  /** Whether an operation can be typed with {@code no}, see {@link Builder#withNo}. */
  public boolean hasNo() {
    return hasNo;
  }

  /**
   * Whether the line is for files and {@link ConfigStore#apply} alone, see {@link
   * Builder#fileOnly}.
   */
  public boolean fileOnly() {
    return fileOnly;
  }

  @Override
  public String toString() {
    return syntax;
  }

  private static String leadingWords(String syntax) {
    StringBuilder words = new StringBuilder();
    for (String word : syntax.split(" ")) {
      if (!word.matches("[a-z0-9][a-z0-9-]*")) {
        break;
      }
      words.append(words.isEmpty() ? "" : " ").append(word);
    }
    return words.toString();
  }

  /**
   * Print place below another line: below the setting {@code parent} whose parameter of the same
   * name has the same value as ours. {@code tunnel select} as parent stands for the block of the
   * tunnel whose number the parameter holds.
   *
   * @param parent id of the parent command
   * @param parameter name of the parameter both share
   */
  public record Nesting(String parent, String parameter) {}

  /** Builds a declaration. */
  public static final class Builder {
    private final String syntax;
    private final boolean setting;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();
    private String id;
    private Level level = Level.ADMINISTRATOR;
    private Context.Kind scope = Context.Kind.GLOBAL;
    private Section section = Section.OTHER;
    private int rank = 50;
    private Nesting nesting;
    private Support support = new Support.Applied();
    private final List<IdlePart> idleParts = new ArrayList<>();
    private String defaultValue = "";
    private Text help;
    private String example = "";
    private boolean fileOnly;
    private boolean hasNo;

    private Builder(String syntax, boolean setting) {
      this.syntax = syntax;
      this.setting = setting;
      this.id = leadingWords(syntax);
    }

    /** Gives a name of its own, where several declarations share their leading words. */
    public Builder id(String value) {
      id = value;
      return this;
    }

    /** Declares a parameter of the syntax. */
    public Builder parameter(String name, ParameterType type, String english, String japanese) {
      parameters.put(name, new Parameter(name, type, new Text(english, japanese)));
      return this;
    }

    /** Declares a parameter that also identifies the setting. */
    public Builder key(String name, ParameterType type, String english, String japanese) {
      keys.add(name);
      return parameter(name, type, english, japanese);
    }

    /** Lets general users type it; the default is administrators only. */
    public Builder user() {
      level = Level.USER;
      return this;
    }

    /**
     * Accepts the line in a loaded file and from {@link ConfigStore#apply} only; who types it on a
     * console gets the error of a command that does not exist. For lines that hold what a console
     * asks for instead, such as {@code login password X}.
     */
    public Builder fileOnly() {
      fileOnly = true;
      return this;
    }

    /** Lets an operation be typed with {@code no}: it runs without arguments then. */
    public Builder withNo() {
      hasNo = true;
      return this;
    }

    /** Sets the selection it needs. */
    public Builder scope(Context.Kind value) {
      scope = value;
      return this;
    }

    /** Sets where show config prints it. */
    public Builder section(Section value, int rankInSection) {
      section = value;
      rank = rankInSection;
      return this;
    }

    /** Prints it below another line, see {@link Nesting}. */
    public Builder under(String parent, String parameter, int rankInBlock) {
      nesting = new Nesting(parent, parameter);
      rank = rankInBlock;
      return this;
    }

    /** Marks it as stored without effect. */
    public Builder storedOnly(String english, String japanese) {
      support = new Support.Stored(new Text(english, japanese));
      return this;
    }

    /** Marks a word or a parameter of the syntax as one without effect. */
    public Builder idlePart(String name, String english, String japanese) {
      idleParts.add(new IdlePart(name, Optional.empty(), false, new Text(english, japanese)));
      return this;
    }

    /**
     * Marks a word or a parameter of the syntax as one that leaves the line without effect; where
     * the syntax repeats it in {@code {…}}, the repetition.
     */
    public Builder storedOnlyWith(String name, String english, String japanese) {
      idleParts.add(new IdlePart(name, Optional.empty(), true, new Text(english, japanese)));
      return this;
    }

    /** The same for a parameter whose value matches a pattern as a whole. */
    public Builder storedOnlyWith(String name, Pattern values, String english, String japanese) {
      idleParts.add(new IdlePart(name, Optional.of(values), true, new Text(english, japanese)));
      return this;
    }

    /** Marks it as refused. */
    public Builder refused(String english, String japanese) {
      support = new Support.Refused(new Text(english, japanese));
      return this;
    }

    /** Names the default. */
    public Builder defaultValue(String value) {
      defaultValue = value;
      return this;
    }

    /** Sets the line of help. */
    public Builder help(String english, String japanese) {
      help = new Text(english, japanese);
      return this;
    }

    /** Gives an example. */
    public Builder example(String value) {
      example = value;
      return this;
    }

    /** Checks and makes the declaration. */
    public CommandSpec build() {
      return new CommandSpec(this);
    }
  }
}
