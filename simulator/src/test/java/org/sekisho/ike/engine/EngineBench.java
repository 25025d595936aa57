package org.sekisho.ike.engine;

import java.lang.reflect.Field;

/** Reaches into the engine where a test cannot wait for 2^31 exchanges. */
public final class EngineBench {

  private EngineBench() {}

  /** Sets the message ID of the next request that the router starts on an IKE SA. */
  public static void nextMessageId(IkeEngine engine, long localSpi, int id) {
    try {
      Field context = IkeEngine.class.getDeclaredField("context");
      context.setAccessible(true);
      MessageWindow window = ((EngineContext) context.get(engine)).ikeSa(localSpi).window();
      Field next = MessageWindow.class.getDeclaredField("nextId");
      next.setAccessible(true);
      next.setInt(window, id);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
