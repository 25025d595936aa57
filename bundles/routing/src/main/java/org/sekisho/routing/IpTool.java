package org.sekisho.routing;

import java.util.List;

/** Runs iproute2's {@code ip}. */
@FunctionalInterface
interface IpTool {

  /**
   * Runs it with an argument array and waits.
   *
   * @param arguments what follows {@code ip}
   * @return what it printed
   * @throws IpException when the kernel refuses, with the kernel's words
   */
  String run(List<String> arguments) throws IpException;

  /** As {@link #run(List)}. */
  default String run(String... arguments) throws IpException {
    return run(List.of(arguments));
  }
}
