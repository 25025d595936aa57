package org.sekisho.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.api.net.Endpoint;
import org.sekisho.eap.EapComponent;
import org.sekisho.ike.config.AddressPool;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.Eap;
import org.sekisho.ike.config.Extensions;
import org.sekisho.ike.config.ModeConfig;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.Payload;
import org.sekisho.simulator.Configs;
import org.sekisho.simulator.VirtualNetwork;
import org.sekisho.simulator.VirtualNetwork.Datagram;
import org.sekisho.simulator.VirtualNode;

/**
 * A router brought into some situation by a good peer, which then falls silent and leaves its place
 * to somebody else. With {@link OpenCrypto} that somebody needs no keys. The same situation is the
 * same to the last octet each time.
 */
final class EngineScene {

  /** Where the good peer falls silent. */
  enum Situation {
    /** The router waits for IKE_SA_INIT. */
    WAITING(true),
    /** It has sent IKE_SA_INIT. */
    DIALLING(false),
    /** It waits for the first IKE_INTERMEDIATE. */
    ANSWERING_INTERMEDIATE(true),
    /** It has sent an IKE_INTERMEDIATE. */
    AWAITING_INTERMEDIATE(false),
    /** It waits for IKE_AUTH. */
    ANSWERING_AUTH(true),
    /** It has sent IKE_AUTH. */
    AWAITING_AUTH(false),
    /** It waits for the answer to its first EAP request. */
    ANSWERING_EAP(true),
    /** It has said who it is and waits for the first EAP request. */
    AWAITING_EAP(false),
    /** Tunnel up, the peer began it. */
    UP_AS_RESPONDER(true),
    /** Tunnel up, the router began it. */
    UP_AS_INITIATOR(false),
    /** It renews a CHILD SA. */
    RENEWING_CHILD(false),
    /** It renews the IKE SA. */
    RENEWING_IKE(true),
    /** It deletes the CHILD SA. */
    DELETING_CHILD(true),
    /** It deletes the IKE SA. */
    DELETING_IKE(false);

    /** Whether the peer began. */
    final boolean routerResponds;

    Situation(boolean routerResponds) {
      this.routerResponds = routerResponds;
    }

    boolean isUp() {
      return ordinal() >= UP_AS_RESPONDER.ordinal();
    }

    boolean hasEap() {
      return this == ANSWERING_EAP || this == AWAITING_EAP;
    }

    boolean hasIntermediate() {
      return this == ANSWERING_INTERMEDIATE || this == AWAITING_INTERMEDIATE;
    }
  }

  static final int ROUTER = 1;
  private static final int PEER = 2;
  private static final int ICV = 16;
  private static final int IV = 8;

  final VirtualNetwork network = new VirtualNetwork(7);
  final VirtualNode router = new VirtualNode(network, "203.0.113.1", 11, new OpenCrypto());
  final VirtualNode peer = new VirtualNode(network, "203.0.113.2", 12, new OpenCrypto());

  /** Messages the router has sent. */
  final List<Datagram> sent = new ArrayList<>();

  private final Situation situation;
  private final List<Datagram> record;
  private boolean taken;

  /** The way the peer's messages come, seen from the router. */
  private Endpoint here = new Endpoint(router.address(), 500);

  private Endpoint there = new Endpoint(peer.address(), 500);
  private boolean natTraversal;

  EngineScene(Situation situation) {
    this(situation, null);
  }

  /** With a list, the peer goes on speaking and its messages are put there. */
  private EngineScene(Situation situation, List<Datagram> record) {
    this.situation = situation;
    this.record = record;
    network.drop = this::intercept;
    router.eap = Optional.of(new EapComponent());
    peer.eap = Optional.of(new EapComponent());
    Configs.Builder ours = config(ROUTER, "203.0.113.1", "203.0.113.2", situation.routerResponds);
    Configs.Builder theirs = config(PEER, "203.0.113.2", "203.0.113.1", !situation.routerResponds);
    if (situation.routerResponds) {
      ours.modeConfig(
          new ModeConfig(
              false,
              List.of(new AddressPool(Configs.address("10.9.0.1"), Configs.address("10.9.0.9"))),
              List.of(Configs.address("10.9.0.53"))));
      router.configure(ours.eap(asking()).build());
      peer.configure(theirs.eap(proving()).build());
    } else {
      ours.modeConfig(new ModeConfig(true, List.of(), List.of()));
      peer.configure(theirs.eap(asking()).build());
      router.configure(ours.eap(proving()).build());
    }
    network.runSeconds(2);
    if (situation.isUp()) {
      taken = true;
      act();
    }
  }

  private Configs.Builder config(int number, String own, String other, boolean responds) {
    Configs.Builder builder =
        Configs.gateway(number, own, other, responds ? null : other)
            .algorithms(
                new AlgorithmPolicy(
                    false,
                    Optional.of(AlgorithmPolicy.Cipher.of("aes256-gcm")),
                    Optional.empty(),
                    Optional.of(KeyExchangeMethod.CURVE25519),
                    Optional.empty(),
                    Optional.empty()))
            .extensions(new Extensions(false, true, true, true))
            .ipv6();
    if (!responds) {
      builder.initiate();
    }
    return situation.hasIntermediate() ? builder.additional(KeyExchangeMethod.ML_KEM_768) : builder;
  }

