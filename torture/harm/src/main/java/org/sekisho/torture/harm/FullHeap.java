package org.sekisho.torture.harm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * While the file {@code harm-heap} is in the working directory of the router, holds as much of its
 * heap as leaves {@value #LEFT} octets to all others.
 */
@Component(
    immediate = true,
    service = {})
public final class FullHeap {

  private static final Path ORDER = Path.of("harm-heap");
  private static final long LOOK_MILLIS = 100;
  private static final int PIECE = 256 << 10;
  private static final long LEFT = 8L << 20;

  private final Thread look = new Thread(this::look, "harm-heap");
  private final List<byte[]> held = new ArrayList<>();

  /** Begins to look for the file. */
  @Activate
  public FullHeap() {
    look.setDaemon(true);
    look.start();
  }

  /** Gives all back. */
  @Deactivate
  void stop() {
    look.interrupt();
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        if (!Files.exists(ORDER)) {
          held.clear();
        } else if (held.isEmpty()) {
          fill();
        }
      }
    } catch (InterruptedException e) {
      held.clear();
      Thread.currentThread().interrupt();
    }
  }

  /** Garbage counts as used until it is collected, so a full heap is looked at twice. */
  private void fill() {
    while (left() > LEFT || collected() > LEFT) {
      held.add(new byte[PIECE]);
    }
  }

  private static long left() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  private static long collected() {
    System.gc();
    return left();
  }
}
