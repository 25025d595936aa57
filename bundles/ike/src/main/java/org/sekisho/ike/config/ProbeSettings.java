package org.sekisho.ike.config;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;

/** {@code ipsec ike probe-rekey}. */
public final class ProbeSettings {

  private ProbeSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        IkeLine.of(
                "probe-rekey GATEWAY SWITCH",
                50,
                "Renew once after the tunnel came up, to see whether renewals work",
                "接続直後に一度SAを更新し、更新の可否を確かめる")
            .onOff()
            .defaultValue("off")
            .example("ipsec ike probe-rekey 100 on")
            .build());
  }

  /** Reads the line of a gateway. */
  static Probing read(Optional<Arguments> line) {
    return line.map(a -> new Probing(a.isOn("SWITCH"))).orElse(Probing.DEFAULT);
  }
}
