package org.sekisho.ike.config;

import java.util.Optional;
import java.util.function.Function;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** Declares one {@code ipsec ike …} line of a gateway, printed below its policy. */
final class IkeLine {

  private final CommandSpec.Builder builder;
  private boolean keyed;

  private IkeLine(CommandSpec.Builder builder) {
    this.builder = builder;
  }

  static IkeLine of(String syntax, int rank, String english, String japanese) {
    return new IkeLine(
        CommandSpec.setting("ipsec ike " + syntax)
            .section(Section.IPSEC, rank)
            .under("ipsec sa policy", "GATEWAY", rank)
            .help(english, japanese));
  }

  /** A key that stands before the gateway number. */
  IkeLine key(String name, ParameterType type, String english, String japanese) {
    builder.key(name, type, english, japanese);
    return this;
  }

  IkeLine with(String name, ParameterType type, String english, String japanese) {
    gateway();
    builder.parameter(name, type, english, japanese);
    return this;
  }

  IkeLine onOff() {
    return with("SWITCH", ParameterType.onOff(), "on or off", "動作");
  }

  IkeLine defaultValue(String value) {
    builder.defaultValue(value);
    return this;
  }

  IkeLine example(String line) {
    builder.example(line);
    return this;
  }

  IkeLine idlePart(String name, String english, String japanese) {
    builder.idlePart(name, english, japanese);
    return this;
  }

  IkeLine storedOnly(String english, String japanese) {
    builder.storedOnly(english, japanese);
    return this;
  }

  private void gateway() {
    if (!keyed) {
      keyed = true;
      builder.key("GATEWAY", ParameterType.gateway(), "Gateway number", "セキュリティゲートウェイの識別子");
    }
  }

  Command build() {
    gateway();
    return Command.setting(builder.build());
  }

  Command build(Function<Arguments, Optional<Text>> check) {
    gateway();
    return Command.setting(
        builder.build(), (arguments, context, running) -> check.apply(arguments));
  }
}
