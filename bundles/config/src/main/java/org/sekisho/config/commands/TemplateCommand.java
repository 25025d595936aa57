package org.sekisho.config.commands;

import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** {@code tunnel template}. */
final class TemplateCommand {

  private TemplateCommand() {}

  static Command of() {
    ParameterType.IntegerRange tunnels = (ParameterType.IntegerRange) ParameterType.tunnel();
    return Command.setting(
        CommandSpec.setting("tunnel template {TUNNELS}")
            .parameter(
                "TUNNELS",
                new ParameterType.NumberRanges(tunnels.min(), tunnels.max()),
                "Tunnels made from this one",
                "展開先のトンネル番号")
            .scope(Context.Kind.TUNNEL)
            .section(Section.TUNNEL, 12)
            .help(
                "Makes further tunnels like this one; see show config tunnel N expand",
                "このトンネルの設定を他のトンネルに展開する (show config tunnel N expand で確認)")
            .example("tunnel template 2-10")
            .build());
  }
}
