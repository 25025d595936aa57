package org.sekisho.ike.engine;

import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;

/** What a refused CHILD SA means to the administrator. */
final class ChildFailure {

  private ChildFailure() {}

  static String sentence(NotifyPayload error, Gateway gateway) {
    return switch (error.notifyType()) {
      case NotifyType.NO_PROPOSAL_CHOSEN ->
          "no common proposal for ESP: the peer refused all algorithms, check ipsec sa policy and"
              + " ipsec ike pfs "
              + gateway.config().number();
      case NotifyType.TS_UNACCEPTABLE ->
          "the peer refused the traffic selectors 0.0.0.0/0: make it a route-based connection";
      default -> "the peer refused the CHILD SA with " + NotifyType.name(error.notifyType());
    };
  }
}
