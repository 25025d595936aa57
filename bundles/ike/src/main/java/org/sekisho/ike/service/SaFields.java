package org.sekisho.ike.service;

import java.util.OptionalInt;
import org.sekisho.api.config.Text;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.show.Shape;

/** What SAs and gateways are in JSON. Keys have no field. */
final class SaFields {

  static final Shape<SaStatus> SA =
      Shape.<SaStatus>fields()
          .integer("number", "number of the SA, as in `ipsec sa delete`", SaStatus::number)
          .word("kind", "what it protects", SaStatus.Kind.class, SaStatus::kind)
          .word("state", "where it stands in its life", SaStatus.State.class, SaStatus::state)
          .integer("gateway", "gateway number", SaStatus::gateway)
          .integer("tunnel", "tunnel bound to the gateway", SaStatus::tunnel)
          .integer(
              "ike_sa", "number of the IKE SA it belongs to; null for an IKE SA", SaFields::parent)
          .integer("life_seconds", "until its life ends", SaStatus::remainingSeconds)
          .text("local_id", "identity of this router", SaStatus::localId)
          .text("remote_id", "identity of the peer", SaStatus::remoteId)
          .text("local_address", "outer address here", s -> s.local().address().getHostAddress())
          .integer("local_port", "UDP port here, 0 for protocol 50", s -> s.local().port())
          .text(
              "remote_address",
              "outer address of the peer",
              s -> s.remote().address().getHostAddress())
          .integer("remote_port", "UDP port of the peer, 0 for protocol 50", s -> s.remote().port())
          .text(
              "spi", "SPI in hex; of an IKE SA the initiator's and the responder's", SaStatus::spi)
          .text("algorithms", "names of its algorithms", SaStatus::algorithms)
          .bool("resumed", "whether an IKE SA was resumed by a ticket", SaStatus::resumed)
          .build();

  static final Shape<GatewayRow> GATEWAY =
      Shape.<GatewayRow>fields()
          .integer("gateway", "gateway number", g -> g.status().gateway())
          .integer("tunnel", "tunnel bound to it", g -> g.status().tunnel())
          .bool("established", "whether an IKE SA is established", g -> g.status().established())
          .bool("up", "whether a CHILD SA is alive", g -> g.status().childUp())
          .bool("keepalive", "whether a keepalive is configured to run", GatewayRow::keepalive)
          .text("local_id", "identity of this router", g -> g.status().localId())
          .text("remote_id", "identity of the peer", g -> g.status().remoteId())
          .text(
              "remote_address", "outer address, empty if unknown", g -> g.status().remoteAddress())
          .text(
              "last_failure",
              "why the last attempt failed, in English",
              g -> g.status().lastFailure().map(Text::english))
          .list("sas", "its SAs", SA, GatewayRow::sas)
          .build();

  private SaFields() {}

  private static OptionalInt parent(SaStatus s) {
    return s.kind() == SaStatus.Kind.IKE ? OptionalInt.empty() : OptionalInt.of(s.parent());
  }
}
