package org.sekisho.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.IkeService;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.log.LogLevel;
import org.sekisho.testkit.RecordingLog;

/** The thread around the logic; an interval of one second is the shortest there is. */
@Timeout(30)
class KeepaliveComponentTest {

  private final RecordingLog log = new RecordingLog();
  private final RecordingIke ike = new RecordingIke();
  private final KeepaliveComponent component = new KeepaliveComponent(log);

  @AfterEach
  void stop() throws InterruptedException {
    component.deactivate();
  }

  @Test
  void probesAndThenTellsDeath() throws Exception {
    component.ike = ike;
    ConfigSnapshot on = Lines.config(use(5, 3));
    component.changed(ConfigSnapshot.EMPTY, on);
    assertEquals("probe 5", ike.calls.poll(10, TimeUnit.SECONDS));
    assertTrue(component.status(5).isPresent());
    String call;
    do {
      call = ike.calls.poll(10, TimeUnit.SECONDS);
    } while ("probe 5".equals(call));
    assertTrue(call != null && call.startsWith("dead 5 keepalive failed"), "" + call);
    assertTrue(
        log.texts(LogLevel.DEBUG).stream()
            .anyMatch(l -> l.startsWith("[IKE2] Gateway[5] keepalive")));

    component.changed(on, ConfigSnapshot.EMPTY);
    assertFalse(component.status(5).isPresent());
  }

  @Test
  void faultOfIkeDoesNotEndTheThread() throws Exception {
    ike.faults = 1;
    component.ike = ike;
    component.changed(ConfigSnapshot.EMPTY, Lines.config(use(5, 50)));
    assertEquals("fault", ike.calls.poll(10, TimeUnit.SECONDS));
    assertEquals("probe 5", ike.calls.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void upWaitIsSaidToHaveNoEffect() {
    ConfigSnapshot config =
        Lines.config(
            Lines.use(7, "on", "rfc4306", "rfc4306", "INTERVAL", 10, "COUNT", 6, "UPWAIT", 5));
    component.changed(ConfigSnapshot.EMPTY, config);
    assertEquals(1, log.texts().stream().filter(l -> l.contains("use 7: UPWAIT")).count());
    component.changed(config, config);
    assertEquals(1, log.texts().stream().filter(l -> l.contains("use 7: UPWAIT")).count());
  }

  private static Setting use(int gateway, int count) {
    return Lines.use(gateway, "on", "rfc4306", "rfc4306", "INTERVAL", 1, "COUNT", count);
  }

  private static final class RecordingIke implements IkeService {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private volatile int faults;

    @Override
    public List<GatewayStatus> gateways() {
      if (faults > 0) {
        faults = 0;
        calls.add("fault");
        throw new IllegalStateException("as a test wants it");
      }
      return List.of(
          new GatewayStatus(5, OptionalInt.empty(), true, true, "", "", "", Optional.empty(), 0));
    }

    @Override
    public List<SaStatus> securityAssociations() {
      return List.of();
    }

    @Override
    public Map<String, Long> statistics() {
      return Map.of();
    }

    @Override
    public void initiate(int gateway) {}

    @Override
    public void disconnect(int gateway) {}

    @Override
    public void probe(int gateway) {
      calls.add("probe " + gateway);
    }

    @Override
    public void peerDead(int gateway, String reason) {
      calls.add("dead " + gateway + " " + reason);
    }

    @Override
    public void refresh() {}

    @Override
    public boolean delete(int saNumber) {
      return false;
    }

    @Override
    public void deleteAll() {}
  }
}
