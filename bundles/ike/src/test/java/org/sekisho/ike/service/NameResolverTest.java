package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log hears of names. */
@Timeout(30)
class NameResolverTest {

  @Test
  void aNameWithoutAddressIsToldOnceUntilItHasOne() throws InterruptedException {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch lookups = new CountDownLatch(7);
    NameResolver resolver =
        new NameResolver(
            (host, address) -> told.add(host + " " + address.getHostAddress()),
            told::add,
            host -> {
              lookups.countDown();
              if (lookups.getCount() != 3) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {
                InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 10})
              };
            });
    for (int i = 0; i < 7; i++) {
      resolver.resolve("gw.example.com");
    }
    lookups.await(20, TimeUnit.SECONDS);
    resolver.stop();
    assertEquals(
        List.of(
            "[IKE2] the name gw.example.com cannot be resolved",
            "gw.example.com 203.0.113.10",
            "[IKE2] the name gw.example.com cannot be resolved"),
        told);
  }
}
