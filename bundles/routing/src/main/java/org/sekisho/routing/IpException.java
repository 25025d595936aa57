package org.sekisho.routing;

/** The kernel or {@code ip} refused something; the message is the cause in words. */
final class IpException extends Exception {

  private static final long serialVersionUID = 1L;

  IpException(String cause) {
    super(cause);
  }
}
