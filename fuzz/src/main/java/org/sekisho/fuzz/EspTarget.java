package org.sekisho.fuzz;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.net.Endpoint;
import org.sekisho.esp.EspBench;
import org.sekisho.simulator.Configs;

/**
 * The inbound way of ESP: datagrams as they come, and packets whose author has the keys, with any
 * content, trailer and number. What comes out of the tunnel lies within the selectors and is not
 * longer than what went in; the same packets leave again on the outbound way.
 */
final class EspTarget implements FuzzTarget {

  private static final int SPI = 0x1001;
  private static final int MOST_PACKETS = 64;
  private static final int LONGEST_PACKET = 2000;
  private static final byte[] KEY = new byte[36];
  private static final Endpoint HERE = new Endpoint(Configs.address("203.0.113.1"), 4500);
  private static final Endpoint THERE = new Endpoint(Configs.address("203.0.113.2"), 4500);
  private static final TrafficSelector OUR_SIDE =
      TrafficSelector.of(Configs.address("10.0.0.0"), Configs.address("10.0.0.255"));
  private static final TrafficSelector THEIR_SIDE =
      new TrafficSelector(
          17, 1000, 2000, Configs.address("10.1.0.0"), Configs.address("10.1.0.255"));

  @Override
  public String name() {
    return "esp";
  }

  @Override
  public String what() {
    return "ESP inbound: any datagram, and any content under good keys";
  }

  @Override
  public int longest() {
    return 4096;
  }

  @Override
  public void run(byte[] input) throws GeneralSecurityException {
    Script script = new Script(input);
    int settings = script.u8();
    boolean narrow = (settings & 1) != 0;
    EspBench bench = bench(narrow, (settings & 2) != 0);
    List<byte[]> packets = new ArrayList<>();
    long sequence = 1;
    for (int i = 0; i < MOST_PACKETS && script.hasMore(); i++) {
      int form = script.u8();
      if ((form & 1) != 0) {
        byte[] any = script.octets(Math.min(LONGEST_PACKET, script.u16()));
        EspBench.sort(HERE, THERE, any);
        packets.add(any);
      } else {
        sequence = Math.max(1, sequence + script.s8() + ((form & 2) != 0 ? script.u16() << 12 : 0));
        byte[] content = script.octets(Math.min(LONGEST_PACKET, script.u16()));
        packets.add(sealed(sequence++, content, (settings & 2) != 0));
      }
    }
    List<byte[]> out =
        bench.receive(HERE, THERE, (settings >>> 2) & 3, packets.toArray(new byte[0][]));
    check(out.size() <= packets.size(), "more packets out than in");
    for (byte[] packet : out) {
      check(packet.length >= 20 && packet.length <= LONGEST_PACKET, "length of a packet");
      check(!narrow || isWithin(packet), "a packet outside the selectors");
    }
    bench.send(out.toArray(new byte[0][]));
    bench.remove(SPI);
  }

  private static EspBench bench(boolean narrow, boolean esn) {
    EspBench bench = new EspBench();
    List<TrafficSelector> any = List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6);
    bench.install(
        new ChildSa(
            EspBench.TUNNEL,
            SPI,
            0x2002,
            new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, esn),
            new KeyMaterial(KEY.clone()),
            new KeyMaterial(KEY.clone()),
            narrow ? List.of(OUR_SIDE) : any,
            narrow ? List.of(THEIR_SIDE) : any,
            true,
            HERE,
            THERE,
            1024,
            ChildSa.Activation.IMMEDIATE));
    return bench;
  }

  private static byte[] sealed(long sequence, byte[] content, boolean esn)
      throws GeneralSecurityException {
    ByteBuffer head = ByteBuffer.allocate(16).putInt(SPI).putInt((int) sequence).putLong(sequence);
    ByteBuffer covered = ByteBuffer.allocate(esn ? 12 : 8).putInt(SPI);
    covered = esn ? covered.putLong(sequence) : covered.putInt((int) sequence);
    byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(sequence).array();
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(KEY, 0, 32, "AES"),
        new GCMParameterSpec(128, nonce));
    gcm.updateAAD(covered.array());
    byte[] body = gcm.doFinal(content);
    return ByteBuffer.allocate(16 + body.length).put(head.array()).put(body).array();
  }

  private static boolean isWithin(byte[] packet) {
    InetAddress from = address(packet, 12);
    return packet[0] >>> 4 == 4
        && THEIR_SIDE.contains(from)
        && OUR_SIDE.contains(address(packet, 16))
        && packet[9] == 17;
  }

  private static InetAddress address(byte[] packet, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(packet, at, at + 4));
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  @Override
  public List<byte[]> seeds() throws GeneralSecurityException {
    byte[] udp = packet(17, new byte[] {4, 0, 4, 0, 0, 12, 0, 0, 1, 2, 3, 4});
    byte[] syn = packet(6, new byte[24]);
    syn[20 + 12] = 0x60;
    syn[20 + 13] = 2;
    System.arraycopy(new byte[] {2, 4, 5, (byte) 0xb4}, 0, syn, 40, 4);
    byte[] ipv6 = new byte[52];
    ipv6[0] = 0x60;
    ipv6[5] = 12;
    ipv6[6] = 17;
    List<byte[]> all = new ArrayList<>();
    for (int settings = 0; settings < 4; settings++) {
      Script.Writer out = new Script.Writer().u8(settings);
      out.u8(0).u8(0).block(trailer(udp, 4)).u8(0).u8(3).block(trailer(syn, 4));
      out.u8(0).u8(-2).block(trailer(ipv6, 41)).u8(2).u8(0).u16(2).block(trailer(udp, 4));
      out.u8(1).block(sealed(9, trailer(udp, 4), (settings & 2) != 0));
      out.u8(1).block(new byte[] {-1}).u8(0).u8(0).block(trailer(new byte[0], 59));
      all.add(out.get());
    }
    return all;
  }

  private static byte[] packet(int protocol, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(20 + payload.length);
    out.put((byte) 0x45).put((byte) 1).putShort((short) (20 + payload.length)).putInt(0x12340000);
    out.put((byte) 64).put((byte) protocol).putShort((short) 0);
    return out.putInt(0x0a010001).putInt(0x0a000001).put(payload).array();
  }

  private static byte[] trailer(byte[] packet, int next) {
    int pad = Math.floorMod(-(packet.length + 2), 4);
    byte[] out = Arrays.copyOf(packet, packet.length + pad + 2);
    for (int i = 0; i < pad; i++) {
      out[packet.length + i] = (byte) (i + 1);
    }
    out[out.length - 2] = (byte) pad;
    out[out.length - 1] = (byte) next;
    return out;
  }
}
