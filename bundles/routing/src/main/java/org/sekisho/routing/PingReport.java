package org.sekisho.routing;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.Text;

/** Turns what iputils' ping prints into what an RTX prints, and counts for the last lines. */
final class PingReport {

  private static final Pattern REPLY =
      Pattern.compile(
          "\\d+ bytes from ([^:]+): icmp_seq=(\\d+) ttl=(\\d+)(?: time=([0-9.]+) ms)?(.*)");
  private static final Pattern UNANSWERED = Pattern.compile("no answer yet for icmp_seq=(\\d+)");
  private static final Pattern REFUSED = Pattern.compile("From (\\S+) icmp_seq=(\\d+) (.+)");
  private static final Pattern TOTAL = Pattern.compile("(\\d+) packets transmitted, .*");

  private long sent;
  private long received;
  private double least = Double.MAX_VALUE;
  private double most;
  private double sum;
  private long timed;

  /** Takes a line; what an RTX would say, if anything. */
  Optional<Text> take(String line) {
    Matcher total = TOTAL.matcher(line);
    if (total.matches()) {
      sent = Math.max(sent, Long.parseLong(total.group(1)));
      return Optional.empty();
    }
    Matcher unanswered = UNANSWERED.matcher(line);
    if (unanswered.matches()) {
      saw(unanswered.group(1));
      return Optional.empty();
    }
    Matcher refused = REFUSED.matcher(line);
    if (refused.matches()) {
      long sequence = saw(refused.group(2));
      String why = refused.group(3);
      return Optional.of(
          new Text(
              "received from " + refused.group(1) + ": icmp_seq=" + sequence + " " + why,
              refused.group(1) + "から受信: シーケンス番号=" + sequence + " " + why));
    }
    Matcher reply = REPLY.matcher(line);
    return reply.matches() ? Optional.of(reply(reply)) : Optional.empty();
  }

  private Text reply(Matcher reply) {
    long sequence = saw(reply.group(2));
    if (reply.group(5).contains("DUP!")) {
      return text(reply.group(1), sequence, reply.group(3), " (DUP!)", " (重複)");
    }
    received++;
    if (reply.group(4) == null) {
      return text(reply.group(1), sequence, reply.group(3), "", "");
    }
    double time = Double.parseDouble(reply.group(4));
    least = Math.min(least, time);
    most = Math.max(most, time);
    sum += time;
    timed++;
    String shown = milliseconds(time);
    return text(
        reply.group(1), sequence, reply.group(3), " time=" + shown + "ms", " 時間=" + shown + "ミリ秒");
  }

  private static Text text(
      String from, long sequence, String ttl, String english, String japanese) {
    return new Text(
        "received from " + from + ": icmp_seq=" + sequence + " ttl=" + ttl + english,
        from + "から受信: シーケンス番号=" + sequence + " ttl=" + ttl + japanese);
  }

  /** An RTX counts from 0, iputils from 1 (and starts again after 65535). */
  private long saw(String icmpSequence) {
    long number = Long.parseLong(icmpSequence);
    sent = Math.max(sent, number);
    return number - 1;
  }

  /** The lines at the end. */
  Text summary() {
    String loss =
        String.format(Locale.ROOT, "%.1f", sent == 0 ? 0.0 : 100.0 * (sent - received) / sent);
    String english =
        sent + " packets transmitted, " + received + " packets received, " + loss + "% packet loss";
    String japanese = sent + "個のパケットを送信し、" + received + "個のパケットを受信しました。" + loss + "%パケットロス";
    if (timed > 0) {
      String times =
          milliseconds(least) + "/" + milliseconds(sum / timed) + "/" + milliseconds(most);
      english += System.lineSeparator() + "round-trip min/avg/max = " + times + " ms";
      japanese += System.lineSeparator() + "往復遅延 最低/平均/最大 = " + times + " ミリ秒";
    }
    return new Text(english, japanese);
  }

  /** Whether any request left. */
  boolean anySent() {
    return sent > 0;
  }

  private static String milliseconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
