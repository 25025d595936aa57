package org.sekisho.esp;

import java.util.List;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.esp.SaTransforms.Made;

/**
 * Control side of one installed pair: its keys, and which crypto provider transforms its packets.
 * Guarded by {@link SaDatabase}.
 */
final class SaPair {

  private final ChildSa sa;
  private final InboundSa inbound;
  private final OutboundSa outbound;
  private final Lanes lanes;
  private CryptoProvider provider;

  /**
   * Makes both halves, without a provider.
   *
   * @param active whether packets are sent on it at once
   */
  SaPair(ChildSa sa, CryptoProviders providers, Lanes lanes, boolean active) {
    this.sa = sa;
    this.lanes = lanes;
    SelectorCheck selectors = new SelectorCheck(sa.localSelectors(), sa.remoteSelectors());
    SaTransforms sealing = new SaTransforms(sa, Direction.OUTBOUND, providers, lanes);
    SaTransforms opening = new SaTransforms(sa, Direction.INBOUND, providers, lanes);
    outbound = new OutboundSa(sa, selectors, sealing, active);
    inbound = new InboundSa(sa, selectors, opening, outbound);
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
    return provider == null ? "" : provider.crypto().provider();
  }

  /** Whether a provider transforms its packets. */
  boolean hasCrypto() {
    return provider != null;
  }

  /**
   * Moves the pair to the best provider that can, each lane at a batch boundary of its own.
   *
   * @param bestFirst the providers there are
   * @return whether the provider changed
   */
  boolean reselect(List<CryptoProvider> bestFirst) {
    for (CryptoProvider candidate : bestFirst) {
      if (candidate == provider
          && !inbound.transforms().hasStrayed()
          && !outbound.transforms().hasStrayed()) {
        return false;
      }
      Made opening = inbound.transforms().makeAll(candidate);
      Made sealing = outbound.transforms().makeAll(candidate);
      if (opening.provider() != null && sealing.provider() != null) {
        use(opening, sealing);
        return true;
      }
      opening.close();
      sealing.close();
    }
    boolean changed = provider != null;
    use(Made.none(lanes.count()), Made.none(lanes.count()));
    return changed;
  }

  /** Ends the pair: no packet is transformed any more, transforms and keys are zeroed. */
  void destroy() {
    use(Made.none(lanes.count()), Made.none(lanes.count()));
    sa.inboundKey().close();
    sa.outboundKey().close();
  }

  private void use(Made opening, Made sealing) {
    provider = opening.provider();
    inbound.transforms().exchange(opening);
    outbound.transforms().exchange(sealing);
  }

  /** The suite for an administrator, for example {@code AES_CBC-256/HMAC_SHA1_96}. */
  static String describe(EspSuite suite) {
    String integrity = suite.integrity() == IntegrityAlgorithm.NONE ? "" : "/" + suite.integrity();
    return suite.encryption() + "-" + suite.keyBits() + integrity;
  }
}
