package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServiceSlotTest {

  private final List<String> woken = new CopyOnWriteArrayList<>();
  private final ServiceSlot<String> slot = new ServiceSlot<>(woken::add);

  @Test
  void theNewestServiceIsUsed() {
    assertNull(slot.acquire());
    slot.bind("old");
    slot.bind("new");
    assertEquals(List.of("old"), woken, "a loop waiting in the old one comes out");
    ServiceSlot.Lease<String> lease = slot.acquire();
    assertEquals("new", lease.service());
    slot.release(lease);
    slot.unbind("new");
    assertEquals("old", slot.acquire().service());
    slot.unbind("never bound");
  }

  @Test
  void takingAwayWaitsForTheLastLease() throws InterruptedException {
    slot.bind("service");
    ServiceSlot.Lease<String> lease = slot.acquire();
    CountDownLatch gone = new CountDownLatch(1);
    Thread remover =
        new Thread(
            () -> {
              slot.unbind("service");
              gone.countDown();
            });
    remover.start();
    while (woken.isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(1, gone.getCount(), "still leased");
    assertNull(slot.acquire(), "but not leased again");
    slot.release(lease);
    gone.await();
    remover.join();
    slot.release(null);
  }

  @Test
  void anInterruptEndsTheWait() {
    slot.bind("service");
    slot.acquire();
    Thread.currentThread().interrupt();
    slot.unbind("service");
    assertTrue(Thread.interrupted());
  }
}
