package org.sekisho.routing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.sekisho.api.config.CommandException;

/**
 * What was typed after {@code ping}: {@code [-s SIZE] [-c COUNT] [-sa ADDRESS] [-w SECONDS] HOST}.
 *
 * @param host name or IPv4 address
 * @param size octets of data
 * @param count how many requests, empty: until interrupted
 * @param source source address, null: the kernel's choice
 * @param interval seconds between requests, as typed
 */
record PingRequest(String host, int size, OptionalInt count, String source, String interval) {

  private static final int DEFAULT_SIZE = 64;
  private static final int LARGEST_SIZE = 65_507;

  /** Reads the words. */
  static PingRequest parse(List<String> words) throws CommandException {
    String host = null;
    int size = DEFAULT_SIZE;
    OptionalInt count = OptionalInt.empty();
    String source = null;
    String interval = "1";
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (!word.startsWith("-")) {
        if (host != null) {
          throw wrong("Too many parameters: " + word, "パラメータが多すぎます: " + word);
        }
        host = word;
        continue;
      }
      if (!rest.hasNext()) {
        throw wrong("A value must follow " + word, word + " の値がありません");
      }
      String value = rest.next();
      switch (word) {
        case "-s" -> size = number(word, value, LARGEST_SIZE);
        case "-c" -> count = OptionalInt.of(number(word, value, Integer.MAX_VALUE));
        case "-sa" -> source = address(value);
        case "-w" -> interval = seconds(value);
        default -> throw wrong("Unknown option " + word, "不明なオプションです: " + word);
      }
    }
    if (host == null || !host.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")) {
      throw wrong("Name a host or an IPv4 address", "ホスト名またはIPv4アドレスを指定してください");
    }
    return new PingRequest(host, size, count, source, interval);
  }

  private static int number(String option, String value, int max) throws CommandException {
    if (!value.matches("\\d{1,10}") || Long.parseLong(value) < 1 || Long.parseLong(value) > max) {
      throw wrong(
          option + " takes a number from 1 to " + max, option + " は 1 から " + max + " の整数です");
    }
    return Integer.parseInt(value);
  }

  private static String address(String value) throws CommandException {
    if (!value.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw wrong("-sa takes an IPv4 address of this router", "-sa はルーターのIPv4アドレスです");
    }
    return value;
  }

  private static String seconds(String value) throws CommandException {
    if (!value.matches("\\d{1,2}(\\.\\d)?") || Double.parseDouble(value) < 0.1) {
      throw wrong("-w takes seconds from 0.1 to 99.9", "-w は 0.1 から 99.9 の秒数です");
    }
    return value;
  }

  private static CommandException wrong(String english, String japanese) {
    return new CommandException(english, japanese);
  }

  /** The command line of iputils' ping. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of("ping", "-4", "-n", "-O"));
    command.addAll(List.of("-s", Integer.toString(size), "-i", interval));
    count.ifPresent(c -> command.addAll(List.of("-c", Integer.toString(c))));
    if (source != null) {
      command.addAll(List.of("-I", source));
    }
    command.addAll(List.of("--", host));
    return command;
  }
}
