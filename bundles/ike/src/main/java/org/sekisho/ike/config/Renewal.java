package org.sekisho.ike.config;

/**
 * What becomes of an SA that we renewed ({@code ipsec ike rekey delete}). The side that started a
 * renewal deletes the SA it replaced (RFC 7296 section 2.8); when, is its own affair.
 *
 * @param deleteAtOnce as soon as the successor is in use; else it stays for receiving until its
 *     life ends or the peer deletes it
 */
public record Renewal(boolean deleteAtOnce) {

  /** What holds without lines. */
  public static final Renewal DEFAULT = new Renewal(false);
}
