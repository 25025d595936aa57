package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.crypto.SkProtection;

/**
 * One IKE SA: SPIs, keys, message windows, the way to the peer and its life. After we renewed it,
 * it stays until its life ends or the peer deletes it; its CHILD SAs belong to the new one by then.
 */
final class IkeSa {

  /** States (RFC 7296 names the procedures, not the states). */
  enum State {
    /** IKE_SA_INIT done or under way, not authenticated. */
    CONNECTING,
    /** Authenticated. */
    ESTABLISHED,
    /** Renewed; answers, but starts nothing but its own deletion. */
    REKEYED,
    /** We asked for its deletion. */
    DELETING,
    /** Gone. */
    CLOSED
  }

  private final EngineContext context;
  private final boolean initiator;
  private final long spiI;
  private long spiR;
  private State state = State.CONNECTING;
  private Gateway gateway;
  private Transport transport;
  private PeerSupport peerSupport = PeerSupport.NONE;
  private IkeSuite suite;
  private IkeKeys keys;
  private final IkeSession session;
  private ProtectedMessages messages;
  private MessageWindow window;
  private ResponseCache responses;
  private IkeNumber number;
  private InitialExchange dial;
  private final IkeSaLife life;
  private final IkeRenewal renewal;
  private final EarlyDeletes earlyDeletes = new EarlyDeletes();
  private Runnable atAbandonment = () -> {};
  private final NatKeepalive natKeepalive = new NatKeepalive(this);
  private final Mobike mobike = new Mobike(this);
  private final PeerMoves moves;
  private final Followups followups;

  /**
   * A new SA that is not yet authenticated.
   *
   * @param initiator whether we are its original initiator
   * @param gateway null as long as a peer has not named itself
   */
  IkeSa(
      EngineContext context,
      boolean initiator,
      long spiI,
      long spiR,
      Gateway gateway,
      Transport transport) {
    this(context, initiator, spiI, spiR, gateway, transport, new IkeSession(initiator));
  }

  /**
   * A new SA that renews another one.
   *
   * @param initiator whether we started the renewal
   * @param session what it goes on with
   */
  IkeSa(
      EngineContext context,
      boolean initiator,
      long spiI,
      long spiR,
      Gateway gateway,
      Transport transport,
      IkeSession session) {
    this.context = context;
    this.session = session;
    this.initiator = initiator;
    this.spiI = spiI;
    this.spiR = spiR;
    this.gateway = gateway;
    this.transport = transport;
    this.renewal = new IkeRenewal(this);
    this.moves = new PeerMoves(this);
    this.followups = new Followups(context);
    this.life = new IkeSaLife(context, renewal::start, this::expire);
  }

  /** The attempt that makes this SA; it hears of failures. */
  void connecting(InitialExchange attempt) {
    dial = attempt;
  }

  /** What is to be done when the attempt ends before the SA is authenticated. */
  void whenAbandoned(Runnable action) {
    atAbandonment = action;
  }

  /** The attempt ended before the SA was authenticated. */
  void abandon() {
    if (state == State.CONNECTING) {
      state = State.CLOSED;
      atAbandonment.run();
      context.unregister(this);
      if (window != null) {
        window.close();
        messages.close();
      }
      if (keys != null) {
        keys.close();
      }
    }
  }

  /** The attempt that makes this SA, null when there is none. */
  InitialExchange dial() {
    return dial;
  }

  /**
   * Takes the negotiated keys.
   *
   * @param firstId message ID of the first protected request: 1 after IKE_SA_INIT, 0 after a
   *     renewal
   */
  void keyed(IkeSuite negotiated, IkeKeys derived, long responderSpi, int firstId) {
    suite = negotiated;
    keys = derived;
    spiR = responderSpi;
    messages =
        new ProtectedMessages(
            this, new SkProtection(context.crypto, context.random, suite, keys, initiator));
    window = new MessageWindow(this, initiator || firstId == 0 ? firstId : 0);
    responses = new ResponseCache(initiator || firstId == 0 ? 0 : firstId);
  }

  /** A post-quantum pre-shared key is mixed into SK_d, SK_pi and SK_pr (RFC 8784 section 3). */
  void mixed(IkeKeys others) {
    keys.take(others);
    session.mixed();
  }

  /** What it has in common with those that renew it. */
  IkeSession session() {
    return session;
  }

  /** An additional key exchange has given it other keys; message IDs go on. */
  void rekeyed(IkeKeys derived) {
    messages.rekeyed(
        new SkProtection(context.crypto, context.random, suite, derived, initiator), keys);
    keys = derived;
  }

  /** Authenticated (or made by a renewal): the SA's life begins. */
  void established(Gateway owner, IkeNumber saNumber) {
    gateway = owner;
    number = saNumber;
    state = State.ESTABLISHED;
    messages.forgetEarlierKeys();
    dial = null;
    life.begin(owner.config().lifetimes());
    natKeepalive.start();
    number.established();
    owner.ikeEstablished(this);
  }

