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

  /** Transforms of both directions by one provider; all null when there is none. */
  record Transforms(EspCrypto provider, EspTransform inbound, EspTransform outbound) {

    private static final Transforms NONE = new Transforms(null, null, null);
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
   * Moves the pair to the best provider, at a batch boundary of each direction.
   *
   * @param bestFirst the providers there are
   * @return whether the provider changed
   */
  boolean reselect(List<EspCrypto> bestFirst, BatchGate inboundGate, BatchGate outboundGate) {
    Transforms chosen = choose(sa, bestFirst, provider);
    if (chosen.provider() == provider) {
      return false;
    }
    exchange(chosen, inboundGate, outboundGate);
    return true;
  }

  /** Ends the pair: no packet is transformed any more, transforms and keys are zeroed. */
  void destroy(BatchGate inboundGate, BatchGate outboundGate) {
    exchange(Transforms.NONE, inboundGate, outboundGate);
    sa.inboundKey().close();
    sa.outboundKey().close();
  }

  private void exchange(Transforms next, BatchGate inboundGate, BatchGate outboundGate) {
    provider = next.provider();
    inboundGate.enter();
    EspTransform oldInbound;
    try {
      oldInbound = inbound.transform(next.inbound());
    } finally {
      inboundGate.leave();
    }
    outboundGate.enter();
    EspTransform oldOutbound;
    try {
      oldOutbound = outbound.transform(next.outbound());
    } finally {
      outboundGate.leave();
    }
    close(oldInbound);
    close(oldOutbound);
  }

  /**
   * Makes transforms with the best provider that can.
   *
   * @param current provider in use, null for none: when the choice falls on it, no transforms are
   *     made
   * @return provider null when none can
   */
  static Transforms choose(ChildSa sa, List<EspCrypto> bestFirst, EspCrypto current) {
    for (EspCrypto crypto : bestFirst) {
      if (crypto == current) {
        return new Transforms(current, null, null);
      }
      Transforms made = make(sa, crypto);
      if (made.provider() != null) {
        return made;
      }
    }
    return Transforms.NONE;
  }

  private static Transforms make(ChildSa sa, EspCrypto crypto) {
    EspTransform inbound = null;
    try {
      if (!crypto.supports(sa.suite())) {
        return Transforms.NONE;
      }
      inbound = transform(crypto, sa.suite(), sa.inboundKey(), Direction.INBOUND);
      EspTransform outbound = transform(crypto, sa.suite(), sa.outboundKey(), Direction.OUTBOUND);
      return new Transforms(crypto, inbound, outbound);
    } catch (RuntimeException e) {
      close(inbound);
      LOGGER.log(Level.ERROR, "crypto provider failed for " + describe(sa.suite()), e);
      return Transforms.NONE;
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
