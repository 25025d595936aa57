package org.sekisho.esp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.KeyMaterial;

/**
 * Control side of one installed pair: its keys, and which crypto provider transforms its packets.
 * Guarded by {@link SaDatabase}.
 */
final class SaPair {

  private static final Logger LOGGER = System.getLogger(SaPair.class.getName());

  /** Transforms of one provider, one for each lane of each direction; null when there is none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Transforms(EspCrypto provider, EspTransform[] inbound, EspTransform[] outbound) {

    private static Transforms none(int lanes) {
      return new Transforms(null, new EspTransform[lanes], new EspTransform[lanes]);
    }

    private void close() {
      for (EspTransform[] direction : List.of(inbound, outbound)) {
        for (EspTransform transform : direction) {
          SaPair.close(transform);
        }
      }
    }
  }

  private final ChildSa sa;
  private final InboundSa inbound;
  private final OutboundSa outbound;
  private EspCrypto provider;

  /**
   * Makes both halves.
   *
   * @param transforms of the provider to start with
   * @param active whether packets are sent on it at once
   */
  SaPair(ChildSa sa, Transforms transforms, boolean active) {
    this.sa = sa;
    SelectorCheck selectors = new SelectorCheck(sa.localSelectors(), sa.remoteSelectors());
    outbound = new OutboundSa(sa, selectors, transforms.outbound(), active);
    inbound = new InboundSa(sa, selectors, transforms.inbound(), outbound);
    provider = transforms.provider();
  }

  /** What IKE installed. */
  ChildSa sa() {
    return sa;
  }

  /** The receiving half. */
  InboundSa inbound() {
    return inbound;
  }

  /** The sending half. */
  OutboundSa outbound() {
    return outbound;
  }

  /** Name of the provider that transforms its packets, empty for none. */
  String cryptoName() {
    return provider == null ? "" : provider.provider();
  }

  /** Whether a provider transforms its packets. */
  boolean hasCrypto() {
    return provider != null;
  }

  /**
   * Moves the pair to the best provider, each lane at a batch boundary of its own.
   *
   * @param bestFirst the providers there are
   * @return whether the provider changed
   */
  boolean reselect(List<EspCrypto> bestFirst, Lanes lanes) {
    Transforms chosen = choose(sa, bestFirst, provider, lanes.count());
    if (chosen.provider() == provider) {
      return false;
    }
    exchange(chosen, lanes);
    return true;
  }

  /** Ends the pair: no packet is transformed any more, transforms and keys are zeroed. */
  void destroy(Lanes lanes) {
    exchange(Transforms.none(lanes.count()), lanes);
    sa.inboundKey().close();
    sa.outboundKey().close();
  }

  private void exchange(Transforms next, Lanes lanes) {
    provider = next.provider();
    Transforms old = Transforms.none(lanes.count());
    for (int lane = 0; lane < lanes.count(); lane++) {
      lanes.inbound(lane).enter();
      try {
        old.inbound()[lane] = inbound.transform(lane, next.inbound()[lane]);
      } finally {
        lanes.inbound(lane).leave();
      }
      lanes.outbound(lane).enter();
      try {
        old.outbound()[lane] = outbound.transform(lane, next.outbound()[lane]);
      } finally {
        lanes.outbound(lane).leave();
      }
    }
    old.close();
  }

  /**
   * Makes transforms with the best provider that can.
   *
   * @param current provider in use, null for none: when the choice falls on it, no transforms are
   *     made
   * @param lanes how many for each direction
   * @return provider null when none can
   */
  static Transforms choose(ChildSa sa, List<EspCrypto> bestFirst, EspCrypto current, int lanes) {
    for (EspCrypto crypto : bestFirst) {
      if (crypto == current) {
        return new Transforms(current, new EspTransform[lanes], new EspTransform[lanes]);
      }
      Transforms made = make(sa, crypto, lanes);
      if (made.provider() != null) {
        return made;
      }
    }
    return Transforms.none(lanes);
  }

  private static Transforms make(ChildSa sa, EspCrypto crypto, int lanes) {
    Transforms made = new Transforms(crypto, new EspTransform[lanes], new EspTransform[lanes]);
    try {
      if (!crypto.supports(sa.suite())) {
        return Transforms.none(lanes);
      }
      for (int lane = 0; lane < lanes; lane++) {
        made.inbound()[lane] = transform(crypto, sa.suite(), sa.inboundKey(), Direction.INBOUND);
        made.outbound()[lane] = transform(crypto, sa.suite(), sa.outboundKey(), Direction.OUTBOUND);
      }
      return made;
    } catch (RuntimeException e) {
      made.close();
      LOGGER.log(Level.ERROR, "crypto provider failed for " + describe(sa.suite()), e);
      return Transforms.none(lanes);
    }
  }

  private static EspTransform transform(
      EspCrypto crypto, EspSuite suite, KeyMaterial key, Direction direction) {
    byte[] octets = key.copy();
    try {
      return crypto.transform(suite, octets, direction);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private static void close(EspTransform transform) {
    if (transform == null) {
      return;
    }
    try {
      transform.close();
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "crypto provider failed to close a transform", e);
    }
  }

  /** The suite for an administrator, for example {@code AES_CBC-256/HMAC_SHA1_96}. */
  static String describe(EspSuite suite) {
    String integrity = suite.integrity() == IntegrityAlgorithm.NONE ? "" : "/" + suite.integrity();
    return suite.encryption() + "-" + suite.keyBits() + integrity;
  }
}
