package org.sekisho.esp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.api.net.PacketBatch;

/**
 * The transforms of one direction of an SA, one for each lane, and what happens when one throws:
 * the lane moves to the next provider within the same turn. Packets that were kept ({@link
 * CryptoProvider#onTrial}) are given to it as they were before, with the sequence numbers they
 * have: nothing the failed call made was sent, and the same packet under the same nonce gives the
 * same octets. Packets that were not kept are dropped; their numbers are never used again.
 *
 * <p>What belongs to a lane is guarded by the lane's {@link BatchGate}.
 */
final class SaTransforms {

  private static final Logger LOGGER = System.getLogger(SaTransforms.class.getName());

  /**
   * What a provider made.
   *
   * @param provider null when none can
   * @param transforms one for each lane, null without a provider
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Made(CryptoProvider provider, EspTransform[] transforms) {

    static Made none(int lanes) {
      return new Made(null, new EspTransform[lanes]);
    }

    void close() {
      for (EspTransform transform : transforms) {
        SaTransforms.close(transform);
      }
    }
  }

  private final ChildSa sa;
  private final Direction direction;
  private final CryptoProviders providers;
  private final Lanes lanes;
  private final EspTransform[] transforms;
  private final CryptoProvider[] makers;
  private volatile boolean strayed;

  /** A direction that has no transforms yet. */
  SaTransforms(ChildSa sa, Direction direction, CryptoProviders providers, Lanes lanes) {
    this.sa = sa;
    this.direction = direction;
    this.providers = providers;
    this.lanes = lanes;
    transforms = new EspTransform[lanes.count()];
    makers = new CryptoProvider[lanes.count()];
  }

  /** Whether packets of a lane can be transformed now; under the lane's gate. */
  boolean isReady(int lane) {
    return transforms[lane] != null;
  }

  /** Seals or opens packets, none of which is dropped; under the lane's gate. */
  void apply(PacketBatch batch, int first, int count, int lane) {
    if (!makers[lane].onTrial()) {
      attempt(batch, first, count, lane, false);
      return;
    }
    for (int done = 0; done < count; ) {
      int part = SpareRun.fitting(batch, first + done, count - done);
      attempt(batch, first + done, part, lane, true);
      done += part;
    }
  }

  private void attempt(PacketBatch batch, int first, int count, int lane, boolean kept) {
    SpareRun spare = lanes.spare(direction, lane);
    if (kept) {
      spare.keep(batch, first, count);
    }
    while (true) {
      try {
        EspTransform transform = transforms[lane];
        if (direction == Direction.OUTBOUND) {
          transform.seal(batch, first, count);
        } else {
          transform.open(batch, first, count);
        }
        return;
      } catch (RuntimeException | Error e) {
        boolean next = failOver(lane, e);
        if (!kept || !next) {
          for (int i = first; i < first + count; i++) {
            batch.drop(i);
          }
          providers.failures().lost(count);
          return;
        }
        spare.restore(batch, first, count);
      }
    }
  }

  /**
   * Moves a lane to the next provider that has not failed.
   *
   * @return false when there is none: the lane keeps the transform that failed
   */
  private boolean failOver(int lane, Throwable cause) {
    CryptoProvider culprit = makers[lane];
    boolean first = culprit.fail();
    EspTransform next = null;
    for (CryptoProvider provider : providers.bestFirst()) {
      next = provider.failed() ? null : make(provider);
      if (next != null) {
        close(transforms[lane]);
        transforms[lane] = next;
        makers[lane] = provider;
        strayed = true;
        break;
      }
    }
    if (first) {
      String name = next == null ? "" : makers[lane].crypto().provider();
      providers
          .failures()
          .first(new CryptoFailures.Failure(culprit, SaPair.describe(sa.suite()), name, cause));
    }
    return next != null;
  }

  /**
   * Makes a transform for each lane; none when the provider does not support the suite or fails.
   */
  Made makeAll(CryptoProvider provider) {
    Made made = new Made(provider, new EspTransform[lanes.count()]);
    for (int lane = 0; lane < lanes.count(); lane++) {
      made.transforms()[lane] = make(provider);
      if (made.transforms()[lane] == null) {
        made.close();
        return Made.none(lanes.count());
      }
    }
    return made;
  }

  private EspTransform make(CryptoProvider provider) {
    KeyMaterial key = direction == Direction.OUTBOUND ? sa.outboundKey() : sa.inboundKey();
    byte[] octets = {};
    try {
      if (!provider.crypto().supports(sa.suite())) {
        return null;
      }
      octets = key.copy();
      return provider.crypto().transform(sa.suite(), octets, direction);
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Level.ERROR, "crypto provider failed for " + SaPair.describe(sa.suite()), e);
      return null;
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** Whether a lane has moved to another provider by itself; any thread. */
  boolean hasStrayed() {
    return strayed;
  }

  /** Takes other transforms into use, each lane at a batch boundary, and ends those before. */
  void exchange(Made next) {
    strayed = false;
    for (int lane = 0; lane < lanes.count(); lane++) {
      BatchGate gate = lanes.gate(direction, lane);
      EspTransform before;
      gate.enter();
      try {
        before = transforms[lane];
        transforms[lane] = next.transforms()[lane];
        makers[lane] = next.provider();
      } finally {
        gate.leave();
      }
      close(before);
    }
  }

  private static void close(EspTransform transform) {
    if (transform == null) {
      return;
    }
    try {
      transform.close();
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Level.ERROR, "crypto provider failed to close a transform", e);
    }
  }
}
