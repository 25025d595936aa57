package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** A framework as it looks half way up. */
class StartOrderTest {

  private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.get(method.getName())));
  }

  private static Bundle bundle(long id, int state, int level, boolean started, boolean lazy) {
    BundleStartLevel startLevel =
        proxy(
            BundleStartLevel.class,
            Map.of(
                "getStartLevel",
                level,
                "isPersistentlyStarted",
                started,
                "isActivationPolicyUsed",
                lazy));
    return proxy(Bundle.class, Map.of("getBundleId", id, "getState", state, "adapt", startLevel));
  }

  private static boolean isOver(int reached, Bundle... others) {
    return isOver(reached, Map.of(), others);
  }

  private static boolean isOver(int reached, Map<String, Object> services, Bundle... others) {
    FrameworkStartLevel level = proxy(FrameworkStartLevel.class, Map.of("getStartLevel", reached));
    Bundle system =
        proxy(Bundle.class, Map.of("getBundleId", 0L, "getState", Bundle.STARTING, "adapt", level));
    Bundle[] all = new Bundle[others.length + 1];
    all[0] = system;
    System.arraycopy(others, 0, all, 1, others.length);
    Map<String, Object> answers = new HashMap<>(services);
    answers.put("getBundle", system);
    answers.put("getBundles", all);
    return StartOrder.isOver(proxy(BundleContext.class, answers));
  }

  @Test
  void isOverWhenNobodyIsLeftToStart() {
    Bundle config = bundle(1, Bundle.ACTIVE, 64, true, false);
    Bundle ike = bundle(2, Bundle.RESOLVED, 74, true, false);
    assertFalse(isOver(64, config, ike), "its level is not reached");
    assertFalse(isOver(74, config, bundle(2, Bundle.STARTING, 74, true, false)), "it starts now");
    assertTrue(isOver(74, config, ike), "its level is reached: it failed to start");
    assertTrue(isOver(74, config, bundle(2, Bundle.ACTIVE, 74, true, false)));
    assertTrue(isOver(64, config, bundle(3, Bundle.RESOLVED, 80, false, false)), "a fragment");
    assertTrue(isOver(80, config, bundle(4, Bundle.STARTING, 80, true, true)), "lazy");
  }

  /** Seen on a busy machine: each line of the configuration was called unknown during the boot. */
  @Test
  void isNotOverWhileTheInstallerHasBundlesToStart() {
    Bundle installer =
        proxy(
            Bundle.class,
            Map.of(
                "getBundleId",
                1L,
                "getState",
                Bundle.ACTIVE,
                "getSymbolicName",
                "org.apache.karaf.features.core"));
    Bundle waiting = bundle(2, Bundle.RESOLVED, 74, false, false);
    assertFalse(isOver(100, installer, waiting));
    ServiceReference<?> finished = proxy(ServiceReference.class, Map.of());
    assertTrue(isOver(100, Map.of("getServiceReference", finished), installer, waiting));
  }
}
