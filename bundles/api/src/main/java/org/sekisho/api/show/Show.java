package org.sekisho.api.show;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sekisho.api.config.CommandAction;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.Language;

/**
 * The action of a {@code show}: asks for its data once and prints it as lines or as JSON, so that
 * the two never tell different things. A new {@code show} is three pieces:
 *
 * <pre>{@code
 * static final Shape<Entry> ENTRY = Shape.<Entry>fields()
 *     .text("address", "IPv4 address", Entry::address)
 *     .integer("ttl_seconds", "how long it is kept without use, null for ever", Entry::ttl)
 *     .build();
 *
 * Command.operation(
 *     CommandSpec.operation("show arp").user().help("…", "…").build(),
 *     Show.of(Shape.rows("entries", "the table", ENTRY), call -> entries(), MyShow::lines));
 * }</pre>
 *
 * @param <T> the data
 */
public final class Show<T> implements CommandAction {

  private final Shape<T> shape;
  private final Query<T> query;
  private final Layout<T> layout;
  private final boolean onRequest;

  private Show(Shape<T> shape, Query<T> query, Layout<T> layout, boolean onRequest) {
    this.shape = Objects.requireNonNull(shape);
    this.query = Objects.requireNonNull(query);
    this.layout = Objects.requireNonNull(layout);
    this.onRequest = onRequest;
  }

  /** Gathers the data of one {@code show}. */
  @FunctionalInterface
  public interface Query<T> {
    /**
     * Asks. Runs on the session's thread and prints nothing.
     *
     * @throws CommandException with a sentence for the user
     */
    T ask(CommandCall call) throws CommandException;
  }

  /** Prints data as people read it. */
  @FunctionalInterface
  public interface Layout<T> {
    /**
     * The lines in one language. Times of day are in the time zone of {@code TimeZone.getDefault},
     * which {@code timezone} sets; nothing else is asked for, so the same data gives the same
     * lines.
     */
    List<String> lines(T data, Language language);
  }

  /**
   * Makes the action.
   *
   * @param shape the data's fields: the JSON, and its documentation
   * @param query gathers the data
   * @param layout prints it
   */
  public static <T> Show<T> of(Shape<T> shape, Query<T> query, Layout<T> layout) {
    return new Show<>(shape, query, layout, false);
  }

  /**
   * The same, left out of {@code show tech-support}: it takes long, or repeats what another shows.
   */
  public Show<T> onRequest() {
    return new Show<>(shape, query, layout, true);
  }

  /** Whether {@code show tech-support} leaves it out. */
  public boolean isOnRequest() {
    return onRequest;
  }

  /** The data's fields. */
  public Shape<T> shape() {
    return shape;
  }

  /**
   * Asks for the data without printing it.
   *
   * @throws CommandException with a sentence for the user
   */
  public Answer<T> answer(CommandCall call) throws CommandException {
    return new Answer<>(query.ask(call), shape, layout);
  }

  @Override
  public void run(CommandCall call) throws CommandException {
    Answer<T> answer = answer(call);
    PrintWriter out = call.out();
    List<String> lines =
        call.session().json() ? Json.lines(answer.tree()) : answer.lines(call.session().language());
    for (String line : lines) {
      if (call.session().interrupted()) {
        return;
      }
      out.println(line);
    }
  }

  /**
   * Data with both of its forms.
   *
   * @param data what was found
   * @param shape its fields
   * @param layout its lines
   */
  public record Answer<T>(T data, Shape<T> shape, Layout<T> layout) {

    /** As people read it. */
    public List<String> lines(Language language) {
      return layout.lines(data, language);
    }

    /** As {@link Json} writes it. */
    public Map<String, Object> tree() {
      return shape.tree(data);
    }
  }
}
