package org.sekisho.ike.config;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.ParameterType.Secret;
import org.sekisho.api.config.Text;

/**
 * {@code ipsec ike ppk}: a post-quantum pre-shared key that is mixed into the keys of the IKE SA
 * (RFC 8784). It proves nobody's identity; it must be as long as what it protects against asks for.
 *
 * @param key the key
 * @param id its name, the same on both sides
 * @param required whether there is no SA without it
 */
public record Ppk(PreSharedKey key, String id, boolean required) {

  /** Out of the line, empty without one. */
  static Optional<Ppk> of(Optional<Arguments> line) {
    return line.map(
        a ->
            new Ppk(
                a.has("TEXT")
                    ? PreSharedKey.text(a.text("TEXT"))
                    : PreSharedKey.hex(prefixed(a.text("HEX"))),
                a.text("ID"),
                a.has("required")));
  }

  private static String prefixed(String digits) {
    return digits.startsWith("0x") || digits.startsWith("0X") ? digits : "0x" + digits;
  }

  /** The name as it travels. */
  public byte[] idOctets() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  /** The command. */
  static Command command() {
    return IkeLine.of(
            "ppk GATEWAY (text TEXT|hex HEX) id ID [required]",
            50,
            "Key mixed into the keys of IKE, against quantum computers",
            "IKEの鍵に混合する事前共有鍵 (量子計算機への対策)")
        .with("TEXT", new Secret(128), "Key as text", "鍵となる文字列")
        .with("HEX", new Secret(258), "Key as hexadecimal digits", "十六進数列")
        .with("ID", ParameterType.text(64), "Name of the key, the same on both sides", "鍵の名前")
        .defaultValue("none")
        .example("ipsec ike ppk 100 text EXAMPLE-KEY id office-1")
        .build(
            line ->
                !line.has("HEX")
                        || prefixed(line.text("HEX")).matches("0[xX]([0-9a-fA-F]{2}){1,128}")
                    ? Optional.empty()
                    : Optional.of(
                        new Text(
                            "The key must be text KEY, or hex and pairs of hexadecimal digits",
                            "鍵は text 文字列、または hex と十六進数列で指定してください")));
  }
}
