package org.sekisho.ike.config;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ParameterType;

/** The {@code ipsec ike rekey …} settings. */
public final class RenewalSettings {

  private static final String AT_ONCE = "immediate";

  private RenewalSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        IkeLine.of(
                "rekey delete GATEWAY WHEN",
                50,
                "When an SA that this router renewed is deleted",
                "更新した古いSAを削除する時期")
            .with(
                "WHEN",
                ParameterType.choice("life", AT_ONCE),
                "life: when its life ends; immediate: when the new SA is in use",
                "life: 寿命の満了時、immediate: 新しいSAの使用開始時")
            .defaultValue("life")
            .example("ipsec ike rekey delete 100 immediate")
            .build());
  }

  /** Reads the line of a gateway. */
  static Renewal read(Optional<Arguments> line) {
    return new Renewal(line.map(a -> a.text("WHEN").equals(AT_ONCE)).orElse(false));
  }
}
