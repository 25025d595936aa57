package org.sekisho.ike.engine;

/** The two numbers of a CHILD SA pair and their log lines, SEND before RECV. */
final class SaNumbers {

  private final EngineContext context;
  private final int send;
  private final int recv;
  private final boolean announced;
  private boolean released;

  /**
   * Takes two numbers.
   *
   * @param quiet whether the first line waits until the pair is established: an attempt like one
   *     that has failed before
   */
  SaNumbers(EngineContext context, boolean quiet) {
    this.context = context;
    this.send = context.numbers.take();
    this.recv = context.numbers.take();
    this.announced = !quiet;
    if (announced) {
      log("temporarily assigned");
    }
  }

  int send() {
    return send;
  }

  int recv() {
    return recv;
  }

  void established() {
    if (!announced) {
      log("temporarily assigned");
    }
    log("established");
  }

  void deleted() {
    release(true);
  }

  /** The negotiation failed. */
  void discarded() {
    release(announced);
  }

  private void release(boolean loud) {
    if (!released) {
      released = true;
      context.numbers.release(send);
      context.numbers.release(recv);
      if (loud) {
        log("deleted");
      }
    }
  }

  private void log(String what) {
    context.output.log("[IKE2] SA:" + send + "/CHLD_SEND " + what);
    context.output.log("[IKE2] SA:" + recv + "/CHLD_RECV " + what);
  }
}
