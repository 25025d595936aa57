package org.sekisho.simulator.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/** Collects the results of a run and writes them to target/conformance.md at its end. */
final class ConformanceExtension implements TestWatcher {

  private static final Path RESULT = Path.of("target", "conformance.md");

  /** Results by statement, as long as the run lasts. */
  private static final class Results implements AutoCloseable {
    private final Map<String, String> byId = new ConcurrentHashMap<>();

    @Override
    public void close() {
      try {
        Files.createDirectories(RESULT.getParent());
        Files.writeString(
            RESULT,
            ConformanceTable.render(
                ConformanceTable.statements(), s -> byId.getOrDefault(s.id(), "not run")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    Statement statement = statement(context);
    note(context, ConformanceTable.promised(statement));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    note(context, "FAILS");
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    note(context, "aborted");
  }

  private static Statement statement(ExtensionContext context) {
    return context.getRequiredTestMethod().getAnnotation(Statement.class);
  }

  private static void note(ExtensionContext context, String result) {
    context
        .getRoot()
        .getStore(Namespace.create(ConformanceExtension.class))
        .getOrComputeIfAbsent(Results.class, k -> new Results(), Results.class)
        .byId
        .put(statement(context).id(), result);
  }
}
