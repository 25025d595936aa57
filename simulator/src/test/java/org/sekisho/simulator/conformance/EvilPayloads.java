package org.sekisho.simulator.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Payloads for an {@link EvilPeer}: such as a good peer sends, and what becomes of them. */
final class EvilPayloads {

  private static final int[] NOTIFIES = {
    1, 4, 5, 7, 9, 11, 14, 17, 24, 34, 35, 36, 37, 38, 39, 40, 41, 43, 44, 45, 47, 8191, 16383
  };
  private static final int FIRST_STATUS = 16384;
  private static final int STATUSES = 70;
  private static final int[] TYPES = {33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 47, 48};
  private static final int MANY = 150;

  private final Random chance;

  EvilPayloads(Random chance) {
    this.chance = chance;
  }

  byte[] octets(int count) {
    byte[] octets = new byte[count];
    chance.nextBytes(octets);
    return octets;
  }

  /**
   * Payloads of a request.
   *
   * @param spi a fresh SPI of ESP
   */
  List<RawPayload> of(Peer peer, int exchange, int spi) {
    return new ArrayList<>(
        Arrays.asList(
            switch (exchange) {
              case RawMessage.IKE_AUTH -> auth(peer, spi);
              case RawMessage.CREATE_CHILD_SA -> create(peer, spi);
              default -> inform(peer, spi);
            }));
  }

  private RawPayload[] auth(Peer peer, int spi) {
    RawPayload id = RawPayload.of(peer.initiator ? RawPayload.ID_I : RawPayload.ID_R, peer.id);
    return switch (chance.nextInt(4)) {
      case 0 -> Peer.list(id, Peer.childOffer(spi));
      case 1 -> Peer.list(id, RawPayload.auth(2, octets(32)), Peer.childOffer(spi));
      case 2 -> Peer.list(id, RawPayload.auth(14, octets(80)), certificate());
      default -> Peer.list(RawPayload.of(48, new byte[] {2, 1, 0, 9, 1, 'e', 'v', 'i', 'l'}));
    };
  }

  private RawPayload certificate() {
    byte[] body = octets(200);
    body[0] = 4;
    body[1] = 0x30;
    return RawPayload.of(37, body);
  }

  private RawPayload[] create(Peer peer, int spi) {
    byte[] nonce = octets(32);
    return switch (chance.nextInt(5)) {
      case 0 -> peer.newChild(spi, nonce);
      case 1 -> peer.renewal(chance.nextBoolean() ? peer.inboundSpi : spi - 1, spi, nonce);
      case 2 ->
          Peer.list(
              Peer.espOffer(spi, RawPayload.transform(RawPayload.DH, 31)),
              RawPayload.nonce(nonce),
              RawPayload.ke(31, octets(32)),
              RawPayload.ts(RawPayload.TS_I, RawPayload.anyIpv4()),
              RawPayload.ts(RawPayload.TS_R, RawPayload.anyIpv4()));
      case 3 ->
          Peer.list(
              peer.suite.offer(Octets.eight(chance.nextLong())),
              RawPayload.nonce(nonce),
              RawPayload.ke(31, octets(32)));
      default -> peer.renewal(0, spi, octets(16 + chance.nextInt(260)));
    };
  }

  private RawPayload[] inform(Peer peer, int spi) {
    return switch (chance.nextInt(8)) {
      case 0 -> new RawPayload[0];
      case 1 -> new RawPayload[] {RawPayload.deleteEsp(spi - chance.nextInt(3), 0, -1)};
      case 2 -> new RawPayload[] {RawPayload.deleteEsp(peer.inboundSpi)};
      case 3 ->
          chance.nextInt(4) == 0
              ? new RawPayload[] {RawPayload.deleteIke()}
              : new RawPayload[] {notification()};
      case 4 ->
          new RawPayload[] {
            RawPayload.notify(16400), RawPayload.notify(16388, octets(20)),
            RawPayload.notify(16389, octets(20)), RawPayload.notify(16401, octets(16))
          };
      case 5 ->
          new RawPayload[] {
            RawPayload.of(
                RawPayload.CP,
                new Octets().u8(1 + chance.nextInt(4)).u8(0).u16(0).u16(1).u16(0).get())
          };
      case 6 -> new RawPayload[] {RawPayload.deleteEsp(spi), RawPayload.deleteIke()};
      default -> new RawPayload[] {notification(), notification(), notification()};
    };
  }

