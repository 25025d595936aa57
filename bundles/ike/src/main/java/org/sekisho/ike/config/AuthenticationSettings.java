package org.sekisho.ike.config;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.integer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.pki.Revocation;

/** The {@code ipsec ike …} settings that say how the two sides prove who they are. */
public final class AuthenticationSettings {

  /** YAMAHA has eight files. */
  private static final ParameterType FILE = integer(1, 100);

  private AuthenticationSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        IkeLine.of("auth method GATEWAY METHOD", 50, "How we prove who we are", "認証方式")
            .with(
                "METHOD",
                choice(
                    "auto", "pre-shared-key", "certificate", "eap-mschapv2", "eap-md5", "eap-tls"),
                "auto: the key, without one the certificate, without that EAP",
                "auto: 事前共有鍵、なければ証明書、なければEAP")
            .defaultValue("auto")
            .example("ipsec ike auth method 100 certificate")
            .build(),
        IkeLine.of(
                "pki file GATEWAY certificate=CERTIFICATE [crl=CRL] [ca=CA]",
                50,
                "Certificate of this router and trusted CAs",
                "使用する証明書ファイル")
            .with("CERTIFICATE", FILE, "Our certificate's file", "自分側の証明書ファイルの識別子")
            .with("CRL", FILE, "CRL file", "CRLファイルの識別子")
            .with(
                "CA",
                FILE,
                "File of the CAs trusted for the peer; without it those of our file",
                "相手側の証明書を検証するCAのファイル (省略時は自分側のファイルのCA)")
            .example("ipsec ike pki file 100 certificate=1 ca=2")
            .build(),
        IkeLine.of(
                "pki revocation GATEWAY POLICY",
                50,
                "Whether the peer's certificate is revoked",
                "相手側の証明書の失効確認")
            .with(
                "POLICY",
                choice("off", "soft", "strict"),
                "soft: where nobody can tell, log it and accept; strict: refuse",
                "soft: 確認できない場合は記録して許可、strict: 拒否")
            .defaultValue("soft")
            .example("ipsec ike pki revocation 100 strict")
            .build(),
        IkeLine.of(
                "signature GATEWAY PADDING",
                50,
                "How an RSA key signs (RFC 7427)",
                "RSA鍵の署名方式 (RFC 7427)")
            .with(
                "PADDING",
                choice("auto", "rsa-pss", "rsa-pkcs1"),
                "auto: rsa-pss, unless the peer shows that it expects rsa-pkcs1",
                "auto: rsa-pss、相手がrsa-pkcs1を使う場合はrsa-pkcs1")
            .defaultValue("auto")
            .example("ipsec ike signature 100 rsa-pkcs1")
            .build());
  }

  /**
   * Reads the lines of a gateway.
   *
   * @param lines looks up a line by its words behind {@code ipsec ike}
   */
  static Authentication read(Function<String, Optional<Arguments>> lines) {
    Optional<PreSharedKey> key =
        lines
            .apply("pre-shared-key")
            .map(
                a ->
                    a.has("TEXT")
                        ? PreSharedKey.text(a.text("TEXT"))
                        : PreSharedKey.hex(a.text("HEX")));
    Optional<Certificates> certificates =
        lines.apply("pki file").map(file -> certificates(file, lines));
    String method = lines.apply("auth method").map(a -> a.text("METHOD")).orElse("auto");
    Authentication.Method both =
        switch (method) {
          case "pre-shared-key" -> Authentication.Method.PRE_SHARED_KEY;
          case "certificate" -> Authentication.Method.CERTIFICATE;
          default ->
              key.isEmpty() && certificates.isPresent()
                  ? Authentication.Method.CERTIFICATE
                  : Authentication.Method.PRE_SHARED_KEY;
        };
    return new Authentication(both, both, key, certificates, Eap.NONE);
  }

  private static Certificates certificates(
      Arguments file, Function<String, Optional<Arguments>> lines) {
    return new Certificates(
        file.integer("CERTIFICATE"),
        number(file, "CA"),
        number(file, "CRL"),
        lines
            .apply("pki revocation")
            .map(a -> Revocation.valueOf(a.text("POLICY").toUpperCase(Locale.ROOT)))
            .orElse(Revocation.SOFT),
        lines
            .apply("signature")
            .map(a -> padding(a.text("PADDING")))
            .orElse(Certificates.Padding.AUTO));
  }

  private static Certificates.Padding padding(String keyword) {
    return switch (keyword) {
      case "rsa-pss" -> Certificates.Padding.PSS;
      case "rsa-pkcs1" -> Certificates.Padding.PKCS1;
      default -> Certificates.Padding.AUTO;
    };
  }

  private static OptionalInt number(Arguments line, String name) {
    return line.has(name) ? OptionalInt.of(line.integer(name)) : OptionalInt.empty();
  }
}
