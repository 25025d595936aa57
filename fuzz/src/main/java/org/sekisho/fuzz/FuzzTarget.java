package org.sekisho.fuzz;

import java.util.List;

/**
 * Something that reads a stranger's octets. One run takes any octets and must end without an
 * exception, in bounded time and memory; what it checks beyond that it says by {@link
 * AssertionError}. Runs do not depend on each other and are the same for the same octets.
 */
public interface FuzzTarget {

  /** Name on the command line and of its corpus. */
  String name();

  /** What it covers, a few words. */
  String what();

  /** Longest input worth trying, in octets. */
  int longest();

  /**
   * Runs once.
   *
   * @param input any octets
   * @throws Exception never, unless there is something to mend
   */
  void run(byte[] input) throws Exception;

  /**
   * Inputs to begin with, recorded from our own exchanges.
   *
   * @throws Exception when recording fails
   */
  List<byte[]> seeds() throws Exception;
}
