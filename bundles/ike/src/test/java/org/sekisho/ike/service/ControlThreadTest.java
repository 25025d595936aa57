package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;

/** What gets into the queue of the control thread. */
@Timeout(30)
class ControlThreadTest {

  private static IkeEngine engine() {
    EngineOutput silent =
        (EngineOutput)
            Proxy.newProxyInstance(
                ControlThreadTest.class.getClassLoader(),
                new Class<?>[] {EngineOutput.class},
                (p, m, a) -> null);
    return new IkeEngine(silent, new JcaIkeCrypto(), new SecureRandom());
  }

  @Test
  void aFloodOfDatagramsKeepsNeitherSignalsNorCommandsOut() throws InterruptedException {
    List<String> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    ControlThread control = new ControlThread(engine(), e -> {}, () -> {});
    for (int i = 0; i < 10_000; i++) {
      control.offer(true, e -> ran.add("first message"));
    }
    for (int i = 0; i < 10_000; i++) {
      control.offer(false, e -> ran.add("datagram"));
    }
    control.offer(true, e -> ran.add("first message"));
    control.signal(e -> ran.add("signal"));
    control.submit(e -> ran.add("command"));
    control.submit(e -> done.countDown());
    control.start();
    done.await(20, TimeUnit.SECONDS);
    assertEquals(1024 + 2, ran.size());
    assertEquals(256, ran.stream().filter("first message"::equals).count());
    assertEquals(List.of("signal", "command"), ran.subList(1024, 1026));
    control.shutDown(100);
  }

  /** A class of a bundle that left may be missing; IKE goes on without it. */
  @Test
  void anErrorDoesNotEndTheThread() throws InterruptedException {
    List<String> faults = new ArrayList<>();
    CountDownLatch next = new CountDownLatch(1);
    ControlThread control = new ControlThread(engine(), e -> faults.add(e.getMessage()), () -> {});
    control.submit(
        e -> {
          throw new NoClassDefFoundError("gone");
        });
    control.submit(e -> next.countDown());
    control.start();
    assertTrue(next.await(10, TimeUnit.SECONDS), "the thread has ended");
    assertEquals(List.of("gone"), faults);
    control.shutDown(100);
  }

  /** What the console shows is made anew soon after the last event, and not for each of many. */
  @Test
  void manyEventsAreReportedAFewTimes() throws InterruptedException {
    int many = 20_000;
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger reports = new AtomicInteger();
    CountDownLatch last = new CountDownLatch(1);
    ControlThread control =
        new ControlThread(
            engine(),
            e -> {},
            () -> {
              reports.incrementAndGet();
              if (ran.get() == many) {
                last.countDown();
              }
            });
    control.start();
    for (int i = 0; i < many; i++) {
      control.submit(e -> ran.incrementAndGet());
    }
    assertTrue(last.await(20, TimeUnit.SECONDS), "the state after the last event");
    assertTrue(reports.get() < many / 10, reports + " reports");
    control.shutDown(100);
  }
}
