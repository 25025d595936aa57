package org.sekisho.eap.method;

/** A method cannot go on; the message is one sentence for the administrator. */
public final class EapMethodException extends Exception {

  /** Makes one. */
  public EapMethodException(String sentence) {
    super(sentence);
  }
}
