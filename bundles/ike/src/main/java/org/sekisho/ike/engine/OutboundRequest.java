package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.ike.message.Payload;

/**
 * A request of ours as it goes out, the first time and again: octet for octet (RFC 7296 section
 * 2.1), but once in shorter fragments when long ones find no answer, for the path may not carry
 * them (RFC 7383 section 2.5.1).
 */
final class OutboundRequest {

  private static final int COPIES_BEFORE_SHORTER = 4;

  /** After 3.5 seconds more than a message is lost. */
  private static final int COPIES_BEFORE_ELSEWHERE = 3;

  private final IkeSa sa;
  private final int exchangeType;
  private final boolean elsewhere;
  private final int messageId;
  private final List<Payload> payloads;
  private List<byte[]> datagrams;
  private int copies;

  OutboundRequest(IkeSa sa, Exchange exchange, int messageId, List<Payload> payloads) {
    this.sa = sa;
    this.exchangeType = exchange.exchangeType();
    this.elsewhere = !exchange.staysOnItsWay();
    this.messageId = messageId;
    this.payloads = payloads;
    this.datagrams = sa.messages().seal(exchangeType, messageId, false, payloads);
  }

  void send() {
    if (copies++ == COPIES_BEFORE_SHORTER && datagrams.size() > 1) {
      List<byte[]> shorter = sa.messages().sealShort(exchangeType, messageId, payloads);
      // with as many as before the peer could not tell old from new
      datagrams = shorter.size() > datagrams.size() ? shorter : datagrams;
    }
    datagrams.forEach(sa::transmit);
    if (elsewhere && copies > COPIES_BEFORE_ELSEWHERE) {
      datagrams.forEach(sa.mobike()::transmitElsewhere);
    }
  }
}
