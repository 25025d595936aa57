package org.sekisho.esp;

import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.ChildSa.Activation;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.net.Endpoint;

/** Makes SA pairs for tests: any-any, AES-256-GCM, in UDP, window 1024, unless told otherwise. */
final class PairBuilder {

  static final EspSuite GCM =
      new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
  static final EspSuite GCM_ESN =
      new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, true);
  static final EspSuite CBC =
      new EspSuite(EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA1_96, false);
  static final EspSuite CBC_ESN =
      new EspSuite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128, true);
  static final Endpoint HERE = new Endpoint(Packets.address("192.0.2.1"), 4500);
  static final Endpoint THERE = new Endpoint(Packets.address("198.51.100.1"), 4500);

  private final int tunnel;
  private final int inboundSpi;
  private final int outboundSpi;
  private EspSuite suite = GCM;
  private List<TrafficSelector> local = List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6);
  private List<TrafficSelector> remote = local;
  private boolean udp = true;
  private int window = 1024;
  private Activation activation = Activation.IMMEDIATE;

  PairBuilder(int tunnel, int inboundSpi, int outboundSpi) {
    this.tunnel = tunnel;
    this.inboundSpi = inboundSpi;
    this.outboundSpi = outboundSpi;
  }

  PairBuilder suite(EspSuite value) {
    suite = value;
    return this;
  }

  PairBuilder selectors(List<TrafficSelector> localSide, List<TrafficSelector> remoteSide) {
    local = localSide;
    remote = remoteSide;
    return this;
  }

  PairBuilder protocol50() {
    udp = false;
    return this;
  }

  PairBuilder window(int packets) {
    window = packets;
    return this;
  }

  PairBuilder pending() {
    activation = Activation.ON_FIRST_PACKET;
    return this;
  }

  ChildSa build() {
    return make(inboundSpi, outboundSpi, local, remote, HERE, THERE);
  }

  /** The same pair as the peer has it. */
  ChildSa mirror() {
    return make(outboundSpi, inboundSpi, remote, local, THERE, HERE);
  }

  private ChildSa make(
      int in,
      int out,
      List<TrafficSelector> ours,
      List<TrafficSelector> theirs,
      Endpoint here,
      Endpoint there) {
    return new ChildSa(
        tunnel,
        in,
        out,
        suite,
        key(in),
        key(out),
        ours,
        theirs,
        udp,
        udp ? here : here.withPort(0),
        udp ? there : there.withPort(0),
        window,
        activation);
  }

  /** Key material that depends on the SPI only. */
  private KeyMaterial key(int spi) {
    byte[] octets = new byte[suite.keyMaterialLength()];
    Arrays.fill(octets, (byte) spi);
    return new KeyMaterial(octets);
  }
}
