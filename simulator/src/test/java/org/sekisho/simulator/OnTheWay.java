package org.sekisho.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;

/** Somebody between the two sides who changes first messages, which nothing protects yet. */
final class OnTheWay {

  private OnTheWay() {}

  /**
   * Edits all IKE_SA_INIT messages of one direction.
   *
   * @param edit changes the list of payloads it is given, or makes another
   */
  static void edit(VirtualNetwork network, boolean responses, UnaryOperator<List<Payload>> edit) {
    edit(network, ExchangeType.IKE_SA_INIT, responses, edit);
  }

  /** The same for another unprotected exchange. */
  static void edit(
      VirtualNetwork network,
      int exchangeType,
      boolean responses,
      UnaryOperator<List<Payload>> edit) {
    boolean[] own = new boolean[1];
    network.drop =
        d -> {
          if (own[0] || d.exchangeType() != exchangeType || d.isResponse() != responses) {
            return false;
          }
          own[0] = true;
          network.send(d.from(), d.to(), d.natTraversal(), edited(d.message(), edit));
          own[0] = false;
          return true;
        };
  }

  private static byte[] edited(byte[] message, UnaryOperator<List<Payload>> edit) {
    try {
      IkeHeader header = IkeHeader.decode(message);
      Decoded.Ok ok = (Decoded.Ok) PayloadChain.decodePlain(header, message);
      return PayloadChain.encodePlain(
          header.initiatorSpi(),
          header.responderSpi(),
          header.exchangeType(),
          header.flags(),
          header.messageId(),
          edit.apply(new ArrayList<>(ok.payloads().list())));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
