package org.sekisho.config.running;

import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;

/**
 * A line of the configuration without effect.
 *
 * @param context what was selected where it stands
 * @param shown the line, secrets masked
 * @param reason why it has none
 */
public record IdleLine(Context context, String shown, Text reason) {

  /** As {@code show config unsupported} prints it. */
  public String line(Language language) {
    String place =
        switch (context.kind()) {
          case GLOBAL -> "";
          case TUNNEL -> "tunnel" + context.number() + ": ";
          case PP -> "pp" + (context.number() == 0 ? " anonymous" : context.number()) + ": ";
        };
    return place + shown + ": " + reason.in(language);
  }
}
