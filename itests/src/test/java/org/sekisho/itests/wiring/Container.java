package org.sekisho.itests.wiring;

import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureSecurity;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/**
 * The distribution in the hands of Pax Exam, which unpacks it and starts its Karaf as {@code
 * bin/sekisho run} does, with its own bundles beside the router's. Everything lies below {@code
 * target/wiring}; {@code karaf.log} stays there for who looks into a failure.
 */
final class Container {

  /** System property, inside the container: the file of the program's log. */
  static final String LOG = "sekisho.wiring.log";

  /** Pax Exam asks without pause whether the container is up; a loaded machine needs its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Container() {}

  static Option[] options() throws IOException {
    requireNamespace();
    // Pax Exam hands our standard input to the container and would take Maven's words to this
    // process from it: Maven and this process would then wait for each other at the end.
    System.setIn(InputStream.nullInputStream());
    Path directory = emptyDirectory(Path.of("target", "wiring").toAbsolutePath());
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path data = Files.createDirectory(directory.resolve("data"));
    Path log = directory.resolve("karaf.log");
    Path configuration = Path.of("src", "test", "resources", "wiring", "config0.rtx");
    return new Option[] {
      karafDistributionConfiguration()
          .frameworkUrl(distribution())
          .karafVersion("4.4")
          .name("Sekisho")
          .unpackDirectory(directory.resolve("unpacked").toFile())
          .useDeployFolder(false)
          .runEmbedded(false),
      systemTimeout(PATIENCE.toMillis()),
      configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
      configureSecurity().disableKarafMBeanServerBuilder(),
      doNotModifyLogConfiguration(),
      editConfigurationFilePut(
          "etc/org.ops4j.pax.logging.cfg", "log4j2.appender.file.fileName", log.toString()),
      // The router's bundles come from the distribution, Pax Exam's from where Maven has them.
      editConfigurationFilePut(
          "etc/org.ops4j.pax.url.mvn.cfg",
          "org.ops4j.pax.url.mvn.localRepository",
          property("sekisho.maven.repository")),
      vmOption("@etc/jvm.options"),
      vmOption("-Djava.io.tmpdir=" + temporary),
      vmOption("-D" + LOG + "=" + log),
      vmOption("-Dsekisho.data=" + data),
      vmOption("-Dsekisho.config=" + configuration.toAbsolutePath()),
      vmOption("-Dsekisho.ssh=127.0.0.1:2222"),
      vmOption("-Dsekisho.karaf.ssh.port=8101"),
    };
  }

  private static void requireNamespace() {
    String refused = System.getProperty("sekisho.namespace.refused");
    if (refused != null) {
      throw new AssertionError(refused);
    }
    property("sekisho.namespace");
  }

  private static String distribution() {
    Path file = Path.of(property("sekisho.dist")).normalize();
    if (!Files.isRegularFile(file)) {
      throw new AssertionError("no distribution at " + file + "; run: ./sekisho build");
    }
    return file.toUri().toString();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new AssertionError("run these tests by Maven or ./sekisho test: no property " + name);
    }
    return value;
  }

  private static Path emptyDirectory(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> old;
      try (Stream<Path> files = Files.walk(directory)) {
        old = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : old) {
        Files.delete(file);
      }
    }
    return Files.createDirectories(directory);
  }
}
