package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.SpiCodec;

/** What the console shows of SAs. */
final class SaStatuses {

  private SaStatuses() {}

  /** A gateway; {@code lastInboundNanos} holds milliseconds of the engine's clock. */
  static GatewayStatus of(Gateway gateway) {
    GatewayConfig config = gateway.config();
    IkeSa current = gateway.sas().current();
    Optional<InetAddress> remote =
        current != null
            ? Optional.of(current.transport().remote().address())
            : gateway.peerAddress();
    return new GatewayStatus(
        config.number(),
        config.tunnel(),
        current != null,
        gateway.sas().hasChildren(),
        config.localIdText(),
        config.remoteIdText(),
        remote.map(InetAddress::getHostAddress).orElse(""),
        gateway.lastFailure(),
        gateway.lastHeard() * 1_000_000);
  }

  static SaStatus of(IkeSa sa) {
    HexFormat hex = HexFormat.of();
    return make(
        sa,
        sa.gateway().config().tunnel(),
        sa.number(),
        SaStatus.Kind.IKE,
        shown(sa.state()),
        sa.life().expiresAt(),
        hex.formatHex(SpiCodec.octets(sa.spiI())) + hex.formatHex(SpiCodec.octets(sa.spiR())),
        sa.suite() == null ? "" : algorithms(sa),
        0,
        sa.session().isResumed());
  }

  private static String algorithms(IkeSa sa) {
    return AlgorithmNames.ike(sa.suite()) + (sa.session().hasPostQuantumKey() ? " + PPK" : "");
  }

  static SaStatus.State shown(IkeSa.State state) {
    return switch (state) {
      case CONNECTING -> SaStatus.State.TEMPORARY;
      case ESTABLISHED -> SaStatus.State.ESTABLISHED;
      case REKEYED -> SaStatus.State.SUPERSEDED;
      case DELETING, CLOSED -> SaStatus.State.DELETING;
    };
  }

  /** Both directions of a pair. */
  static List<SaStatus> of(ChildSaState child) {
    return List.of(
        direction(child, child.numbers().send(), SaStatus.Kind.CHILD_SEND, child.outboundSpi()),
        direction(child, child.numbers().recv(), SaStatus.Kind.CHILD_RECV, child.inboundSpi()));
  }

  private static SaStatus direction(ChildSaState child, int number, SaStatus.Kind kind, int spi) {
    return make(
        child.parent(),
        OptionalInt.of(child.policy().tunnel()),
        number,
        kind,
        child.state(),
        child.expiresAt(),
        HexFormat.of().formatHex(SpiCodec.octets(spi)),
        child.algorithms(),
        child.inboundSpi(),
        false);
  }

  private static SaStatus make(
      IkeSa sa,
      OptionalInt tunnel,
      int number,
      SaStatus.Kind kind,
      SaStatus.State state,
      long expiresAt,
      String spi,
      String algorithms,
      int inboundSpi,
      boolean resumed) {
    Gateway gateway = sa.gateway();
    return new SaStatus(
        number,
        kind,
        state,
        gateway.config().number(),
        tunnel,
        sa.number(),
        Math.max(0, (expiresAt - sa.context().now()) / 1000),
        gateway.config().localIdText(),
        gateway.config().remoteIdText(),
        sa.transport().local(),
        sa.transport().remote(),
        spi,
        algorithms,
        inboundSpi,
        resumed);
  }
}
