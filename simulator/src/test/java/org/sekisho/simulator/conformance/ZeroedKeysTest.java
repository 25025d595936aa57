package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.engine.EngineBench;

/** Keys of an IKE SA do not outlive it in memory; those of a CHILD SA are the data plane's. */
class ZeroedKeysTest {

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private static List<byte[]> of(IkeKeys keys) {
    return List.of(keys.resumptionKey(), keys.authKey(true), keys.authKey(false));
  }

  @Test
  void keysOfAnSaThatEndedAreZero() {
    dut.configure(Dut.gateway().build());
    peer.connect();
    IkeKeys keys = EngineBench.keys(dut.engine, peer.spiR);
    for (byte[] key : of(keys)) {
      assertFalse(Arrays.equals(new byte[key.length], key));
    }

    peer.ask(RawMessage.INFORMATIONAL, RawPayload.deleteIke());
    dut.run(60_000);
    assertEquals(0, dut.pairs.size());
    for (byte[] key : of(keys)) {
      assertArrayEquals(new byte[key.length], key);
    }
  }
}
