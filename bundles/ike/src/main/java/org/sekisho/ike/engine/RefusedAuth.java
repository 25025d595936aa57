package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** No authentication: the lines do not allow that this side takes this part. */
final class RefusedAuth implements AuthDialogue {

  private final String sentence;

  /** With what to change. */
  RefusedAuth(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public List<Payload> opening() throws NegotiationException {
    throw new NegotiationException(NotifyType.AUTHENTICATION_FAILED, sentence);
  }

  @Override
  public void message(Payloads received, Step step) {
    step.failed(sentence);
  }
}
