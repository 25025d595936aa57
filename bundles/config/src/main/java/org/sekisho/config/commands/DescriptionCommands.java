package org.sekisho.config.commands;

import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** The forms of {@code description}. */
final class DescriptionCommands {

  private static final int MAX_LENGTH = 64;

  private DescriptionCommands() {}

  static Command numbered() {
    return Command.setting(
        CommandSpec.setting("description ID TEXT")
            .key("ID", ParameterType.integer(1, 21_474_836), "Number", "番号")
            .parameter("TEXT", ParameterType.text(MAX_LENGTH), "Text", "説明")
            .section(Section.SYSTEM, 10)
            .help("Description of the router", "機器の説明")
            .example("description 1 \"Branch Kyoto\"")
            .build());
  }

  static Command ofInterface() {
    return Command.setting(
        CommandSpec.setting("description INTERFACE TEXT")
            .id("description interface")
            .key("INTERFACE", new ParameterType.InterfaceName(List.of("lan")), "LAN", "LAN")
            .parameter("TEXT", ParameterType.text(MAX_LENGTH), "Text", "説明")
            .section(Section.INTERFACE, 10)
            .help("Description of a LAN interface", "LANインタフェースの説明")
            .example("description lan2 WAN")
            .build());
  }

  static Command tunnel() {
    return Command.setting(
        CommandSpec.setting("description tunnel TEXT")
            .parameter("TEXT", ParameterType.text(MAX_LENGTH), "Text", "説明")
            .scope(Context.Kind.TUNNEL)
            .section(Section.TUNNEL, 10)
            .help("Description of the selected tunnel", "選択したトンネルの説明")
            .example("description tunnel Azure")
            .build());
  }

  static Command peer() {
    return Command.setting(
        CommandSpec.setting("description pp TEXT")
            .parameter("TEXT", ParameterType.text(MAX_LENGTH), "Text", "説明")
            .scope(Context.Kind.PP)
            .section(Section.PP, 10)
            .help("Description of the selected peer", "選択した相手先の説明")
            .example("description pp ISP")
            .build());
  }
}
