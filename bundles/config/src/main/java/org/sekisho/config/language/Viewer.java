package org.sekisho.config.language;

import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;

/**
 * Who looks at the commands.
 *
 * @param level privilege
 * @param context selection
 * @param file whether this is no person but a file or a list of lines
 */
public record Viewer(Level level, Context context, boolean file) {

  boolean mayUse(CommandSpec spec) {
    return level == Level.ADMINISTRATOR || spec.level() == Level.USER;
  }

  boolean hasSelected(CommandSpec spec) {
    return spec.scope() == Context.Kind.GLOBAL || spec.scope() == context.kind();
  }
}
