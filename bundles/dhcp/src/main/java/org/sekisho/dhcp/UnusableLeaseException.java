package org.sekisho.dhcp;

/** What a DHCP server lent cannot be used; the message says why. */
final class UnusableLeaseException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableLeaseException(String message) {
    super(message);
  }
}
