package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the router may do, what it leaves on the disk, and who may talk to it. */
@ExtendWith(LabExtension.class)
class PrivilegesIT {

  /** CAP_NET_BIND_SERVICE (10), CAP_NET_ADMIN (12) and CAP_NET_RAW (13), capability.h. */
  private static final String CAPABILITIES = "0000000000003400";

  private static final List<String> FOR_OWNER = List.of("rw-------", "rwx------");

  @Test
  void hasThreeCapabilitiesKeepsSecretsAndListensOnLoopback(Lab lab) throws IOException {
    Variant variant = Variant.responder("azure-gcm");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    Path process = Path.of("/proc", String.valueOf(lab.router().process().pid()));

    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertEquals(CAPABILITIES, status(process, set), set);
    }
    assertEquals("1", status(process, "NoNewPrivs"));
    assertFalse(status(process, "Uid").matches("(.*\\s)?0(\\s.*)?"), status(process, "Uid"));
    assertTrue(lab.router().show("ping -c 1 127.0.0.1").contains("1 packets received"));

    lab.router().show("save");
    Path data = Files.readSymbolicLink(process.resolve("cwd"));
    String saved = Files.readString(data.resolve("config0"));
    assertTrue(saved.contains("pre-shared-key"), saved);
    for (String line : variant.configuration()) {
      if (line.contains("pre-shared-key")) {
        assertFalse(saved.contains(line.strip()), saved);
      }
    }
    assertEquals("rwx------", mode(data));
    for (String name : List.of("config0", "box.key", "ssh", "ssh/ssh_host_rsa_key", "log")) {
      assertTrue(FOR_OWNER.contains(mode(data.resolve(name))), name);
    }

    assertEquals(List.of("127.0.0.1:2222", "127.0.0.1:8101"), listeners(lab));
    Command.Result karaf =
        lab.in(
            lab.branchRouter(),
            "ssh",
            "-F/dev/null",
            "-p8101",
            "-oBatchMode=yes",
            "-oPreferredAuthentications=none",
            "-oStrictHostKeyChecking=no",
            "-oUserKnownHostsFile=/dev/null",
            "karaf@127.0.0.1");
    assertFalse(karaf.succeeded());
    assertTrue(karaf.output().contains("Permission denied (publickey)"), karaf.output());
  }

  private static String status(Path process, String name) throws IOException {
    try (Stream<String> lines = Files.lines(process.resolve("status"))) {
      return lines
          .filter(l -> l.startsWith(name + ":"))
          .map(l -> l.substring(name.length() + 1).strip())
          .findFirst()
          .orElseThrow();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Addresses with a TCP listener in the router's namespace. */
  private static List<String> listeners(Lab lab) {
    String output = lab.in(lab.branchRouter(), "ss", "-Hltn").orFail().output();
    return output
        .lines()
        .map(l -> l.strip().split("\\s+")[3].replace("[::ffff:127.0.0.1]", "127.0.0.1"))
        .sorted()
        .toList();
  }
}
