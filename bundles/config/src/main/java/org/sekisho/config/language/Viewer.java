package org.sekisho.config.language;

import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;

/**
 * Who looks at the commands.
 *
 * @param level privilege
 * @param context selection
 */
public record Viewer(Level level, Context context) {

  boolean mayUse(CommandSpec spec) {
    return level == Level.ADMINISTRATOR || spec.level() == Level.USER;
  }

  boolean hasSelected(CommandSpec spec) {
    return spec.scope() == Context.Kind.GLOBAL || spec.scope() == context.kind();
  }
}
