package org.sekisho.simulator;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.message.ExchangeType;

/**
 * A simulated exchange with ML-KEM-768 between two engines, for another program to read: a capture
 * file, and the keys of each stage as Wireshark's table. The keys are those the two sides hand to
 * their cryptography; the product gives none away.
 */
public final class MlKemCapture {

  private static final int LINKTYPE_RAW = 101;
  private static final int PORT = 500;

  private final ByteArrayOutputStream packets = new ByteArrayOutputStream();
  private final List<byte[]> spis = new ArrayList<>();

  private MlKemCapture() {}

  /**
   * Writes {@code ike.pcap}, and for each stage a folder with {@code ikev2_decryption_table}:
   * {@code intermediate} for IKE_INTERMEDIATE, {@code auth} for IKE_AUTH. Wireshark knows one set
   * of keys for a pair of SPIs, so each stage is a run of its own.
   */
  public static void write(Path directory) throws IOException {
    new MlKemCapture().run(directory);
  }

  private void run(Path directory) throws IOException {
    VirtualNetwork network = new VirtualNetwork(1);
    Set<String> ownKeys = new LinkedHashSet<>();
    Set<String> peerKeys = new LinkedHashSet<>();
    VirtualNode peer = new VirtualNode(network, "203.0.113.10", 12, recording(peerKeys));
    VirtualNode own = new VirtualNode(network, "203.0.113.2", 11, recording(ownKeys));
    network.tap(this::packet);
    peer.configure(
        Configs.gateway(1, "203.0.113.10", "203.0.113.2", null)
            .additionalRequired(KeyExchangeMethod.ML_KEM_768)
            .fragments(false, 1280)
            .build());
    own.configure(
        Configs.gateway(100, "203.0.113.2", "203.0.113.10", "203.0.113.10")
            .initiate()
            .additionalRequired(KeyExchangeMethod.ML_KEM_768)
            .fragments(false, 1280)
            .build());
    network.runSeconds(2);
    Files.write(directory.resolve("ike.pcap"), pcap());
    List<String> stages = List.of("intermediate", "auth");
    for (int i = 0; i < stages.size(); i++) {
      Path folder = Files.createDirectories(directory.resolve(stages.get(i)));
      Files.writeString(
          folder.resolve("ikev2_decryption_table"),
          table(List.copyOf(ownKeys).get(i), List.copyOf(peerKeys).get(i)),
          StandardCharsets.US_ASCII);
    }
  }

  /**
   * Cryptography of the distribution that remembers the keys messages are sealed with, in order.
   */
  private static IkeCrypto recording(Set<String> keys) {
    return (IkeCrypto)
        Proxy.newProxyInstance(
            MlKemCapture.class.getClassLoader(),
            new Class<?>[] {IkeCrypto.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("encrypt")) {
                keys.add(HexFormat.of().formatHex((byte[]) arguments[1]));
              }
              try {
                return method.invoke(VirtualNode.CRYPTO, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private String table(String sealing, String opening) {
    byte[] response =
        spis.stream().filter(s -> !Arrays.equals(s, 8, 16, new byte[8], 0, 8)).findFirst().get();
    HexFormat hex = HexFormat.of();
    return String.join(
            ",",
            hex.formatHex(response, 0, 8),
            hex.formatHex(response, 8, 16),
            sealing,
            opening,
            "\"AES-GCM-256 with 16 octet ICV [RFC5282]\"",
            "",
            "",
            "\"NONE [RFC4306]\"")
        + "\n";
  }

  private void packet(VirtualNetwork.Datagram d) {
    if (d.exchangeType() == ExchangeType.INFORMATIONAL) {
      return;
    }
    spis.add(Arrays.copyOf(d.message(), 16));
    try {
      DataOutputStream out = new DataOutputStream(packets);
      int udp = 8 + d.message().length;
      int length = 20 + udp;
      for (int word : new int[] {spis.size(), 0, length, length}) {
        out.writeInt(word);
      }
      out.writeInt(0x45000000 | length);
      out.writeInt(0);
      out.writeInt(0x40110000);
      out.write(d.from().address().getAddress());
      out.write(d.to().address().getAddress());
      out.writeShort(PORT);
      out.writeShort(PORT);
      out.writeShort(udp);
      out.writeShort(0);
      out.write(d.message());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] pcap() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(0xa1b2c3d4);
    out.writeInt(0x00020004);
    out.writeInt(0);
    out.writeInt(0);
    out.writeInt(65_535);
    out.writeInt(LINKTYPE_RAW);
    packets.writeTo(out);
    return file.toByteArray();
  }
}
