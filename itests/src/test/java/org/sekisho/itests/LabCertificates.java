package org.sekisho.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/** Certificates of both sides of the lab, and the lines that use them. */
record LabCertificates(Path folder) {

  static final String BRANCH = "branch.example.com";
  static final String GATEWAY = "gw.example.com";

  /** Where the router's files go. */
  Path ours() throws IOException {
    return Files.createDirectories(folder.resolve("router"));
  }

  /** What lab/peer takes from its PKI folder. */
  void giveGateway(TestAuthority root, Kind kind) throws IOException {
    Path files = Files.createDirectories(folder.resolve("gateway"));
    Issued gateway = root.issue(Request.of("CN=" + GATEWAY, kind).dns(GATEWAY));
    TestAuthority.writePem(files.resolve("gw.pem"), gateway.certificate());
    TestAuthority.writePem(files.resolve("gw.key"), gateway.key());
    TestAuthority.writePem(files.resolve("ca.pem"), root.certificate());
  }

  /**
   * Settings of the gateway.
   *
   * @param local how it proves itself, as lab/peer calls it
   * @param remote how the router does
   */
  String[] settings(String local, String remote, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "AUTH_LOCAL=" + local,
                "AUTH_REMOTE=" + remote,
                "LOCAL_ID=" + GATEWAY,
                "REMOTE_ID=" + BRANCH,
                "PKI=" + folder.resolve("gateway")));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  /**
   * The router's configuration, with certificates in the place of the key.
   *
   * @param files lines that name files
   * @param gateway lines of the gateway
   */
  static List<String> configuration(Variant variant, String files, List<String> gateway) {
    List<String> lines = new ArrayList<>(files.lines().toList());
    for (String line : variant.configuration()) {
      if (line.contains("pre-shared-key")) {
        gateway.forEach(own -> lines.add("  " + own));
      } else if (line.contains("ipsec ike local name")) {
        lines.add("  ipsec ike local name 100 " + BRANCH + " fqdn");
      } else if (line.contains("ipsec ike remote name")) {
        lines.add("  ipsec ike remote name 100 " + GATEWAY + " fqdn");
        lines.add("  ipsec ike remote address 100 203.0.113.10");
      } else if (!line.contains("no ipsec ike remote address")) {
        lines.add(line);
      }
    }
    return lines;
  }
}
