package org.sekisho.crypto.ipsecmb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.testkit.RecordingLog;

/** When the service comes, when it does not, and what is left when it goes. */
class IpsecMbComponentTest {

  private static final EspSuite GCM =
      new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);

  private final RecordingLog log = new RecordingLog();
  private final List<EspCrypto> registered = new ArrayList<>();
  private Dictionary<?, ?> properties;

  private final BundleContext context =
      proxy(
          BundleContext.class,
          (name, arguments) -> {
            assertEquals("registerService", name);
            EspCrypto service = (EspCrypto) arguments[1];
            registered.add(service);
            properties = (Dictionary<?, ?>) arguments[2];
            return proxy(
                ServiceRegistration.class,
                (method, none) -> {
                  assertEquals("unregister", method);
                  registered.remove(service);
                  return null;
                });
          });

  private interface Call {
    Object on(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.on(method.getName(), arguments)));
  }

  private List<String> lines() {
    return log.entries().stream().map(LogEntry::text).toList();
  }

  @Test
  void registersAboveTheJdk() {
    ImbLibrary own = Library.load();
    IpsecMbComponent component = new IpsecMbComponent(context, log);
    assertEquals("ipsecmb", registered.get(0).provider());
    assertEquals(10, properties.get("service.ranking"));
    assertEquals(List.of(), lines());
    component.stop();
    assertEquals(List.of(), registered);
    own.release();
    assertEquals(0, own.managersAlive());
  }

  @Test
  void withoutTheLibraryItSaysOnceWhichPackageBringsIt() {
    IpsecMbComponent component =
        new IpsecMbComponent(context, log, () -> ImbLibrary.load("libIPSec_MB_none.so.1", true));
    component.stop();
    assertEquals(List.of(), registered);
    assertEquals(
        List.of(
            "[IPSEC] ipsec-mb is not installed; ESP gets faster with: apt-get install"
                + " libipsec-mb1"),
        lines());
  }

  @Test
  void aLibraryThatIsNotKnownIsRefused() {
    ImbLibrary.Unusable refusal =
        assertThrows(ImbLibrary.Unusable.class, () -> ImbLibrary.load("libm.so.6", true));
    assertTrue(refusal.getMessage().contains("only 1.3.0 is known"), refusal.getMessage());
  }

  @Test
  void otherProcessorsAreTold() {
    ImbLibrary.Unusable refusal =
        assertThrows(ImbLibrary.Unusable.class, () -> ImbLibrary.load(ImbLibrary.NAME, false));
    assertEquals(
        "ipsec-mb is for x86-64 only, ESP uses the ciphers of the JDK", refusal.getMessage());
  }

  @Test
  void nothingNativeGoesWhileATransformIsLeft() {
    ImbLibrary library = Library.load();
    EspCrypto crypto = new IpsecMbEspCrypto(library);
    byte[] key = new byte[GCM.keyMaterialLength()];
    EspTransform seal = crypto.transform(GCM, key, Direction.OUTBOUND);
    library.release();
    assertTrue(library.managersAlive() > 0);
    PacketBatch batch = PacketBatch.allocate(1, 256);
    batch.add(0, 100);
    batch.sequence(0, 7);
    seal.seal(batch, 0, 1);
    assertEquals(7, batch.memory().getLong(8));
    seal.close();
    seal.close();
    assertEquals(0, library.managersAlive());
    assertThrows(IllegalStateException.class, () -> crypto.transform(GCM, key, Direction.OUTBOUND));
    assertFalse(library.retain());
  }
}