  /** Pairs the peer deleted before we knew them. */
  EarlyDeletes earlyDeletes() {
    return earlyDeletes;
  }

  /** Where its renewal stands. */
  IkeRenewal renewal() {
    return renewal;
  }

  /** Replaced by a renewal: CHILD SAs and waiting exchanges go to the successor. */
  void succeededBy(IkeSa successor) {
    state = State.REKEYED;
    renewal.over();
    life.superseded();
    natKeepalive.stop();
    followups.close();
    gateway.sas().moveChildren(this, successor);
    gateway.ownTickets().renewed(successor);
    window.moveQueueTo(successor.window);
    gateway.check();
  }

  /** It lost a renewal collision; the side that made it deletes it, we wait for that. */
  void redundant(long waitMillis) {
    state = State.REKEYED;
    natKeepalive.stop();
    life.endAfter(waitMillis);
  }

  private void expire() {
    long needed = state == State.ESTABLISHED ? gateway.sas().lastChildExpiry(this) : 0;
    if (needed > context.now()) {
      life.extendTo(needed);
    } else {
      delete();
    }
  }

  /** Deletes the SA at both ends; its CHILD SAs go with it. */
  void delete() {
    if (state == State.CONNECTING) {
      abandon();
    } else if (state == State.ESTABLISHED || state == State.REKEYED) {
      sessionEnds();
      state = State.DELETING;
      mobike.stop();
      life.end();
      natKeepalive.stop();
      window.clearQueue();
      window.submit(new Delete(List.of()));
    }
  }

  /** Either side deletes the SA: where none renews it, a ticket for it is of no use any more. */
  void sessionEnds() {
    if (state == State.ESTABLISHED) {
      gateway.ownTickets().ended(session);
    }
  }

  /** No answer to a request, however often it was sent. */
  void unanswered() {
    if (dial != null && state == State.CONNECTING) {
      dial.authUnanswered();
    } else if (state == State.DELETING || state == State.REKEYED) {
      close("the peer does not answer");
    } else {
      gateway.ikeLost(this, StartFailures.lost(transport));
    }
  }

  /** Forgets the SA and everything under it without asking the peer. */
  void close(String reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    mobike.stop();
    life.end();
    natKeepalive.stop();
    followups.close();
    context.unregister(this);
    if (window != null) {
      window.close();
      messages.close();
    }
    if (gateway != null) {
      gateway.ikeClosing(this, reason);
    }
    if (keys != null) {
      keys.close();
    }
    if (number != null) {
      number.deleted();
    }
    if (gateway != null) {
      gateway.check();
    }
  }

  void transmit(byte[] message) {
    context.output.send(transport.local(), transport.remote(), transport.natTraversal(), message);
  }

  /** Follows the peer to another address and takes the CHILD SAs along. */
  void moveTo(Endpoint local, Endpoint remote, boolean natTraversal) {
    transport = transport.moved(local, remote, natTraversal);
    if (gateway != null) {
      gateway.sas().childrenOf(this).forEach(ChildSaState::moved);
    }
  }

  /** Whether protected requests may be sent. */
  boolean canSend() {
    return state != State.CLOSED && messages != null;
  }

  /** Whether new exchanges about CHILD SAs belong here. */
  boolean isUsable() {
    return state == State.ESTABLISHED;
  }

  EngineContext context() {
    return context;
  }

  boolean isInitiator() {
    return initiator;
  }

  long localSpi() {
    return initiator ? spiI : spiR;
  }

  long spiI() {
    return spiI;
  }

  long spiR() {
    return spiR;
  }

  State state() {
    return state;
  }

  Gateway gateway() {
    return gateway;
  }

  Transport transport() {
    return transport;
  }

  /** Another way to the peer, with or without a NAT on our side; CHILD SAs stay where they are. */
  void transport(Transport value) {
    transport = value;
    if (state == State.ESTABLISHED) {
      natKeepalive.stop();
      natKeepalive.start();
    }
  }

  Mobike mobike() {
    return mobike;
  }

  /** What the peer can do beyond RFC 7296. */
  PeerSupport peerSupport() {
    return peerSupport;
  }

  void peerSupports(PeerSupport value) {
    peerSupport = value;
  }

  IkeSuite suite() {
    return suite;
  }

  IkeKeys keys() {
    return keys;
  }

  MessageWindow window() {
    return window;
  }

  /** New SAs that wait for the peer's additional key exchanges. */
  Followups followups() {
    return followups;
  }

  /** Its protected messages; null before there are keys. */
  ProtectedMessages messages() {
    return messages;
  }

  /** Where its packets are seen to come from. */
  PeerMoves moves() {
    return moves;
  }

  ResponseCache responses() {
    return responses;
  }

  int number() {
    if (dial != null) {
      return dial.saNumber();
    }
    return number == null ? 0 : number.number();
  }

  /** Its clock. */
  IkeSaLife life() {
    return life;
  }
}
