package org.sekisho.ike.engine;

/** The number of an IKE SA and its log lines. */
final class IkeNumber {

  private final EngineContext context;
  private final int number;
  private boolean loud;

  /**
   * Takes a number.
   *
   * @param quiet whether the first line waits until the SA is established: an attempt like one that
   *     has failed before
   */
  IkeNumber(EngineContext context, boolean quiet) {
    this.context = context;
    this.number = context.numbers.take();
    if (!quiet) {
      announce();
    }
  }

  private void announce() {
    loud = true;
    log("temporarily assigned");
  }

  int number() {
    return number;
  }

  void established() {
    if (!loud) {
      announce();
    }
    log("established");
  }

  void deleted() {
    context.numbers.release(number);
    if (loud) {
      log("deleted");
    }
  }

  private void log(String what) {
    context.output.log("[IKE2] SA:" + number + "/IKE " + what);
  }
}
