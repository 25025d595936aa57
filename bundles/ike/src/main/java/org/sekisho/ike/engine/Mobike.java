package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * MOBIKE of one IKE SA (RFC 4555). The side that made the first IKE SA decides: when the system
 * sends towards the peer from another address, it moves and tells the peer (section 3.5). The other
 * side follows, and moves CHILD SAs when the new address has answered (section 3.7).
 */
final class Mobike {

  /** How often the system is asked for the address it sends from. */
  private static final long CHECK_MILLIS = 3_000;

  private final IkeSa sa;
  private FurtherAddresses further = new FurtherAddresses();
  private boolean agreed;
  private boolean decides;
  private DeadlineQueue.Deadline timer;

  Mobike(IkeSa sa) {
    this.sa = sa;
  }

  /** What we say in IKE_AUTH (section 3.1). */
  static List<Payload> announcement(GatewayConfig config) {
    return config.extensions().mobike()
        ? List.of(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED))
        : List.of();
  }

  /** IKE_AUTH is over; this is what the peer said in it. */
  void begin(Payloads peers) {
    if (sa.gateway().config().extensions().mobike()
        && peers.notify(NotifyType.MOBIKE_SUPPORTED).isPresent()) {
      further.learn(peers);
      start(sa.isInitiator());
    }
  }

  /** A renewal has made this SA out of another: who decided goes on deciding. */
  void inherit(Mobike old) {
    if (old.agreed) {
      further = old.further;
      start(old.decides);
    }
  }

  private void start(boolean deciding) {
    agreed = true;
    decides = deciding;
    if (decides) {
      timer = sa.context().after(CHECK_MILLIS, this::check);
    }
  }

  /** The SA ends. */
  void stop() {
    DeadlineQueue.cancel(timer);
  }

  /**
   * Whether packets from another address are reason enough to follow them. With MOBIKE only the
   * port may change so, for a NAT between that forgot its mapping; addresses are announced.
   */
  boolean mayFollow(Endpoint remote) {
    return !agreed || remote.address().equals(sa.transport().remote().address());
  }

  /**
   * A copy of a request that finds no answer, to where else the peer says it can be reached
   * (section 3.4). It costs the peer nothing to get it twice: it is the same message.
   */
  void transmitElsewhere(byte[] message) {
    if (!decides || !sa.isUsable()) {
      return;
    }
    Transport present = sa.transport();
    for (InetAddress address : further.all()) {
      Optional<InetAddress> local =
          sa.gateway()
              .config()
              .localAddress()
              .or(() -> Optional.ofNullable(sa.context().output.sourceAddressFor(address)));
      if (local.isPresent()) {
        sa.context()
            .output
            .send(
                new Endpoint(local.get(), present.local().port()),
                new Endpoint(
                    address, present.natTraversal() ? Transport.NAT_PORT : Transport.IKE_PORT),
                present.natTraversal(),
                message);
      }
    }
  }

  /**
   * An awaited response came by that way. IKE follows the peer there; packets do when it has proved
   * that it receives there too (section 3.7), for the source of one answer can be made up.
   */
  void answered(Transport way) {
    InetAddress before = sa.transport().remote().address();
    InetAddress now = way.remote().address();
    if (!decides || !sa.isUsable() || now.equals(before) || !further.all().contains(now)) {
      return;
    }
    further.moved(before, now);
    sa.transport(sa.transport().moved(way.local(), way.remote(), way.natTraversal()));
    sa.context()
        .output
        .log(
            "[IKE2] "
                + sa.gateway().config().label()
                + " the peer answers at "
                + now.getHostAddress()
                + ", no longer at "
                + before.getHostAddress());
    sa.window().submitFirst(UpdateAddresses.proving());
  }

  private void check() {
    timer = sa.context().after(CHECK_MILLIS, this::check);
    GatewayConfig config = sa.gateway().config();
    Transport present = sa.transport();
    InetAddress before = present.local().address();
    InetAddress now = sa.context().output.sourceAddressFor(present.remote().address());
    if (now == null || now.equals(before) || config.localAddress().isPresent()) {
      return;
    }
    sa.moveTo(new Endpoint(now, present.local().port()), present.remote(), present.natTraversal());
    if (sa.isUsable()) {
      sa.context()
          .output
          .log(
              "[IKE2] "
                  + config.label()
                  + " moves from "
                  + before.getHostAddress()
                  + " to "
                  + now.getHostAddress());
      sa.window().submit(UpdateAddresses.telling());
    }
  }

  /** The peer has taken our update; this is what NAT detection found on the new way. */
  void updated(NatDetection nat) {
    Transport before = sa.transport();
    sa.transport(before.floated(nat));
    sa.gateway().sas().childrenOf(sa).forEach(ChildSaState::moved);
    if (!sa.transport().local().equals(before.local())) {
      sa.window().submit(UpdateAddresses.telling()); // other ports are another way
    }
  }

  /**
   * The part of an INFORMATIONAL request that is ours.
   *
   * @param source the way the request came
   * @param afterwards what to do when the answer is on its way
   * @throws NegotiationException when the request forbids the NAT it came through
   */
  List<Payload> respond(Payloads request, Transport source, List<Runnable> afterwards)
      throws NegotiationException {
    List<Payload> answer = new ArrayList<>();
    request
        .notify(NotifyType.COOKIE2)
        .ifPresent(c -> answer.add(NotifyPayload.of(NotifyType.COOKIE2, c.data())));
    if (agreed) {
      further.learn(request);
    }
    if (agreed && !decides && request.notify(NotifyType.UPDATE_SA_ADDRESSES).isPresent()) {
      if (isNatForbidden(request, source)) {
        throw new NegotiationException(
            NotifyType.UNEXPECTED_NAT_DETECTED, "the peer forbids the NAT its update came through");
      }
      NatDetection nat =
          NatDetection.of(request, sa.spiI(), sa.spiR(), source.local(), source.remote());
      answer.addAll(
          NatDetection.notifications(sa.spiI(), sa.spiR(), source.local(), source.remote(), false));
      afterwards.add(
          () -> follow(new Transport(source.local(), source.remote(), source.natTraversal(), nat)));
    }
    return answer;
  }

  /**
   * Whether a message carries NO_NATS_ALLOWED and came from or to other addresses and ports than it
   * names (section 3.9).
   */
  static boolean isNatForbidden(Payloads message, Transport source) {
    return message
        .notify(NotifyType.NO_NATS_ALLOWED)
        .filter(n -> !Arrays.equals(n.data(), way(source)))
        .isPresent();
  }

  /** Source and destination address, source and destination port, as the sender saw them. */
  private static byte[] way(Transport source) {
    byte[] from = source.remote().address().getAddress();
    byte[] to = source.local().address().getAddress();
    byte[] way = Arrays.copyOf(from, from.length + to.length + 4);
    System.arraycopy(to, 0, way, from.length, to.length);
    int ports = from.length + to.length;
    way[ports] = (byte) (source.remote().port() >>> 8);
    way[ports + 1] = (byte) source.remote().port();
    way[ports + 2] = (byte) (source.local().port() >>> 8);
    way[ports + 3] = (byte) source.local().port();
    return way;
  }

  private void follow(Transport way) {
    if (!sa.isUsable() || way.equals(sa.transport())) {
      return;
    }
    sa.context()
        .output
        .log(
            "[IKE2] "
                + sa.gateway().config().label()
                + " the peer moves from "
                + sa.transport().remote().address().getHostAddress()
                + " to "
                + way.remote().address().getHostAddress());
    sa.transport(way);
    sa.window().submit(new RoutabilityCheck());
  }
}
