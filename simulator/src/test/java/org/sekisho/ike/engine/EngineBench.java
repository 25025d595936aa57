package org.sekisho.ike.engine;

import java.lang.reflect.Field;
import org.sekisho.ike.crypto.IkeKeys;

/** Reaches into the engine: what no test can wait for, and what nobody outside sees. */
public final class EngineBench {

  private EngineBench() {}

  /** Octets that fragments of incomplete messages take. */
  public static int fragmentRoom(IkeEngine engine) {
    return context(engine).reassemblyRoom.taken();
  }

  /** How much waits for its time. */
  public static int deadlines(IkeEngine engine) {
    return context(engine).deadlines.size();
  }

  private static EngineContext context(IkeEngine engine) {
    try {
      Field context = IkeEngine.class.getDeclaredField("context");
      context.setAccessible(true);
      return (EngineContext) context.get(engine);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The keys of an IKE SA that is there; the object, not a copy. */
  public static IkeKeys keys(IkeEngine engine, long localSpi) {
    return context(engine).ikeSa(localSpi).keys();
  }

  /** Sets the message ID of the next request that the router starts on an IKE SA. */
  public static void nextMessageId(IkeEngine engine, long localSpi, int id) {
    try {
      MessageWindow window = context(engine).ikeSa(localSpi).window();
      Field next = MessageWindow.class.getDeclaredField("nextId");
      next.setAccessible(true);
      next.setInt(window, id);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
