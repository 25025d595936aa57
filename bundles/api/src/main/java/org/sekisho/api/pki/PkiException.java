package org.sekisho.api.pki;

/** A certificate cannot be had; the message is one sentence that says what to change. */
public final class PkiException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * With that sentence.
   *
   * @param sentence for the administrator
   */
  public PkiException(String sentence) {
    super(sentence, null, false, false);
  }

  /**
   * With that sentence and what led to it.
   *
   * @param sentence for the administrator
   */
  public PkiException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** Nobody serves {@link Pki}. */
  public static PkiException notInstalled() {
    return new PkiException("the pki bundle is not installed: install the feature sekisho-pki");
  }
}
