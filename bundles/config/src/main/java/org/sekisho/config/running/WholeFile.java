package org.sekisho.config.running;

import java.util.Comparator;
import java.util.Optional;
import org.sekisho.api.config.Text;

/** Whether a file that was sent from elsewhere may take a saved configuration's place. */
final class WholeFile {

  private WholeFile() {}

  /**
   * Why not, with the first line that is wrong.
   *
   * @param opened its text
   * @param draft what its lines come to
   */
  static Optional<Text> refusal(SecretSeal.Opened opened, Draft draft) {
    if (draft.isEmpty()) {
      return Optional.of(
          new Text(
              "The file has no setting; send the whole configuration",
              "設定がありません。設定ファイル全体を送ってください"));
    }
    // A transfer that was broken off ends somewhere in a line, and the client closes it as usual.
    if (!opened.text().endsWith("\n")) {
      return Optional.of(
          new Text(
              "The last line has no line end, so the file may not be whole; end it with a line feed",
              "最終行に改行がないため、ファイルが途中で切れている可能性があります。最後に改行を入れてください"));
    }
    if (!opened.closed().isEmpty()) {
      int number = opened.closed().get(0);
      return Optional.of(
          line(
              number,
              new Text(
                  "Its secret was sealed by another router, or for another line; type the secret"
                      + " itself",
                  "秘密情報が別のルーターまたは別の行で暗号化されています。平文で入力してください")));
    }
    return draft.dormant().stream()
        .min(Comparator.comparingInt(DormantLine::number))
        .map(d -> line(d.number(), d.error().text()));
  }

  private static Text line(int number, Text why) {
    return new Text("Line " + number + ": " + why.english(), number + "行目: " + why.japanese());
  }
}
