import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Writes the bill of materials (CycloneDX 1.5, JSON) of what lies in the distribution, and compares
 * it with the list of licences. A program of the build, run from its source.
 *
 * <p>Made from the files and not from Maven's dependencies, because the content is chosen by Karaf's
 * features: what is in no pom is in the distribution, and the other way round.
 *
 * <p>Usage: java Sbom.java DISTRIBUTION LICENCES VERSION TIMESTAMP OUTPUT
 */
final class Sbom {

  /** Licences that may be in the distribution. */
  private static final List<String> ACCEPTED =
      List.of(
          "Apache-2.0",
          "Apache-2.0 AND (CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0)",
          "Apache-2.0 AND BSD-3-Clause",
          "Apache-2.0 OR LGPL-2.1-or-later",
          "BSD-3-Clause",
          "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0",
          "MIT");

  private record Part(String group, String name, String version) {
    String purl() {
      return "pkg:maven/" + group + "/" + name + "@" + version;
    }
  }

  private final Path home;
  private final Map<String, String> licences = new TreeMap<>();
  private final TreeSet<String> unused = new TreeSet<>();
  private final List<String> errors = new ArrayList<>();

  private Sbom(Path home, Path list) throws IOException {
    this.home = home;
    for (String line : Files.readAllLines(list)) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] words = line.strip().split(" ", 2);
        licences.put(words[0], words[1]);
        if (!ACCEPTED.contains(words[1])) {
          errors.add(words[0] + " has a licence that is not accepted: " + words[1]);
        }
      }
    }
    unused.addAll(licences.keySet());
  }

  public static void main(String[] args) throws Exception {
    Sbom sbom = new Sbom(Path.of(args[0]), Path.of(args[1]));
    String text = sbom.write(args[2], args[3]);
    sbom.unused.forEach(u -> sbom.errors.add(u + " is listed and not in the distribution"));
    if (!sbom.errors.isEmpty()) {
      sbom.errors.forEach(e -> System.err.println("licences: " + e));
      System.err.println("licences: bring " + args[1] + " and the distribution together");
      System.exit(1);
    }
    Files.writeString(Path.of(args[4]), text);
  }

  private String write(String version, String timestamp) throws Exception {
    List<Path> jars;
    try (Stream<Path> files = Files.walk(home)) {
      jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
    List<String> components = new ArrayList<>();
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (Path jar : jars) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      all.update(digest);
      components.add(component(jar, HexFormat.of().formatHex(digest)));
    }
    return """
        {
          "bomFormat": "CycloneDX",
          "specVersion": "1.5",
          "serialNumber": "urn:uuid:%s",
          "version": 1,
          "metadata": {
            "timestamp": "%s",
            "component": {
              "type": "firmware",
              "bom-ref": "sekisho",
              "name": "sekisho",
              "version": "%s",
              "licenses": [{"license": {"id": "Apache-2.0"}}]
            }
          },
          "components": [
        %s
          ]
        }
        """
        .formatted(
            UUID.nameUUIDFromBytes(all.digest()),
            timestamp,
            version,
            String.join(",\n", components));
  }

  private String component(Path jar, String sha256) throws IOException {
    Part part = part(jar);
    String coordinates = part.group() + ":" + part.name();
    String licence = part.group().equals("org.sekisho") ? "Apache-2.0" : licences.get(coordinates);
    unused.remove(coordinates);
    if (licence == null) {
      errors.add(home.relativize(jar) + " (" + coordinates + ") is not listed");
      licence = "NONE";
    }
    String inner =
        inner(jar, part).stream()
            .map(p -> "        " + head(p) + "}")
            .collect(Collectors.joining(",\n"));
    return "    "
        + head(part)
        + ", \"bom-ref\": \"%s\",\n".formatted(part.purl())
        + "      \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}],\n".formatted(sha256)
        + "      \"licenses\": [%s],\n".formatted(licenceOf(licence))
        + "      \"properties\": [{\"name\": \"sekisho:file\", \"value\": \"%s\"}]"
            .formatted(home.relativize(jar))
        + (inner.isEmpty() ? "" : ",\n      \"components\": [\n" + inner + "\n      ]")
        + "}";
  }

  private static String head(Part p) {
    return "{\"type\": \"library\", \"group\": \"%s\", \"name\": \"%s\", \"version\": \"%s\", \"purl\": \"%s\""
        .formatted(p.group(), p.name(), p.version(), p.purl());
  }

  private static String licenceOf(String licence) {
    return licence.contains(" ")
        ? "{\"expression\": \"%s\"}".formatted(licence)
        : "{\"license\": {\"id\": \"%s\"}}".formatted(licence);
  }

  /** A repository's path says it all; of a jar in lib/ the list knows the group. */
  private Part part(Path jar) {
    Path path = home.relativize(jar);
    if (path.startsWith("system")) {
      int n = path.getNameCount();
      String group = path.subpath(1, n - 3).toString().replace('/', '.');
      return new Part(group, path.getName(n - 3).toString(), path.getName(n - 2).toString());
    }
    String file = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    String best = "unknown:" + file;
    for (String known : licences.keySet()) {
      String name = known.substring(known.indexOf(':') + 1);
      if (file.startsWith(name + "-") && !best.endsWith(":" + name)) {
        best = best.startsWith("unknown:") || known.length() > best.length() ? known : best;
      }
    }
    String name = best.substring(best.indexOf(':') + 1);
    String version = file.equals(name) ? "0" : file.substring(name.length() + 1);
    return new Part(best.substring(0, best.indexOf(':')), name, version);
  }

  /** What a bundle has taken in, as far as the poms in it say. */
  private static List<Part> inner(Path jar, Part outer) throws IOException {
    List<Part> parts = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> poms =
          zip.stream()
              .filter(e -> e.getName().matches("META-INF/maven/.*/pom\\.properties"))
              .toList();
      for (ZipEntry pom : poms) {
        Properties p = new Properties();
        try (InputStream in = zip.getInputStream(pom)) {
          p.load(in);
        }
        Part part =
            new Part(
                p.getProperty("groupId"), p.getProperty("artifactId"), p.getProperty("version"));
        if (!part.name().equals(outer.name())) {
          parts.add(part);
        }
      }
    }
    parts.sort((a, b) -> a.purl().compareTo(b.purl()));
    return parts;
  }
}
