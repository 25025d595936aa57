package org.sekisho.routing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ip} as a process; no shell sees the arguments. */
final class IpProcess implements IpTool {

  private static final int PATIENCE_SECONDS = 10;

  @Override
  public String run(List<String> arguments) throws IpException {
    List<String> command = new ArrayList<>();
    command.add("ip");
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IpException("ip gave no answer for " + PATIENCE_SECONDS + " seconds");
      }
      if (process.exitValue() != 0) {
        throw new IpException(cause(output));
      }
      return output;
    } catch (IOException e) {
      throw new IpException(notRun(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IpException("interrupted");
    }
  }

  /** What to do when the command did not start; without it iproute2 is missing (ENOENT). */
  static String notRun(String message) {
    String help = message.contains("error=2,") ? "; install iproute2" : "";
    return "the command ip cannot be run" + help + " (" + message + ")";
  }

  /** The kernel's words out of what ip wraps them in. */
  static String cause(String output) {
    String first = output.lines().findFirst().orElse("ip failed without a word");
    for (String wrapping : List.of("RTNETLINK answers: ", "Error: ")) {
      if (first.startsWith(wrapping)) {
        first = first.substring(wrapping.length());
      }
    }
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }
}
