package org.sekisho.crypto.admission;

/** One thing that is looked at, for one suite. */
interface Check {

  /** Short name for findings. */
  String name();

  /**
   * Looks.
   *
   * @throws Problem with the first thing that is wrong; whatever else is thrown is a problem too
   */
  void examine(Subject subject) throws Exception;
}
