package org.sekisho.esp;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/** The data plane without threads, sockets and devices. It lies here to reach the data plane. */
public final class EspBench {

  /**
   * What arrived on UDP 4500, told apart.
   *
   * @param ike handed to IKE, without marker
   * @param esp left for ESP
   */
  public record Sorted(List<byte[]> ike, List<byte[]> esp) {}

  private EspBench() {}

  /** Tells datagrams on UDP 4500 apart as the router does (RFC 3948 section 2.2). */
  public static Sorted sort(Endpoint local, Endpoint remote, byte[]... datagrams) {
    PacketBatch batch = PacketBatch.allocate(datagrams.length, 4096);
    for (byte[] datagram : datagrams) {
      int at = batch.slotStart(batch.size());
      int i = batch.add(at, datagram.length);
      batch.memory().put(at, datagram);
      batch.local(i, local);
      batch.remote(i, remote);
    }
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
    new NonEspDatagrams(() -> (here, there, message) -> sorted.ike().add(message)).takeOut(batch);
    for (int i = 0; i < batch.size(); i++) {
      if (!batch.isDropped(i)) {
        sorted.esp().add(batch.copy(i));
      }
    }
    return sorted;
  }
}
