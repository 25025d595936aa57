package org.sekisho.simulator.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of all statements, made from the tests that bear them. */
final class ConformanceTable {

  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("A", "Header and generic payload format");
    GROUPS.put("B", "Version and forward compatibility");
    GROUPS.put("C", "IKE_SA_INIT, cookies, INVALID_KE_PAYLOAD, denial of service");
    GROUPS.put("D", "Retransmission, message IDs, window");
    GROUPS.put("E", "Negotiation of SA payloads");
    GROUPS.put("F", "NAT detection and traversal");
    GROUPS.put("G", "IKE_AUTH, identity, pre-shared key");
    GROUPS.put("H", "Traffic selectors");
    GROUPS.put("I", "CREATE_CHILD_SA: new CHILD SA, PFS");
    GROUPS.put("J", "Renewal of CHILD SAs and collisions");
    GROUPS.put("K", "Renewal of IKE SAs and collisions");
    GROUPS.put("L", "INFORMATIONAL, Delete, liveness");
    GROUPS.put("M", "Encrypted payload and cryptography");
    GROUPS.put("N", "Fragmentation (RFC 7383)");
    GROUPS.put("O", "Configuration payload");
    GROUPS.put("P", "ESP data plane");
  }

  private static final String HEAD =
      """
      # Conformance

      One test per statement, named by its id, in `simulator/src/test/java/org/sekisho/simulator/conformance`.
      Each test speaks to this router's own code in messages, octet by octet, on a clock of its own.
      The build makes this table from the tests; `mvn -pl simulator test -Dtest=ConformanceTableTest
      -Dconformance.write=true` writes it anew, and a test fails while it is not up to date.
      `simulator/target/conformance.md` is the same table with the results of the last run.

      Sections without a name are of RFC 7296. Role: on which side of the exchange this router stands.
      MAY also stands for what peers in the field need without a specification that says so.
      *passes*: the test asserts the statement. *deviates*: the test asserts what this router does
      instead, and the remark says why.
      """;

  private ConformanceTable() {}

  /** All statements, by id. */
  static List<Statement> statements() {
    List<Statement> all = new ArrayList<>();
    String packageName = ConformanceTable.class.getPackageName();
    try (Stream<Path> files = Files.list(Path.of(ConformanceTable.class.getResource("").toURI()))) {
      List<String> names =
          files.map(f -> f.getFileName().toString()).filter(n -> n.startsWith("Group")).toList();
      for (String name : names) {
        String className = packageName + "." + name.substring(0, name.length() - 6);
        for (Method method : Class.forName(className).getDeclaredMethods()) {
          Statement statement = method.getAnnotation(Statement.class);
          if (statement != null) {
            all.add(statement);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    all.sort(Comparator.comparing(Statement::id));
    return all;
  }

  /** What the table says of a statement whose test passes. */
  static String promised(Statement statement) {
    return statement.deviates() ? "deviates" : "passes";
  }

  /** The table as Markdown. */
  static String render(List<Statement> statements, Function<Statement, String> result) {
    StringBuilder out = new StringBuilder(HEAD);
    GROUPS.forEach(
        (letter, title) -> {
          List<Statement> group =
              statements.stream().filter(s -> s.id().startsWith(letter)).toList();
          if (!group.isEmpty()) {
            out.append("\n## ").append(letter).append(". ").append(title).append("\n\n");
            out.append("| Id | Role | Level | Section | Statement | Result | Remark |\n");
            out.append("|---|---|---|---|---|---|---|\n");
            group.forEach(s -> out.append(row(s, result.apply(s))));
          }
        });
    return out.toString();
  }

  private static String row(Statement s, String result) {
    String role = s.role().name().toLowerCase(Locale.ROOT).replace("as_", "");
    return "| "
        + String.join(
            " | ", s.id(), role, s.level().name(), s.section(), s.text(), result, s.remark())
        + " |\n";
  }
}
