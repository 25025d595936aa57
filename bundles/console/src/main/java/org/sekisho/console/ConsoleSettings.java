package org.sekisho.console;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Setting;
import org.sekisho.console.commands.SettingCommands;

/**
 * What the {@code console …} lines and {@code login timer} say.
 *
 * @param character word of {@code console character}, empty when not set
 * @param columns width in characters, 0 when not set
 * @param lines lines of a page, 0 when not set, {@link #ENDLESS} for {@code infinity}
 * @param prompt text before {@code >} and {@code #}
 * @param info whether log lines are printed on consoles
 * @param loginTimer idle time after which a session ends, zero for {@code clear}
 */
public record ConsoleSettings(
    Optional<String> character,
    int columns,
    int lines,
    String prompt,
    boolean info,
    Duration loginTimer) {

  /** Pages without end. */
  public static final int ENDLESS = Integer.MAX_VALUE;

  /** RTX's default of {@code login timer}, which {@code clear} also means over SSH. */
  public static final Duration LOGIN_TIMER = Duration.ofSeconds(300);

  /** Reads the lines of a configuration. */
  public static ConsoleSettings from(ConfigSnapshot config) {
    return new ConsoleSettings(
        arguments(config, "console character").map(a -> a.text(SettingCommands.CHARACTER)),
        arguments(config, "console columns").map(a -> a.integer(SettingCommands.COLUMNS)).orElse(0),
        arguments(config, "console lines")
            .map(a -> a.has("infinity") ? ENDLESS : a.integer(SettingCommands.LINES))
            .orElse(0),
        arguments(config, "console prompt").map(a -> a.text(SettingCommands.TEXT)).orElse(""),
        arguments(config, "console info").map(a -> a.isOn(SettingCommands.SWITCH)).orElse(false),
        arguments(config, "login timer")
            .map(a -> Duration.ofSeconds(a.integer(SettingCommands.SECONDS, 0)))
            .orElse(LOGIN_TIMER));
  }

  /**
   * Language of messages.
   *
   * @param locale {@code LANG} of the user's side, which counts while nothing is set; may be empty
   */
  public Language language(String locale) {
    boolean japanese =
        character
            .map(c -> c.startsWith("ja."))
            .orElse(locale.toLowerCase(Locale.ROOT).startsWith("ja"));
    return japanese ? Language.JAPANESE : Language.ENGLISH;
  }

  /**
   * Encoding of characters on the line.
   *
   * @param locale {@code LANG} of the user's side, which counts while nothing is set; may be empty
   */
  public Charset charset(String locale) {
    String encoding = character.orElse(locale).toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    if (encoding.matches(".*\\.(sjis|shiftjis|windows31j|cp932|mskanji)(@.*)?")) {
      return Charset.forName("windows-31j");
    }
    return encoding.matches(".*\\.(euc|eucjp|ujis)(@.*)?")
        ? Charset.forName("EUC-JP")
        : StandardCharsets.UTF_8;
  }

  private static Optional<Arguments> arguments(ConfigSnapshot config, String id) {
    return config.get(id).map(Setting::arguments);
  }
}