  private RawPayload notification() {
    int type =
        chance.nextBoolean()
            ? NOTIFIES[chance.nextInt(NOTIFIES.length)]
            : FIRST_STATUS + chance.nextInt(STATUSES);
    byte[] data = octets(chance.nextInt(5) == 0 ? chance.nextInt(300) : 2 * chance.nextInt(3));
    return chance.nextBoolean()
        ? RawPayload.notify(type, data)
        : RawPayload.notifyEsp(type, chance.nextInt(), data);
  }

  /** Changes some of the payloads, their order or their number, and says how. */
  String mutate(List<RawPayload> list) {
    StringBuilder how = new StringBuilder();
    for (int i = 1 + chance.nextInt(2); i > 0; i--) {
      how.append(how.isEmpty() ? "" : ", ").append(once(list));
    }
    return how.toString();
  }

  private String once(List<RawPayload> list) {
    if (list.isEmpty()) {
      list.add(RawPayload.of(type(), octets(chance.nextInt(64))));
      return "another payload";
    }
    int at = chance.nextInt(list.size());
    RawPayload payload = list.get(at);
    byte[] body = payload.body();
    switch (chance.nextInt(11)) {
      case 0 -> {
        list.remove(at);
        return "without " + payload.type();
      }
      case 1 -> {
        list.add(at, payload);
        return "twice " + payload.type();
      }
      case 2 -> {
        list.addAll(Collections.nCopies(MANY, payload));
        return MANY + " times " + payload.type();
      }
      case 3 -> {
        Collections.shuffle(list, chance);
        return "another order";
      }
      case 4 -> {
        int type = type();
        list.set(at, new RawPayload(type, chance.nextBoolean() ? 0x80 : 0, body));
        return payload.type() + " as " + type;
      }
      case 5 -> {
        list.set(at, RawPayload.of(payload.type(), octets(chance.nextInt(200))));
        return "rubbish in " + payload.type();
      }
      case 6 -> {
        int length = chance.nextInt(body.length + 1);
        list.set(at, RawPayload.of(payload.type(), Arrays.copyOf(body, length)));
        return payload.type() + " cut to " + length;
      }
      case 7 -> {
        int more = 1 + chance.nextInt(3000);
        list.set(at, RawPayload.of(payload.type(), Arrays.copyOf(body, body.length + more)));
        return payload.type() + " longer by " + more;
      }
      case 8 -> {
        list.add(chance.nextInt(list.size() + 1), notification());
        return "with a notification";
      }
      default -> {
        byte[] copy = body.clone();
        String where = damage(copy);
        list.set(at, new RawPayload(payload.type(), payload.flags(), copy));
        return payload.type() + where;
      }
    }
  }

  private int type() {
    return chance.nextInt(6) == 0 ? chance.nextInt(256) : TYPES[chance.nextInt(TYPES.length)];
  }

  /** Changes octets in place, and says which. */
  String damage(byte[] octets) {
    if (octets.length == 0) {
      return "";
    }
    int at = chance.nextInt(octets.length);
    switch (chance.nextInt(4)) {
      case 0 -> octets[at] ^= (byte) (1 << chance.nextInt(8));
      case 1 -> octets[at] = (byte) chance.nextInt();
      case 2 -> octets[at] = 0;
      default -> {
        octets[at] = -1;
        octets[Math.min(at + 1, octets.length - 1)] = -1;
      }
    }
    return " changed at " + at;
  }
}
