package org.sekisho.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.fuzz.EngineScene.Situation;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/**
 * The engine in one of its situations, and a peer with valid keys that says what the input says.
 * Each item of the input is a message: how it travels, its header, its octets. Afterwards time
 * passes until everything has timed out; nothing may be left then.
 */
final class EngineTarget implements FuzzTarget {

  private static final int MOST_MESSAGES = 16;
  private static final int MOST_SAS = 64;
  private static final int MOST_PAIRS = 24;
  private static final int MOST_LINES = 400;
  private static final int MOST_ANSWERS = 8;

  private static final int FORM = 0x03;
  private static final int SEALED = 0;
  private static final int FRAGMENT = 1;
  private static final int PLAIN = 2;
  private static final int RESPONSE = 0x04;
  private static final int LITERAL_SPIS = 0x08;
  private static final int OTHER_INITIATOR = 0x10;
  private static final int WAIT_SHIFT = 5;
  private static final int WAIT_MILLIS = 500;

  private final String name;
  private final String what;
  private final List<Situation> situations;

  EngineTarget(String name, String what, Situation... situations) {
    this.name = name;
    this.what = what;
    this.situations = List.of(situations);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public int longest() {
    return 4096;
  }

  @Override
  public void run(byte[] input) {
    Script script = new Script(input);
    Situation situation = situations.get(script.u8() % situations.size());
    EngineScene scene = new EngineScene(situation);
    for (int i = 0; i < MOST_MESSAGES && script.hasMore(); i++) {
      int form = script.u8();
      int before = scene.sent.size();
      scene.say(message(scene, situation, form, script));
      check(scene.sent.size() - before <= MOST_ANSWERS, "answers to one message");
      bounds(scene);
      scene.network.run(1 + (long) (form >>> WAIT_SHIFT) * WAIT_MILLIS);
      bounds(scene);
    }
    scene.network.runSeconds(40);
    bounds(scene);
    scene.router.engine.close();
    check(scene.router.engine.isIdle(), "SAs left behind");
    check(scene.router.pairs.isEmpty(), "pairs left behind");
  }

  private static byte[] message(EngineScene scene, Situation situation, int form, Script script) {
    if ((form & FORM) > PLAIN) {
      return script.block();
    }
    byte[] last = scene.last().orElse(new byte[IkeHeader.LENGTH]);
    ByteBuffer spis =
        ByteBuffer.wrap((form & LITERAL_SPIS) != 0 ? Arrays.copyOf(script.octets(16), 16) : last);
    long spiI = spis.getLong(0);
    long spiR = spis.getLong(8);
    int exchange = script.u8();
    int id = script.u8();
    int first = script.u8();
    boolean fromInitiator = situation.routerResponds == ((form & OTHER_INITIATOR) == 0);
    int flags =
        (fromInitiator ? IkeHeader.INITIATOR : 0)
            | ((form & RESPONSE) != 0 ? IkeHeader.RESPONSE : 0);
    ByteBuffer out = ByteBuffer.allocate(1 << 17);
    switch (form & FORM) {
      case SEALED -> {
        byte[] body = EngineScene.sealed(script.block());
        out.put(PayloadChain.protectedHead(spiI, spiR, exchange, flags, id, first, body.length));
        out.put(body);
      }
      case FRAGMENT -> {
        int number = script.u8();
        int total = script.u8();
        byte[] body = EngineScene.sealed(script.block());
        out.put(
            PayloadChain.fragmentHead(
                spiI, spiR, exchange, flags, id, first, number, total, body.length));
        out.put(body);
      }
      default -> {
        byte[] chain = script.block();
        out.put(PayloadChain.encodePlain(spiI, spiR, exchange, flags, id, List.of()));
        out.put(chain).put(16, (byte) first).putInt(24, IkeHeader.LENGTH + chain.length);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void bounds(EngineScene scene) {
    check(scene.router.sas().size() <= MOST_SAS, "SAs");
    check(scene.router.pairs.size() <= MOST_PAIRS, "pairs in the data plane");
    check(scene.router.log.size() <= MOST_LINES, "lines in the log");
    check(scene.router.engine.halfOpen() <= MOST_MESSAGES, "half-open SAs");
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError("too many " + what);
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < situations.size(); i++) {
      for (int story = 0; story < (situations.get(i).isUp() ? 5 : 1); story++) {
        List<Datagram> messages = EngineScene.recordStory(situations.get(i), story);
        all.add(script(i, messages, false));
        if (situations.get(i).isUp()) {
          all.add(script(i, messages, true));
        }
      }
    }
    return all;
  }

  private byte[] script(int situation, List<Datagram> messages, boolean inFragments) {
    boolean routerResponds = situations.get(situation).routerResponds;
    Script.Writer out = new Script.Writer().u8(situation);
    for (Datagram d : messages.subList(0, Math.min(MOST_MESSAGES / 2, messages.size()))) {
      byte[] message = d.message();
      boolean fromInitiator = (message[19] & IkeHeader.INITIATOR) != 0;
      int form = fromInitiator == routerResponds ? 0 : OTHER_INITIATOR;
      if (message[16] == Payload.SKF) {
        out.u8(FORM).block(message);
      } else if (message[16] != Payload.SK) {
        head(out, message, form | PLAIN, message[16]);
        out.block(Arrays.copyOfRange(message, IkeHeader.LENGTH, message.length));
      } else if (inFragments) {
        fragments(out, message, form | FRAGMENT);
      } else {
        head(out, message, form | SEALED, message[28]);
        out.block(EngineScene.inside(message));
      }
    }
    return out.get();
  }

  private static void fragments(Script.Writer out, byte[] message, int form) {
    byte[] chain = EngineScene.inside(message);
    int half = chain.length / 2;
    head(out, message, form, message[28]);
    out.u8(1).u8(2).block(Arrays.copyOf(chain, half));
    head(out, message, form, 0);
    out.u8(2).u8(2).block(Arrays.copyOfRange(chain, half, chain.length));
  }

  /** With literal SPIs: the engine of the replay makes the same ones. */
  private static void head(Script.Writer out, byte[] message, int form, int first) {
    boolean response = (message[19] & IkeHeader.RESPONSE) != 0;
    out.u8(form | LITERAL_SPIS | (response ? RESPONSE : 0))
        .octets(Arrays.copyOf(message, 16))
        .u8(message[18])
        .u8(message[23])
        .u8(first);
  }
}
