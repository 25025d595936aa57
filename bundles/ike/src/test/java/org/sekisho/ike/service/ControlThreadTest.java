package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;

/** What gets into the queue of the control thread. */
@Timeout(30)
class ControlThreadTest {

  @Test
  void aFloodOfDatagramsKeepsNeitherSignalsNorCommandsOut() throws InterruptedException {
    EngineOutput silent =
        (EngineOutput)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EngineOutput.class},
                (p, m, a) -> null);
    List<String> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    ControlThread control =
        new ControlThread(
            new IkeEngine(silent, new JcaIkeCrypto(), new SecureRandom()), e -> {}, () -> {});
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
}
