package org.sekisho.ike.engine;

import java.util.Arrays;

/**
 * The peer's requests of one IKE SA, window 1: the message ID expected next and the last response,
 * which answers a retransmission octet for octet (RFC 7296 section 2.1).
 */
final class ResponseCache {

  private int expectedId;
  private byte[] lastRequest;
  private byte[] lastResponse;
  private boolean postponed;

  /** What to do with a request. */
  enum Verdict {
    /** The next one: process it. */
    NEW,
    /** The last one again: send the response again. */
    REPEATED,
    /** Outside the window, altered, or a copy of one that is not answered yet: drop it. */
    DROP
  }

  ResponseCache(int firstId) {
    expectedId = firstId;
  }

  Verdict judge(int id, byte[] request) {
    if (id == expectedId) {
      return postponed ? Verdict.DROP : Verdict.NEW;
    }
    boolean last = id == expectedId - 1 && Arrays.equals(request, lastRequest);
    return last && lastResponse != null ? Verdict.REPEATED : Verdict.DROP;
  }

  /** The request expected next is here and its response will come later. */
  void postpone() {
    postponed = true;
  }

  /** The request was processed; the window moves on. */
  void answered(byte[] request, byte[] response) {
    expectedId++;
    postponed = false;
    lastRequest = request;
    lastResponse = response;
  }

  byte[] lastResponse() {
    return lastResponse;
  }
}
