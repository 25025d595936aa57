package org.sekisho.itests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The dependency rules of docs/architecture.md, checked on the compiled classes of every bundle.
 */
class HouseRulesTest {

  private static final Path BUNDLES = Path.of("..", "bundles").toAbsolutePath().normalize();
  private static final Pattern VERSION =
      Pattern.compile("<(version|[\\w.-]+\\.version)>([^<]*)</\\1>");
  private static final String OWN = "0.1.0-SNAPSHOT";

  @TestFactory
  List<DynamicTest> aBundleUsesNoOtherBundleThanApi() throws IOException {
    return bundles().stream()
        .map(b -> DynamicTest.dynamicTest(name(b), () -> checkUsesOnlyApi(b)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> theIkeEngineDoesNoInputOrOutput() {
    return Stream.of("java.nio.channels..", "java.util.concurrent..", "java.util.logging..")
        .map(p -> DynamicTest.dynamicTest(p, () -> checkEngineAvoids(p)))
        .toList();
  }

  /** What is built is what was looked at: no range, no newest version, no snapshot of others. */
  @Test
  void everyVersionIsExact() throws IOException {
    Path root = BUNDLES.getParent();
    try (Stream<Path> files = Files.walk(root, 3)) {
      List<Path> poms =
          files
              .filter(f -> f.endsWith("pom.xml") && !root.relativize(f).startsWith("target"))
              .toList();
      assertTrue(poms.size() > 25, poms::toString);
      for (Path pom : poms) {
        for (MatchResult version : VERSION.matcher(Files.readString(pom)).results().toList()) {
          String text = version.group(2);
          assertTrue(
              text.equals(OWN) || !text.matches(".*(SNAPSHOT|LATEST|RELEASE|[\\[(,]).*"),
              () -> pom + ": " + version.group());
        }
      }
    }
  }

  private static void checkUsesOnlyApi(Path bundle) throws IOException {
    JavaClasses classes = new ClassFileImporter().importPath(bundle.resolve("target/classes"));
    assertTrue(!classes.isEmpty(), () -> bundle + " is not built: run ./sekisho build");
    List<String> others =
        bundles().stream()
            .filter(other -> !other.equals(bundle) && !isApi(other))
            .map(other -> packageOf(other) + "..")
            .toList();
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.toArray(String[]::new))
        .because("a bundle knows other bundles only through api")
        .check(classes);
  }

  private static void checkEngineAvoids(String packages) {
    JavaClasses classes = new ClassFileImporter().importPath(BUNDLES.resolve("ike/target/classes"));
    noClasses()
        .that()
        .resideInAnyPackage("org.sekisho.ike.engine..", "org.sekisho.ike.message..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages)
        .because("time, threads and datagrams are handed to the engine (decision 001)")
        .check(classes);
  }

  private static List<Path> bundles() throws IOException {
    try (Stream<Path> folders = Files.list(BUNDLES)) {
      return folders.filter(f -> Files.exists(f.resolve("pom.xml"))).sorted().toList();
    }
  }

  private static boolean isApi(Path bundle) {
    return name(bundle).equals("api");
  }

  private static String name(Path bundle) {
    return bundle.getFileName().toString();
  }

  private static String packageOf(Path bundle) {
    return "org.sekisho." + name(bundle).replace('-', '.');
  }
}
