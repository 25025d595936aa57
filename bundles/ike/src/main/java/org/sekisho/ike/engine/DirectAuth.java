package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** Authentication in one exchange: each side sends its proof (RFC 7296 section 1.2). */
final class DirectAuth implements AuthDialogue {

  private final boolean initiator;
  private final OwnProof own;
  private final PeerProof peer;

  DirectAuth(boolean initiator, OwnProof own, PeerProof peer) {
    this.initiator = initiator;
    this.own = own;
    this.peer = peer;
  }

  @Override
  public List<Payload> opening() throws NegotiationException {
    List<Payload> payloads = new ArrayList<>(peer.wanted());
    payloads.addAll(own.payloads());
    return payloads;
  }

  @Override
  public void message(Payloads received, Step step) throws MalformedMessageException {
    peer.check(
        received,
        new PeerProof.Verdict() {
          @Override
          public void proved() {
            try {
              step.authenticated(initiator ? List.of() : own.payloads());
            } catch (NegotiationException e) {
              step.failed(e.getMessage());
            }
          }

          @Override
          public void failed(String sentence) {
            step.failed(sentence);
          }
        });
  }
}
