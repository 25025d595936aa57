package org.sekisho.simulator.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.net.Endpoint;
import org.sekisho.esp.EspBench;

/** A data plane with one pair, and the peer's half of it made from the platform's primitives. */
final class EspPair {

  static final int INBOUND_SPI = 0x1001;
  static final int OUTBOUND_SPI = 0x2002;
  static final Endpoint HERE = new Endpoint(Dut.ADDRESS, 4500);
  static final Endpoint THERE = new Endpoint(Dut.PEER_ADDRESS, 4500);

  private static final int INBOUND_KEY = 7;
  private static final int OUTBOUND_KEY = 99;

  final EspBench bench = new EspBench();

  /** Cipher and integrity of the pair; the rest of the suite means nothing here. */
  Suite suite = Suite.GCM;

  boolean esn;
  boolean udp = true;
  int window = 1024;
  List<TrafficSelector> local = List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6);
  List<TrafficSelector> remote = local;

  EspPair install() {
    bench.install(
        new ChildSa(
            EspBench.TUNNEL,
            INBOUND_SPI,
            OUTBOUND_SPI,
            new EspSuite(
                byId(EncryptionAlgorithm.values(), EncryptionAlgorithm::id, suite.encr()),
                suite.keyBits(),
                byId(IntegrityAlgorithm.values(), IntegrityAlgorithm::id, suite.integ()),
                esn),
            new KeyMaterial(key(INBOUND_KEY)),
            new KeyMaterial(key(OUTBOUND_KEY)),
            local,
            remote,
            udp,
            udp ? HERE : HERE.withPort(0),
            udp ? THERE : THERE.withPort(0),
            window,
            ChildSa.Activation.IMMEDIATE));
    return this;
  }

  /** Sends one inner packet and gives the ESP packet. */
  byte[] send(byte[] packet) {
    List<EspBench.Out> out = bench.send(packet);
    if (out.size() != 1) {
      throw new AssertionError("packets sent: " + out.size());
    }
    return out.get(0).octets();
  }

  /** Receives ESP packets of the peer; how many came out of the tunnel. */
  int receive(byte[]... esp) {
    return receivePackets(esp).size();
  }

  List<byte[]> receivePackets(byte[]... esp) {
    List<byte[]> all = new ArrayList<>();
    for (int from = 0; from < esp.length; from += 64) {
      byte[][] part = Arrays.copyOfRange(esp, from, Math.min(esp.length, from + 64));
      all.addAll(
          bench.receive(udp ? HERE : HERE.withPort(0), udp ? THERE : THERE.withPort(0), 0, part));
    }
    return all;
  }

  private static <E> E byId(E[] all, ToIntFunction<E> id, int wanted) {
    return Arrays.stream(all).filter(e -> id.applyAsInt(e) == wanted).findFirst().orElseThrow();
  }

  private byte[] key(int seed) {
    return Octets.counting(suite.encrKeyLength() + suite.integKeyLength(), seed);
  }

  private byte[] encryptionKey(int seed) {
    return Arrays.copyOf(key(seed), suite.encrKeyLength());
  }

  private byte[] integrityKey(int seed) {
    byte[] all = key(seed);
    return Arrays.copyOfRange(all, suite.encrKeyLength(), all.length);
  }

  /** An ESP packet of the peer with that number around an IPv4 packet. */
  byte[] sealed(long sequence, byte[] packet) {
    int block = suite.isAead() ? 4 : 16;
    int pad = (block - (packet.length + 2) % block) % block;
    return sealedWith(sequence, packet, Octets.counting(pad, 1), pad, 4);
  }

  /** The same with any trailer. */
  byte[] sealedWith(long sequence, byte[] packet, byte[] padding, int padLength, int nextHeader) {
    byte[] plain = Octets.join(packet, padding, new byte[] {(byte) padLength, (byte) nextHeader});
    byte[] head = new Octets().u32(INBOUND_SPI).u32((int) sequence).get();
    byte[] iv = suite.isAead() ? Octets.eight(sequence) : Octets.counting(16, (int) sequence);
    byte[] covered = esn ? new Octets().u32(INBOUND_SPI).u64(sequence).get() : head;
    byte[] body =
        suite.seal(encryptionKey(INBOUND_KEY), integrityKey(INBOUND_KEY), iv, covered, plain);
    return Octets.join(head, body);
  }

  /** The plaintext of a packet the router sent, with its trailer. */
  byte[] open(byte[] esp, long sequence) {
    byte[] covered =
        esn
            ? new Octets().u32(OUTBOUND_SPI).u64(sequence).get()
            : new Octets().u32(OUTBOUND_SPI).u32((int) sequence).get();
    byte[] body = Arrays.copyOfRange(esp, 8, esp.length);
    return suite.open(
        encryptionKey(OUTBOUND_KEY),
        integrityKey(OUTBOUND_KEY),
        Octets.join(covered, body),
        covered.length);
  }

  /** An IPv4 UDP packet of that length from 10.0.0.1 to 10.0.0.2. */
  static byte[] packet(int length) {
    return ipv4(0, 0, 17, new byte[length - 20]);
  }

  /** An IPv4 packet with a right header checksum and TTL 64. */
  static byte[] ipv4(int trafficClass, int fragmentField, int protocol, byte[] payload) {
    byte[] packet =
        new Octets()
            .u8(0x45)
            .u8(trafficClass)
            .u16(20 + payload.length)
            .u16(0x1234)
            .u16(fragmentField)
            .u8(64)
            .u8(protocol)
            .u16(0)
            .add(Octets.hex("0a000001 0a000002"))
            .add(payload)
            .get();
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += Octets.u16(packet, i);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
    packet[10] = (byte) (sum >>> 8);
    packet[11] = (byte) sum;
    return packet;
  }
}