  private Eap asking() {
    return situation.hasEap()
        ? new Eap(
            Optional.empty(),
            Optional.of(1),
            Map.of("kei", EapPassword.of("hinoki-3")),
            false,
            List.of(EapMethod.MSCHAPV2, EapMethod.MD5),
            true)
        : Eap.NONE;
  }

  private Eap proving() {
    return situation.hasEap()
        ? new Eap(
            Optional.of(new Eap.Account("kei", EapPassword.of("hinoki-3"))),
            Optional.empty(),
            Map.of(),
            true,
            List.of(EapMethod.MSCHAPV2, EapMethod.MD5),
            true)
        : Eap.NONE;
  }

  private boolean intercept(Datagram d) {
    if (d.from().address().equals(router.address())) {
      sent.add(d);
      return false;
    }
    here = d.to();
    there = d.from();
    natTraversal = d.natTraversal();
    taken |= isWhereItFallsSilent(d);
    if (taken && record != null) {
      record.add(d);
      return false;
    }
    return taken;
  }

  private boolean isWhereItFallsSilent(Datagram d) {
    int id = d.message()[23];
    return switch (situation) {
      case WAITING, DIALLING -> true;
      case ANSWERING_INTERMEDIATE, AWAITING_INTERMEDIATE ->
          d.exchangeType() == ExchangeType.IKE_INTERMEDIATE;
      case ANSWERING_AUTH, AWAITING_AUTH, AWAITING_EAP -> d.exchangeType() == ExchangeType.IKE_AUTH;
      case ANSWERING_EAP -> d.exchangeType() == ExchangeType.IKE_AUTH && id == 2;
      default -> false;
    };
  }

  /** What the router itself begins in the situation. */
  private void act() {
    switch (situation) {
      case RENEWING_CHILD -> router.engine.rekeyChild(router.clock(), ROUTER);
      case RENEWING_IKE -> router.engine.rekeyIke(router.clock(), ROUTER);
      case DELETING_CHILD -> deleteFirst("CHILD_RECV");
      case DELETING_IKE -> router.engine.deleteAll(router.clock());
      default -> {
        // it waits
      }
    }
    network.run(10);
  }

  private void deleteFirst(String kind) {
    router.sas().stream()
        .filter(s -> s.kind().name().equals(kind))
        .findFirst()
        .ifPresent(s -> router.engine.delete(router.clock(), s.number()));
  }

  /** Hands the router a datagram in the peer's place. */
  void say(byte[] datagram) {
    router.engine.datagram(router.clock(), here, there, natTraversal, datagram);
  }

  /** The last message of the router, empty before it sent any. */
  Optional<byte[]> last() {
    return sent.isEmpty() ? Optional.empty() : Optional.of(sent.get(sent.size() - 1).message());
  }

  /** The peer's messages of this situation, and of what may follow, as they travel. */
  static List<byte[]> record(Situation situation) {
    List<byte[]> messages = new ArrayList<>();
    for (int story = 0; story < (situation.isUp() ? 5 : 1); story++) {
      recordStory(situation, story).forEach(d -> messages.add(d.message()));
    }
    return messages;
  }

  /**
   * The peer's messages of one story.
   *
   * @param story what the peer does in a tunnel that is up
   */
  static List<Datagram> recordStory(Situation situation, int story) {
    List<Datagram> record = new ArrayList<>();
    EngineScene scene = new EngineScene(situation, record);
    VirtualNode peer = scene.peer;
    switch (story) {
      case 0 -> peer.engine.probe(peer.clock(), PEER);
      case 1 -> peer.engine.rekeyChild(peer.clock(), PEER);
      case 2 -> peer.engine.rekeyIke(peer.clock(), PEER);
      case 3 -> peer.engine.reauthenticate(peer.clock(), PEER);
      default -> peer.engine.deleteAll(peer.clock());
    }
    scene.network.runSeconds(4);
    return record;
  }

  /** A protected message as it would lie open: the payloads inside behind the header. */
  static byte[] opened(byte[] message) {
    byte[] inside = inside(message);
    byte[] open = Arrays.copyOf(message, 28 + inside.length);
    System.arraycopy(inside, 0, open, 28, inside.length);
    open[16] = message[28];
    open[26] = (byte) (open.length >>> 8);
    open[27] = (byte) open.length;
    return open;
  }

  /** The payloads inside a protected message. */
  static byte[] inside(byte[] message) {
    int from = (message[16] == Payload.SKF ? 36 : 32) + IV;
    int end = message.length - ICV - 1;
    return Arrays.copyOfRange(message, from, end - (message[end] & 0xff));
  }

  /** The body of an SK or SKF payload around any octets. */
  static byte[] sealed(byte[] chain) {
    byte[] body = new byte[IV + chain.length + 1 + ICV];
    System.arraycopy(chain, 0, body, IV, chain.length);
    return body;
  }
}
