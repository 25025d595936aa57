package org.sekisho.ike.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Text;
import org.sekisho.api.crypto.KeyExchangeMethod;

/**
 * {@code ipsec ike additional-key-exchange}: key exchanges done beside that of the group, each of
 * which must be broken to break the keys (RFC 9370).
 *
 * @param methods methods in the order they are done, all different, at most seven
 * @param required whether there is no SA without them
 */
public record AdditionalKeyExchange(List<KeyExchangeMethod> methods, boolean required) {

  /** None, as without the line. */
  public static final AdditionalKeyExchange NONE = new AdditionalKeyExchange(List.of(), false);

  /** Transform types 6 to 12 (RFC 9370 section 3.1). */
  private static final int MOST = 7;

  private static final ParameterType METHODS =
      ParameterType.choice(
          "ml-kem-512",
          "ml-kem-768",
          "ml-kem-1024",
          "modp2048",
          "modp3072",
          "modp4096",
          "ecp256",
          "ecp384",
          "ecp521",
          "curve25519");

  /** Copies the list. */
  public AdditionalKeyExchange {
    methods = List.copyOf(methods);
  }

  /** Out of the line, none without one. */
  static AdditionalKeyExchange of(Optional<Arguments> line) {
    return line.map(a -> new AdditionalKeyExchange(methods(a), a.has("required"))).orElse(NONE);
  }

  private static List<KeyExchangeMethod> methods(Arguments line) {
    return line.all("METHOD").stream().map(m -> method((String) m)).toList();
  }

  private static KeyExchangeMethod method(String keyword) {
    return switch (keyword) {
      case "ml-kem-512" -> KeyExchangeMethod.ML_KEM_512;
      case "ml-kem-768" -> KeyExchangeMethod.ML_KEM_768;
      case "ml-kem-1024" -> KeyExchangeMethod.ML_KEM_1024;
      default -> AlgorithmPolicy.group(keyword);
    };
  }

  /** The command. */
  static Command command() {
    return IkeLine.of(
            "additional-key-exchange GATEWAY {METHOD} [required]",
            50,
            "Key exchanges beside that of the group, against quantum computers",
            "グループの鍵交換に追加して行う鍵交換 (量子計算機への対策)")
        .with("METHOD", METHODS, "Method; up to 7, in this order", "方式 (7個まで、この順に実行)")
        .defaultValue("none")
        .example("ipsec ike additional-key-exchange 100 ml-kem-768")
        .build(AdditionalKeyExchange::check);
  }

  private static Optional<Text> check(Arguments line) {
    List<KeyExchangeMethod> methods = methods(line);
    if (methods.size() > MOST) {
      return Optional.of(new Text("Name at most 7 key exchange methods", "鍵交換の方式は7個以下で指定してください"));
    }
    if (new HashSet<>(methods).size() < methods.size()) {
      return Optional.of(new Text("Name each key exchange method once", "同じ鍵交換の方式は一度だけ指定してください"));
    }
    return Optional.empty();
  }
}
