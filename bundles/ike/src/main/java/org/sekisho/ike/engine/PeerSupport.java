package org.sekisho.ike.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payloads;

/**
 * What the peer said in IKE_SA_INIT, and in IKE_AUTH, that it can do beyond RFC 7296: one status
 * notification an extension. An IKE SA made by a renewal inherits it.
 */
final class PeerSupport {

  /** A peer that announced nothing. */
  static final PeerSupport NONE = new PeerSupport(Map.of());

  /** Extensions this engine knows; the word of a peer about any other is not kept. */
  private static final List<Integer> KNOWN =
      List.of(
          NotifyType.IKEV2_FRAGMENTATION_SUPPORTED,
          NotifyType.SIGNATURE_HASH_ALGORITHMS,
          NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED,
          NotifyType.USE_PPK,
          NotifyType.CHILDLESS_IKEV2_SUPPORTED);

  private final Map<Integer, byte[]> announced;

  private PeerSupport(Map<Integer, byte[]> announced) {
    this.announced = announced;
  }

  /** This, and what the payloads of another message announce. */
  PeerSupport and(Payloads payloads) {
    Map<Integer, byte[]> all = new HashMap<>(announced);
    for (int type : KNOWN) {
      payloads.notify(type).map(NotifyPayload::data).ifPresent(data -> all.put(type, data));
    }
    return new PeerSupport(all);
  }

  /** This without an extension that we did not announce: it needs both. */
  PeerSupport without(int notifyType) {
    Map<Integer, byte[]> rest = new HashMap<>(announced);
    rest.remove(notifyType);
    return new PeerSupport(rest);
  }

  /**
   * Whether the peer announced an extension.
   *
   * @param notifyType its notification, see {@link NotifyType}
   */
  boolean has(int notifyType) {
    return announced.containsKey(notifyType);
  }

  /** The data of an announcement, empty when there was none. */
  Optional<byte[]> data(int notifyType) {
    return Optional.ofNullable(announced.get(notifyType));
  }
}
