package org.sekisho.config.language;

import java.util.Collection;
import java.util.Locale;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandError.Kind;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.Text;

/**
 * The refusals of the command language, worded as an RTX words them. What was typed is never
 * repeated: it may be a secret.
 */
public final class ErrorTexts {

  private ErrorTexts() {}

  static CommandError invalidCommandName(int column) {
    return error(Kind.INVALID_COMMAND_NAME, column, "Invalid command name", "コマンド名を確認してください");
  }

  static CommandError illegalKeyword(int column) {
    return error(Kind.ILLEGAL_KEYWORD, column, "Illegal keyword", "パラメータのキーワードが認識できません");
  }

  static CommandError ambiguous(Collection<String> words, int column) {
    String list = String.join(", ", words);
    return error(
        Kind.ILLEGAL_KEYWORD,
        column,
        "Illegal keyword: it may be " + list,
        "パラメータのキーワードが認識できません: 候補は " + list);
  }

  static CommandError administratorOnly() {
    return error(
        Kind.ADMINISTRATOR_USE_ONLY, -1, "Administrator use only", "このコマンドは管理レベルでのみ使用できます");
  }

  static CommandError parameterCount(int column) {
    return error(
        Kind.PARAMETER_COUNT, column, "Insufficient or too many parameters", "パラメータの数が不適当です");
  }

  static CommandError notAnInteger(int column) {
    return error(Kind.NOT_AN_INTEGER, column, "Parameter must be an integer", "パラメータは整数で指定してください");
  }

  /** A value is outside its range. */
  public static CommandError outOfRange(int column) {
    return error(Kind.OUT_OF_RANGE, column, "Parameter out of range", "パラメータが範囲を越えています");
  }

  static CommandError badAddress(int column) {
    return error(Kind.BAD_ADDRESS, column, "Unrecognized IP address parameter", "IPアドレスが認識できません");
  }

  static CommandError badParameter(Parameter parameter, int column) {
    String name = parameter.name().toLowerCase(Locale.ROOT).replace('-', ' ');
    return error(
        Kind.BAD_PARAMETER,
        column,
        "Unrecognized " + name + " parameter",
        parameter.help().japanese() + "が認識できません");
  }

  /** A text is longer than it may be. */
  static CommandError tooLong(Parameter parameter, int limit, int column) {
    Text text = badParameter(parameter, column).text();
    return error(
        Kind.BAD_PARAMETER,
        column,
        text.english() + ": type at most " + limit + " characters",
        text.japanese() + ": " + limit + " 文字以内で入力してください");
  }

  static CommandError maskedSecret(int column) {
    return error(
        Kind.BAD_PARAMETER,
        column,
        "* only hides a secret on the screen; type the secret itself",
        "* は表示用の伏せ字です。値そのものを入力してください");
  }

  static CommandError sealedSecret() {
    return error(
        Kind.BAD_PARAMETER,
        -1,
        "This secret was sealed by another box key; restore that key, or type the secret itself",
        "別の機器鍵で暗号化されています。鍵を復元するか、値そのものを入力してください");
  }

  /** A tunnel or peer must be selected first. */
  public static CommandError selectFirst(Context.Kind scope) {
    return scope == Context.Kind.PP
        ? error(
            Kind.SELECT_FIRST,
            -1,
            "Execute pp select command beforehand",
            "このコマンドは相手を選択してから実行してください")
        : error(
            Kind.SELECT_FIRST,
            -1,
            "Execute tunnel select command beforehand",
            "このコマンドはトンネルを選択してから実行してください");
  }

  static CommandError openQuotation(int column) {
    return error(
        Kind.BAD_PARAMETER,
        column,
        "Close the quotation mark, or type \\ before it",
        "引用符を閉じるか、直前に \\ を入力してください");
  }

  static CommandError controlCharacter(int column) {
    return error(Kind.BAD_PARAMETER, column, "Remove the control character", "制御文字を取り除いてください");
  }

  static CommandError lineTooLong(int limit) {
    return error(
        Kind.BAD_PARAMETER,
        -1,
        "A line has at most " + limit + " characters",
        "1行は " + limit + " 文字以内で入力してください");
  }

  /** The line parses but cannot be. */
  public static CommandError refused(Text text) {
    return new CommandError(Kind.REFUSED, text, -1);
  }

  /** The line parses but cannot be. */
  public static CommandError refused(String english, String japanese) {
    return refused(new Text(english, japanese));
  }

  /** A command has a bug. */
  public static CommandError internal() {
    return refused("The command failed inside; see the system log", "コマンドの内部エラーです。システムログを確認してください");
  }

  private static CommandError error(Kind kind, int column, String english, String japanese) {
    return new CommandError(kind, new Text(english, japanese), column);
  }
}
