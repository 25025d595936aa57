package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.ike.message.DeletePayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.ProtocolId;

/** Deletion of CHILD SAs, or of the IKE SA it travels on (RFC 7296 section 1.4.1). */
final class Delete extends Exchange {

  private final List<ChildSaState> children;

  /**
   * @param children pairs to delete; none for the IKE SA itself
   */
  Delete(List<ChildSaState> children) {
    this.children = children;
  }

  @Override
  int exchangeType() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    if (children.isEmpty()) {
      return Optional.of(List.of(DeletePayload.ike()));
    }
    List<Integer> spis =
        children.stream()
            .filter(c -> sa.context().child(c.inboundSpi()) == c)
            .map(ChildSaState::inboundSpi)
            .toList();
    return spis.isEmpty() ? Optional.empty() : Optional.of(List.of(DeletePayload.esp(spis)));
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    finish(sa);
  }

  @Override
  void malformed(IkeSa sa, String what) {
    finish(sa);
  }

  @Override
  void abandoned(IkeSa sa) {
    children.forEach(c -> c.remove("its IKE SA is gone"));
  }

  private void finish(IkeSa sa) {
    if (children.isEmpty()) {
      sa.close("deleted by this router");
    } else {
      children.forEach(c -> c.remove("deleted by this router"));
    }
  }

  @Override
  boolean isExclusive() {
    return children.isEmpty();
  }

  /** Whether it deletes CHILD SAs. */
  boolean changesChildren() {
    return !children.isEmpty();
  }

  /** Carries out the peer's deletions; the answer names our halves of the pairs (1.4.1). */
  static List<Payload> respond(IkeSa sa, Payloads request, List<Runnable> afterwards) {
    List<Integer> ours = new ArrayList<>();
    for (DeletePayload delete : request.all(DeletePayload.class)) {
      if (delete.protocol() == ProtocolId.IKE) {
        afterwards.add(() -> peerDeletes(sa));
      } else if (delete.protocol() == ProtocolId.ESP) {
        for (int spi : delete.spis()) {
          Optional<ChildSaState> child = sa.gateway().sas().childByOutboundSpi(spi);
          child.ifPresentOrElse(
              found -> peerDeletes(found, ours, afterwards), () -> peerDeletesUnknown(sa, spi));
        }
      }
    }
    return ours.isEmpty() ? List.of() : List.of(DeletePayload.esp(ours));
  }

  private static void peerDeletes(
      ChildSaState child, List<Integer> ours, List<Runnable> afterwards) {
    if (child.state() != SaStatus.State.DELETING) {
      ours.add(child.inboundSpi());
    }
    afterwards.add(() -> child.remove("deleted by the peer"));
  }

  /** Perhaps the answer to a request of ours is still to come that makes the pair. */
  private static void peerDeletesUnknown(IkeSa sa, int spi) {
    if (sa.window().hasOutstanding(e -> e instanceof CreateChild || e instanceof RekeyChild)) {
      sa.earlyDeletes().add(spi);
    }
  }

  private static void peerDeletes(IkeSa sa) {
    if (sa.renewal().peers() != null) {
      sa.succeededBy(sa.renewal().peers()); // the peer never saw our crossing renewal
    }
    sa.sessionEnds();
    sa.close("deleted by the peer");
  }
}
