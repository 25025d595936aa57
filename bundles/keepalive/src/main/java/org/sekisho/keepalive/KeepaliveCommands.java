package org.sekisho.keepalive;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.onOff;

import java.util.Collection;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** The commands {@code ipsec ike keepalive …}. */
@Component
public final class KeepaliveCommands implements CommandContributor {

  static final String USE = "ipsec ike keepalive use";
  static final String LOG = "ipsec ike keepalive log";
  static final String GATEWAY = "GATEWAY";
  static final String SWITCH = "SWITCH";
  static final String INTERVAL = "INTERVAL";
  static final String COUNT = "COUNT";
  static final String UPWAIT = "UPWAIT";
  static final int DEFAULT_INTERVAL = 10;
  static final int DEFAULT_COUNT = 6;

  /** Among the lines of a gateway, which are printed by name. */
  private static final int RANK = 50;

  private final List<Command> commands = List.of(Command.setting(use()), Command.setting(log()));

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private static CommandSpec use() {
    return ike(USE
            + " GATEWAY SWITCH"
            + " [(heartbeat|icmp-echo ADDRESS [length=LENGTH]|dpd|rfc4306)"
            + " [INTERVAL COUNT [UPWAIT]]]"
            + " [down=DOWN] [send-only-new-sa=NEWSA]")
        .parameter(
            SWITCH,
            choice("on", "off", "auto"),
            "on sends keepalives, off and auto only answer (IKEv2)",
            "on: 送信する、off・auto: 応答のみ (IKEv2)")
        .parameter(
            "ADDRESS",
            new ParameterType.IpAddress(true, true),
            "host to ping (IKEv1 only)",
            "pingの宛先 (IKEv1のみ)")
        .parameter(
            "LENGTH", integer(64, 1500), "octets of the ping (IKEv1 only)", "pingの長さ (IKEv1のみ)")
        .parameter(INTERVAL, integer(1, 600), "seconds between keepalives", "送信間隔 (秒)")
        .parameter(
            COUNT,
            integer(1, 50),
            "intervals without a sign of life until the peer counts as dead",
            "断と判断するまでの試行回数")
        .parameter(
            UPWAIT,
            integer(0, 1_000_000),
            "seconds between SA up and tunnel up",
            "SA確立からトンネルアップまでの時間 (秒)")
        .parameter(
            "DOWN",
            choice("disconnect"),
            "disconnect the PP interface that leads to a dead peer",
            "断の時に相手に至るPPインタフェースを切断する")
        .parameter(
            "NEWSA",
            choice("on", "off", "auto"),
            "heartbeats on the newest SA only (IKEv1 only)",
            "新しいSAのみでheartbeatを送る (IKEv1のみ)")
        .idlePart(
            "DOWN",
            "down=disconnect waits for the PPPoE bundle: there is no PP interface to disconnect",
            "down=disconnectは今後のPPPoEバンドルで対応します")
        .idlePart(
            "NEWSA",
            "send-only-new-sa is for the heartbeats of IKEv1",
            "send-only-new-saはIKEv1のheartbeat専用です")
        .defaultValue("ipsec ike keepalive use GATEWAY auto (10 seconds, 6 times)")
        .help(
            "Watches whether the peer is alive; every method means rfc4306 in IKEv2",
            "相手の生存を監視する (IKEv2ではどの方式もrfc4306として動作する)")
        .example("ipsec ike keepalive use 100 on rfc4306 10 6")
        .build();
  }

  private static CommandSpec log() {
    return ike(LOG + " GATEWAY SWITCH")
        .parameter(SWITCH, onOff(), "on or off", "on または off")
        .defaultValue("ipsec ike keepalive log GATEWAY on")
        .help("Records keepalives at debug level", "キープアライブの記録をdebugレベルで残す")
        .example("ipsec ike keepalive log 100 off")
        .build();
  }

  private static CommandSpec.Builder ike(String syntax) {
    return CommandSpec.setting(syntax)
        .key(GATEWAY, gateway(), "gateway number", "セキュリティゲートウェイ番号")
        .section(Section.IPSEC, RANK)
        .under("ipsec sa policy", GATEWAY, RANK);
  }
}
