package org.sekisho.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;

/**
 * Contributes the commands that no bundle has yet. A bundle takes one over by contributing a
 * command of the same id (docs/decisions/043).
 */
@Component(service = CommandContributor.class)
public final class CatalogueCommands implements CommandContributor {

  private static final List<String> FILES =
      List.of(
          "tunnel.rtx",
          "ip.rtx",
          "filter.rtx",
          "nat.rtx",
          "pp.rtx",
          "services.rtx",
          "protocols.rtx",
          "rest.rtx",
          "families.rtx");

  private final List<Command> commands = new ArrayList<>();

  /** Reads the declarations. */
  @Activate
  public CatalogueCommands() {
    Types types = new Types();
    types.read(SourceLine.of("types.rtx", text("types.rtx")));
    for (String file : FILES) {
      commands.addAll(new DeclarationReader(types).read(SourceLine.of(file, text(file))));
    }
  }

  private static String text(String file) {
    try (InputStream in = CatalogueCommands.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Collection<Command> commands() {
    return List.copyOf(commands);
  }

  @Override
  public boolean standsIn() {
    return true;
  }
}
