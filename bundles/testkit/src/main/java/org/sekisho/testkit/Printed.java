package org.sekisho.testkit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;

/** What an operation prints to an administrator, as text or as JSON. */
public final class Printed {

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final StringWriter text = new StringWriter();
  private final Context context;
  private final Language language;
  private final boolean json;

  private Printed(Context context, Language language, boolean json) {
    this.context = context;
    this.language = language;
    this.json = json;
  }

  /** As text. */
  public static String text(
      Command command, Language language, ConfigSnapshot config, Argument... arguments)
      throws CommandException {
    return new Printed(Context.GLOBAL, language, false).run(command, config, arguments);
  }

  /** As text, while something is selected. */
  public static String text(
      Command command, Language language, Context context, Argument... arguments)
      throws CommandException {
    return new Printed(context, language, false).run(command, ConfigSnapshot.EMPTY, arguments);
  }

  /** As JSON, read by a strict parser that is not ours. */
  public static JsonNode json(Command command, ConfigSnapshot config, Argument... arguments)
      throws CommandException {
    String printed =
        new Printed(Context.GLOBAL, Language.ENGLISH, true).run(command, config, arguments);
    try {
      return STRICT.readTree(printed);
    } catch (JsonProcessingException e) {
      throw new AssertionError(printed, e);
    }
  }

  /** A word of a command's syntax as an argument. */
  public static Argument word(String word) {
    return new Argument(word, word, word);
  }

  private String run(Command command, ConfigSnapshot config, Argument... arguments)
      throws CommandException {
    Arguments typed = new Arguments(List.of(arguments), List.of());
    PrintWriter out = new PrintWriter(text);
    Command.Run run = (Command.Run) command.behaviour();
    run.action().run(new CommandCall(typed, new Typist(out), config));
    out.flush();
    return text.toString();
  }

  private final class Typist extends PlainSession {
    private final PrintWriter out;

    Typist(PrintWriter out) {
      this.out = out;
    }

    @Override
    public Context context() {
      return context;
    }

    @Override
    public Language language() {
      return language;
    }

    @Override
    public boolean json() {
      return json;
    }

    @Override
    public PrintWriter out() {
      return out;
    }
  }
}
