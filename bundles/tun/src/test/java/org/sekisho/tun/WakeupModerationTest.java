package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WakeupModerationTest {

  private static final long MILLISECOND = 1_000_000;

  private long now = 17;
  private final WakeupModeration moderation = new WakeupModeration(() -> now);

  @Test
  void aLonePacketNeverWaits() {
    assertFalse(moderation.isDue());
    for (int i = 0; i < 100; i++) {
      now += MILLISECOND;
      moderation.received(1);
      assertFalse(moderation.isDue());
    }
  }

  @Test
  void manySmallBatchesWait() {
    for (int i = 0; i < 30; i++) {
      now += MILLISECOND / 20;
      moderation.received(1);
    }
    assertTrue(moderation.isDue());
  }

  @Test
  void burstsOnceAMillisecondStayBusyBetweenThem() {
    for (int i = 0; i < 10; i++) {
      now += MILLISECOND;
      moderation.received(1);
      now += MILLISECOND / 10;
      moderation.received(29);
    }
    assertTrue(moderation.isDue());
  }

  @Test
  void largeBatchesDoNotWaitButTheSmallOneAfterThemDoes() {
    for (int i = 0; i < 30; i++) {
      now += MILLISECOND / 20;
      moderation.received(WakeupModeration.LARGE);
      assertFalse(moderation.isDue());
    }
    moderation.received(1);
    assertTrue(moderation.isDue());
  }

  @Test
  void thePauseEndsWithTheLoad() {
    manySmallBatchesWait();
    now += 40 * MILLISECOND;
    moderation.received(1);
    assertFalse(moderation.isDue());
  }
}
