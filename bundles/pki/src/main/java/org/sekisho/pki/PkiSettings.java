package org.sekisho.pki;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Setting;

/** {@code pki certificate file} and {@code pki crl file}. */
final class PkiSettings {

  /** YAMAHA has eight files of each kind. */
  static final ParameterType NUMBER = ParameterType.integer(1, 100);

  private static final int NAME_LENGTH = 99;
  private static final int PASSWORD_LENGTH = 64;

  private PkiSettings() {}

  static List<Command> all() {
    return List.of(
        Command.setting(
            CommandSpec.setting("pki certificate file CERTIFICATE FILE TYPE [PASSWORD]")
                .key("CERTIFICATE", NUMBER, "Number of the file", "証明書ファイルの識別子")
                .parameter(
                    "FILE",
                    ParameterType.text(NAME_LENGTH),
                    "File in the folder pki of the router's data",
                    "データフォルダ内 pki のファイル名")
                .parameter(
                    "TYPE",
                    ParameterType.choice("pkcs12", "x509-pem", "x509-ca"),
                    "pkcs12, x509-pem: certificate, key and CAs; x509-ca: trusted CAs",
                    "pkcs12・x509-pem: 証明書と秘密鍵とCA、x509-ca: 信頼するCA")
                .parameter(
                    "PASSWORD",
                    new ParameterType.Secret(PASSWORD_LENGTH),
                    "Password of the file",
                    "ファイルのパスワード")
                .section(Section.OTHER, 40)
                .help("Load certificates from a file", "証明書ファイルの設定")
                .example("pki certificate file 1 branch.p12 pkcs12 PASSWORD")
                .build()),
        Command.setting(
            CommandSpec.setting("pki crl file CRL FILE")
                .key("CRL", NUMBER, "Number of the file", "CRLファイルの識別子")
                .parameter(
                    "FILE",
                    ParameterType.text(NAME_LENGTH),
                    "File in the folder pki of the router's data",
                    "データフォルダ内 pki のファイル名")
                .section(Section.OTHER, 41)
                .help("Load a list of revoked certificates from a file", "CRLファイルの設定")
                .example("pki crl file 1 ca.crl")
                .build()));
  }

  static Map<Integer, CertificateLine> certificates(ConfigSnapshot config) {
    Map<Integer, CertificateLine> lines = new TreeMap<>();
    for (Setting setting : config.all("pki certificate file")) {
      Arguments a = setting.arguments();
      lines.put(
          a.integer("CERTIFICATE"),
          new CertificateLine(a.text("FILE"), FileType.of(a.text("TYPE")), a.text("PASSWORD", "")));
    }
    return lines;
  }

  static Map<Integer, String> crls(ConfigSnapshot config) {
    Map<Integer, String> lines = new TreeMap<>();
    for (Setting setting : config.all("pki crl file")) {
      lines.put(setting.arguments().integer("CRL"), setting.arguments().text("FILE"));
    }
    return lines;
  }

  /** {@code show pki certificate summary}. */
  static CommandSpec showCertificates() {
    return CommandSpec.operation("show pki certificate summary [CERTIFICATE]")
        .parameter("CERTIFICATE", NUMBER, "Number of the file", "証明書ファイルの識別子")
        .help("Show certificates", "証明書の情報を表示する")
        .build();
  }

  /** {@code show pki crl}. */
  static CommandSpec showLists() {
    return CommandSpec.operation("show pki crl [CRL]")
        .parameter("CRL", NUMBER, "Number of the file", "CRLファイルの識別子")
        .help("Show lists of revoked certificates", "CRLの情報を表示する")
        .build();
  }
}
