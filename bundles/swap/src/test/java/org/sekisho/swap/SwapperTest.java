package org.sekisho.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.sekisho.api.config.Text;
import org.sekisho.api.crypto.EspCrypto;

/** Who testifies against a candidate, and what an administrator hears before the session ends. */
class SwapperTest {

  /** Loads classes as a bundle does. */
  private static final class Loader extends ClassLoader implements BundleReference {

    private final Bundle bundle;

    Loader(String name) {
      super(SwapperTest.class.getClassLoader());
      bundle =
          (Bundle)
              Proxy.newProxyInstance(
                  SwapperTest.class.getClassLoader(),
                  new Class<?>[] {Bundle.class},
                  (proxy, method, arguments) -> {
                    assertEquals("getSymbolicName", method.getName());
                    return name;
                  });
    }

    @Override
    public Bundle getBundle() {
      return bundle;
    }
  }

  private static EspCrypto cipherOf(String bundle) {
    return (EspCrypto)
        Proxy.newProxyInstance(
            new Loader(bundle),
            new Class<?>[] {EspCrypto.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> bundle;
                  default -> throw new AssertionError(method);
                });
  }

  @Test
  void theBundleThatIsReplacedIsNoWitness() {
    EspCrypto jca = cipherOf("org.sekisho.crypto-jca");
    EspCrypto bc = cipherOf("org.sekisho.crypto-bc");
    EspCrypto ipsecmb = cipherOf("org.sekisho.crypto-ipsecmb");
    List<EspCrypto> running = List.of(jca, bc, ipsecmb);

    assertEquals(List.of(jca, ipsecmb), Swapper.witnesses(running, "org.sekisho.crypto-bc"));
    assertEquals(running, Swapper.witnesses(running, "com.example.cipher"));
    assertEquals(List.of(), Swapper.witnesses(List.of(bc), "org.sekisho.crypto-bc"));
  }

  @Test
  void theSessionThatEndsIsToldBefore() {
    List<Text> steps = new ArrayList<>();

    Swapper.warnOfEnd("org.sekisho.keepalive", steps::add);
    assertTrue(steps.isEmpty());

    Swapper.warnOfEnd("org.sekisho.console", steps::add);
    assertEquals(1, steps.size());
    assertTrue(steps.get(0).english().contains("show log"), steps.toString());
    assertTrue(steps.get(0).japanese().contains("show log"), steps.toString());
  }
}
