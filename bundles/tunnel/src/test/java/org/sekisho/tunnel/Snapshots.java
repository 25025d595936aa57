package org.sekisho.tunnel;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Setting;

/** Builds configuration snapshots without a parser. */
final class Snapshots {

  private final List<Setting> settings = new ArrayList<>();

  Snapshots enable(int tunnel) {
    CommandSpec spec =
        CommandSpec.setting("tunnel enable TUNNEL")
            .key("TUNNEL", ParameterType.tunnel(), "", "")
            .help("", "")
            .build();
    return add(spec, Context.GLOBAL, List.of(tunnel), new Argument("TUNNEL", tunnel, "" + tunnel));
  }

  Snapshots bind(int tunnel, int policy, int gateway) {
    CommandSpec bind =
        CommandSpec.setting("ipsec tunnel POLICY")
            .parameter("POLICY", ParameterType.policy(), "", "")
            .help("", "")
            .build();
    add(bind, Context.tunnel(tunnel), List.of(), new Argument("POLICY", policy, "" + policy));
    CommandSpec sa =
        CommandSpec.setting("ipsec sa policy POLICY GATEWAY esp")
            .key("POLICY", ParameterType.policy(), "", "")
            .parameter("GATEWAY", ParameterType.gateway(), "", "")
            .help("", "")
            .build();
    return add(
        sa,
        Context.GLOBAL,
        List.of(policy),
        new Argument("POLICY", policy, "" + policy),
        new Argument("GATEWAY", gateway, "" + gateway));
  }

  Snapshots mtu(int tunnel, int mtu) {
    CommandSpec spec =
        CommandSpec.setting("ip tunnel mtu MTU")
            .parameter("MTU", ParameterType.integer(64, 1500), "", "")
            .help("", "")
            .build();
    return add(spec, Context.tunnel(tunnel), List.of(), new Argument("MTU", mtu, "" + mtu));
  }

  Snapshots mss(int tunnel, String value) {
    CommandSpec spec =
        CommandSpec.setting("ip tunnel tcp mss limit (MSS|auto|off)")
            .parameter("MSS", ParameterType.integer(536, 1460), "", "")
            .help("", "")
            .build();
    return add(spec, Context.tunnel(tunnel), List.of(), new Argument("MSS", value, value));
  }

  ConfigSnapshot build() {
    return new ConfigSnapshot(settings);
  }

  private Snapshots add(
      CommandSpec spec, Context context, List<Object> keys, Argument... arguments) {
    settings.add(
        new Setting(
            spec,
            context,
            keys,
            new Arguments(List.of(arguments), List.of()),
            spec.name(),
            spec.name()));
    return this;
  }
}
