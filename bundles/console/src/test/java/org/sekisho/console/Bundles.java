package org.sekisho.console;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** As much of OSGi as a component's constructor asks for. */
final class Bundles {

  private Bundles() {}

  /** A context with framework properties. */
  static BundleContext context(Map<String, String> properties) {
    Bundle bundle =
        proxy(
            Bundle.class,
            (name, arguments) -> name.equals("getVersion") ? new Version("0.1.0") : null);
    return proxy(
        BundleContext.class,
        (name, arguments) ->
            switch (name) {
              case "getProperty" -> properties.get((String) arguments[0]);
              case "getBundle" -> bundle;
              default -> null;
            });
  }

  @FunctionalInterface
  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }
}
