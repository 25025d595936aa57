package org.sekisho.esp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sekisho.api.ipsec.EspListener;

/** The listeners of the data plane (whiteboard). A listener that fails does not stop a loop. */
final class EspEvents {

  private static final Logger LOGGER = System.getLogger(EspEvents.class.getName());

  private final List<EspListener> listeners = new CopyOnWriteArrayList<>();

  /** Adds a listener; any thread. */
  void add(EspListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener; any thread. */
  void remove(EspListener listener) {
    listeners.remove(listener);
  }

  /** Tells all listeners; on a packet thread. */
  void tell(Consumer<EspListener> event) {
    for (EspListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOGGER.log(Level.ERROR, "ESP listener failed", e);
      }
    }
  }
}
