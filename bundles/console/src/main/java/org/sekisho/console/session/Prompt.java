package org.sekisho.console.session;

import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;

/** The prompt: {@code [console prompt][tunnelN|ppN]} and {@code >} or {@code #}. */
final class Prompt {

  private Prompt() {}

  static String text(String prefix, Context context, Level level) {
    return prefix + selection(context) + (level == Level.ADMINISTRATOR ? "# " : "> ");
  }

  private static String selection(Context context) {
    return switch (context.kind()) {
      case GLOBAL -> "";
      case TUNNEL -> "tunnel" + context.number();
      case PP -> context.number() == 0 ? "anonymous" : "pp" + context.number();
    };
  }
}
