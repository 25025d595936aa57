package org.sekisho.ike.engine;

import java.util.Arrays;
import java.util.List;

/**
 * The peer's requests of one IKE SA, window 1: the message ID expected next and the last response,
 * which answers a retransmission octet for octet (RFC 7296 section 2.1), all fragments of it.
 */
final class ResponseCache {

  private int expectedId;
  private byte[] lastRequest;
  private List<byte[]> lastResponse;
  private boolean postponed;

  /** What to do with a request, or a fragment of one. */
  enum Verdict {
    /** The next one: process it. */
    NEW,
    /** The last one again: send the response again. */
    REPEATED,
    /** The last one again if it is authentic: its sender may have cut it anew. */
    REPEATED_IF_AUTHENTIC,
    /** Outside the window, altered, or a copy of one that is not answered yet: drop it. */
    DROP
  }

  ResponseCache(int firstId) {
    expectedId = firstId;
  }

  /** Judges a request that came in one datagram. */
  Verdict judge(int id, byte[] request) {
    if (id == expectedId) {
      return postponed ? Verdict.DROP : Verdict.NEW;
    }
    return isLast(id) && Arrays.equals(request, lastRequest) ? Verdict.REPEATED : Verdict.DROP;
  }

  /** The request expected next is here and its response will come later. */
  void postpone() {
    postponed = true;
  }

  /** Judges a fragment: of an answered request only the first counts (RFC 7383 section 2.6.1). */
  Verdict judgeFragment(int id, int number) {
    if (id == expectedId) {
      return postponed ? Verdict.DROP : Verdict.NEW;
    }
    return isLast(id) && number == 1 ? Verdict.REPEATED_IF_AUTHENTIC : Verdict.DROP;
  }

  private boolean isLast(int id) {
    return id == expectedId - 1 && lastResponse != null;
  }

  /**
   * The request was processed; the window moves on.
   *
   * @param request its datagram, or the last one of its fragments
   * @param response ours, in one or more datagrams
   */
  void answered(byte[] request, List<byte[]> response) {
    expectedId++;
    postponed = false;
    lastRequest = request;
    lastResponse = response;
  }

  List<byte[]> lastResponse() {
    return lastResponse;
  }
}
