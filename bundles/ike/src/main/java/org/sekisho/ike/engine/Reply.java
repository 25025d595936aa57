package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.Payload;

/**
 * The one response to a request, now or later; copies of the request that arrive meanwhile are not
 * processed (RFC 7296 section 2.1).
 */
final class Reply {

  private final IkeSa sa;
  private final IkeHeader header;
  private final byte[] request;
  private final Transport source;
  private boolean sent;

  /**
   * Begins to process a request.
   *
   * @param source where it came from, and where the response goes (RFC 7296 section 2.11)
   */
  Reply(IkeSa sa, IkeHeader header, byte[] request, Transport source) {
    this.sa = sa;
    this.header = header;
    this.request = request;
    this.source = source;
  }

  /** Whoever processes the request has returned: unless it has answered, it will do so later. */
  void returned() {
    if (!sent) {
      sa.responses().postpone();
    }
  }

  /**
   * Sends the response, unless there was one or the SA has died.
   *
   * @param afterwards run when the response is on its way
   */
  void send(List<Payload> payloads, List<Runnable> afterwards) {
    if (sent || !sa.canSend()) {
      return;
    }
    sent = true;
    List<byte[]> response =
        sa.messages().seal(header.exchangeType(), header.messageId(), true, payloads);
    sa.responses().answered(request, response);
    source.send(sa.context().output, response);
    afterwards.forEach(Runnable::run);
  }
}
