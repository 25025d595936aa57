package org.sekisho.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.config.Command;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** Writes docs/json.md from the shapes of every show. */
final class JsonDocument {

  private static final String HEAD =
      """
      # show … | json

      Every `show` also answers as JSON (RFC 8259): `show ipsec sa | json`, from a script
      `ssh router 'show ipsec sa | json' | jq '.sas[].life_seconds'`. The build makes this page from the declarations the
      commands use; `mvn -pl bundles/catalogue test -Dtest=ShowsTest -Dcommands.write=true` writes it anew, and a test
      fails while it is not up to date.

      Text and JSON are two prints of the same data ([decision 054](decisions/054-show-is-data.md)). What scripts may rely
      on: fields are added, never renamed, moved or removed; a field is always there, and `null` where there is no value;
      names carry the unit; times are RFC 3339 in UTC; texts are English, whatever the language of the session; everything
      outside ASCII is escaped. Secrets have no field. `| grep` and `| less` may follow. An error goes to standard error
      with exit code 1, and there is no JSON then.

      `a.b` is the field `b` of the object `a`, `a[].b` that of each object in the list `a`.
      """;

  private JsonDocument() {}

  /** The page. */
  static String of(Collection<Command> commands) {
    Map<List<String>, StringBuilder> rows = new LinkedHashMap<>();
    commands.stream()
        .filter(c -> c.behaviour() instanceof Command.Run run && run.action() instanceof Show<?>)
        .sorted(Comparator.comparing(c -> c.spec().syntax()))
        .forEach(
            c -> {
              Show<?> show = (Show<?>) ((Command.Run) c.behaviour()).action();
              rows.computeIfAbsent(fields("", show.shape()), r -> new StringBuilder())
                  .append("\n    ")
                  .append(c.spec().syntax());
            });
    StringBuilder page = new StringBuilder(HEAD);
    rows.forEach(
        (fields, syntaxes) -> {
          page.append(syntaxes.insert(0, "\n")).append("\n\n");
          page.append("| Field | Type | Meaning |\n|---|---|---|\n");
          fields.forEach(f -> page.append(f).append('\n'));
        });
    return page.toString().replace("\n\n\n", "\n\n");
  }

  private static List<String> fields(String before, Shape<?> shape) {
    List<String> rows = new ArrayList<>();
    for (Shape.Field<?> field : shape.list()) {
      String path = before + field.name();
      rows.add("| `" + path + "` | " + field.type() + " | " + field.help() + " |");
      boolean list = field.type().startsWith("list");
      field.inner().ifPresent(i -> rows.addAll(fields(path + (list ? "[]." : "."), i)));
    }
    return rows;
  }
}
