package org.sekisho.ike.engine;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.fuzz.FuzzTarget;
import org.sekisho.fuzz.Script;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.Payload;

/**
 * Reassembly (RFC 7383 section 2.6) against a model of it that keeps everything: a message that is
 * given out is the concatenation of the fragments that came first, and what is kept is bounded. It
 * lies in this package to reach what the bundle does not export.
 */
public final class FragmentsTarget implements FuzzTarget {

  private static final int MOST_FRAGMENTS = 400;
  private static final int MESSAGES = 4;

  /** Content, and what up to 128 fragments of each message cost beside it. */
  private static final int ROOM_OF_ONE = 65_535 + 64 * 128 * MESSAGES;

  /** What the model has of one message. */
  private static final class Model {
    final byte[][] parts;
    int firstType;

    Model(int total) {
      parts = new byte[total][];
    }
  }

  /** The target. */
  public FragmentsTarget() {
    // nothing to set up
  }

  @Override
  public String name() {
    return "fragments";
  }

  @Override
  public String what() {
    return "reassembly of fragments against a model";
  }

  @Override
  public int longest() {
    return 2048;
  }

  @Override
  public void run(byte[] input) {
    EngineContext context =
        new EngineContext(
            (EngineOutput)
                Proxy.newProxyInstance(
                    FragmentsTarget.class.getClassLoader(),
                    new Class<?>[] {EngineOutput.class},
                    (proxy, method, arguments) -> null),
            new JcaIkeCrypto(),
            new SecureRandom());
    Reassembly reassembly = new Reassembly(context);
    Map<Integer, Model> models = new HashMap<>();
    Script script = new Script(input);
    for (int i = 0; i < MOST_FRAGMENTS && script.hasMore(); i++) {
      int flags = script.u8();
      int id = flags % MESSAGES;
      int total = 1 + script.u8();
      int number = 1 + script.u8() % total;
      byte[] part = new byte[script.u8() << ((flags >>> 2) & 0x7)];
      Arrays.fill(part, (byte) i);
      int exchange = 35 + ((flags >>> 5) & 1);
      offer(context, reassembly, models, id, exchange, number, total, part);
      if ((flags & 0x80) != 0) {
        context.advance(context.now() + 10_000);
        context.deadlines.run(context.now());
        models.keySet().removeIf(key -> !isKept(reassembly, key));
      }
    }
    reassembly.close();
    check(context.reassemblyRoom.taken() == 0, "room is not given back");
    check(context.deadlines.size() == 0, "a deadline is left");
  }

  private static IkeHeader header(int id, int exchange) {
    return new IkeHeader(1, 2, Payload.SKF, 2, 0, exchange, id == 3 ? 0x20 : 0, id, 100);
  }

  private static EncryptedFragmentPayload fragment(int number, int total) {
    return new EncryptedFragmentPayload(number, number, total, 36, new byte[0]);
  }

  private static void offer(
      EngineContext context,
      Reassembly reassembly,
      Map<Integer, Model> models,
      int id,
      int exchange,
      int number,
      int total,
      byte[] part) {
    IkeHeader header = header(id, exchange);
    EncryptedFragmentPayload fragment = fragment(number, total);
    if (!reassembly.wants(header, fragment)) {
      return;
    }
    long noRoom = context.counters.all().get(Counter.FRAGMENT_NO_ROOM);
    Optional<Reassembly.Whole> whole = reassembly.add(header, fragment, part.clone(), true);
    check(context.reassemblyRoom.taken() <= ROOM_OF_ONE, "room without bound");
    Model model = models.get(id);
    if (model == null || model.parts.length < total) {
      model = new Model(total);
    }
    if (context.counters.all().get(Counter.FRAGMENT_NO_ROOM) > noRoom) {
      if (models.containsKey(id) && models.get(id).parts.length < total) {
        models.remove(id);
      }
      return;
    }
    models.put(id, model);
    check(model.parts[number - 1] == null, "a fragment is taken twice");
    model.parts[number - 1] = part;
    model.firstType = number == 1 ? fragment.innerType() : model.firstType;
    boolean complete = Arrays.stream(model.parts).noneMatch(p -> p == null);
    check(complete == whole.isPresent(), "complete or not");
    if (complete) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      Arrays.stream(model.parts).forEach(all::writeBytes);
      check(Arrays.equals(all.toByteArray(), whole.get().chain()), "another message came out");
      check(model.firstType == whole.get().firstType(), "another first type");
      models.remove(id);
    }
  }

  /** Whether a message has not timed out: then a smaller total is refused. */
  private static boolean isKept(Reassembly reassembly, int id) {
    for (int exchange = 35; exchange <= 36; exchange++) {
      if (!reassembly.wants(header(id, exchange), fragment(1, 1))) {
        return true;
      }
    }
    return false;
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> all = new ArrayList<>();
    for (int total : new int[] {1, 2, 5, 128}) {
      Script.Writer inOrder = new Script.Writer();
      Script.Writer backwards = new Script.Writer();
      for (int n = 0; n < total; n++) {
        inOrder.u8(total % 4).u8(total - 1).u8(n).u8(100);
        backwards.u8(0).u8(total - 1).u8(total - 1 - n).u8(7);
      }
      all.add(inOrder.get());
      all.add(backwards.u8(0x80).u8(3).u8(1).u8(9).get());
    }
    return all;
  }
}
