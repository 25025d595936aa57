package org.sekisho.crypto.admission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;

/**
 * A published packet.
 *
 * @param name origin and number there
 * @param suite its algorithms
 * @param key key material
 * @param sequenceHigh high half of the sequence number, where it counts
 * @param packet from the SPI to the ICV
 * @param text between IV and ICV, decrypted; null when the packet is a forgery
 */
record Vector(
    String name, EspSuite suite, byte[] key, int sequenceHigh, byte[] packet, byte[] text) {

  private static final List<String> FILES = List.of("dpdk.txt", "rfc3602.txt", "wycheproof.txt");

  /** All vectors of a suite. */
  static List<Vector> of(EspSuite suite) {
    return Holder.ALL.stream().filter(v -> v.suite.equals(suite)).toList();
  }

  /** All vectors. */
  static List<Vector> all() {
    return Holder.ALL;
  }

  private static final class Holder {
    private static final List<Vector> ALL = read();
  }

  private static List<Vector> read() {
    List<Vector> vectors = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream in = Vector.class.getResourceAsStream(file)) {
        String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        for (String block : text.strip().split("\n\n")) {
          vectors.add(parse(block));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(vectors);
  }

  private static Vector parse(String block) {
    Map<String, String> fields = new HashMap<>();
    for (String line : block.split("\n")) {
      int equals = line.indexOf('=');
      fields.put(line.substring(0, equals), line.substring(equals + 1));
    }
    HexFormat hex = HexFormat.of();
    String high = fields.get("high");
    EspSuite suite =
        new EspSuite(
            EncryptionAlgorithm.valueOf(fields.get("encryption")),
            Integer.parseInt(fields.get("keyBits")),
            IntegrityAlgorithm.valueOf(fields.get("integrity")),
            high != null);
    return new Vector(
        fields.get("name"),
        suite,
        hex.parseHex(fields.get("key")),
        high == null ? 0 : (int) Long.parseLong(high, 16),
        hex.parseHex(fields.get("packet")),
        fields.containsKey("text") ? hex.parseHex(fields.get("text")) : null);
  }
}
