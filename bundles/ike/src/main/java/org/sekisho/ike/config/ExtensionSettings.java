package org.sekisho.ike.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;

/**
 * Lines of one switch each: {@code ipsec ike childless}, {@code mobike}, {@code redirect}, {@code
 * session-resumption}.
 */
public final class ExtensionSettings {

  private ExtensionSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        line(
            "childless",
            "off",
            "Begin without CHILD SA where the peer can",
            "CHILD SAなしで鍵交換を開始するか否か"),
        line("mobike", "off", "Keep SAs when an address changes", "アドレスが変わってもSAを維持するか否か"),
        line("redirect", "off", "Follow a gateway's redirects", "リダイレクトに従うか否か"),
        line(
            "session-resumption",
            "off",
            "Resume a lost IKE SA by a ticket, without key exchange",
            "失われたIKE SAをチケットにより鍵交換なしで再開するか否か"));
  }

  private static Command line(String name, String otherwise, String english, String japanese) {
    return IkeLine.of(name + " GATEWAY SWITCH", 50, english, japanese)
        .onOff()
        .defaultValue(otherwise)
        .example("ipsec ike " + name + " 100 on")
        .build();
  }

  /**
   * Reads a gateway's.
   *
   * @param line finds the line of a name
   */
  static Extensions read(Function<String, Optional<Arguments>> line) {
    return new Extensions(
        isOn(line, "childless", false),
        isOn(line, "redirect", false),
        isOn(line, "mobike", false),
        isOn(line, "session-resumption", false));
  }

  private static boolean isOn(
      Function<String, Optional<Arguments>> line, String name, boolean otherwise) {
    return line.apply(name).map(a -> a.isOn("SWITCH")).orElse(otherwise);
  }
}
