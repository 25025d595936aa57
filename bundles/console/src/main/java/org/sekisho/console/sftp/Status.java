package org.sekisho.console.sftp;

/** A request that is answered by a status other than OK. */
final class Status extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Refuses.
   *
   * @param code of {@link Reply}
   * @param sentence for the user
   */
  Status(int code, String sentence) {
    super(sentence);
    this.code = code;
  }

  /** The same because of a fault below, such as that of a disk. */
  Status(Exception cause) {
    super(cause.getMessage(), cause);
    code = Reply.FAILURE;
  }

  int code() {
    return code;
  }
}
