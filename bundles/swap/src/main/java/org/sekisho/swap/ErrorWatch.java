package org.sekisho.swap;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCryptoListener;

/**
 * Looks at a bundle for some seconds after it was swapped in: whether it runs, its components are
 * active, the framework has no errors of it, and it throws at no packet.
 */
final class ErrorWatch implements AutoCloseable, FrameworkListener, EspCryptoListener {

  private static final long LOOK_MILLIS = 50;

  private final BundleContext context;
  private final Bundle bundle;
  private final Supplier<Optional<ServiceComponentRuntime>> components;
  private final AtomicReference<String> error = new AtomicReference<>();
  private final ServiceRegistration<EspCryptoListener> registration;

  /** Starts to listen. */
  ErrorWatch(
      BundleContext context,
      Bundle bundle,
      Supplier<Optional<ServiceComponentRuntime>> components) {
    this.context = context;
    this.bundle = bundle;
    this.components = components;
    context.addFrameworkListener(this);
    registration = context.registerService(EspCryptoListener.class, this, null);
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR && event.getBundle().equals(bundle)) {
      error.compareAndSet(null, String.valueOf(event.getThrowable()));
    }
  }

  @Override
  public void failed(EspCrypto provider, String cause) {
    if (bundle.equals(FrameworkUtil.getBundle(provider.getClass()))) {
      error.compareAndSet(null, cause);
    }
  }

  /**
   * Watches.
   *
   * @param millis how long
   * @return the first error, empty when there was none
   */
  Optional<String> watch(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    do {
      Thread.sleep(LOOK_MILLIS);
      if (bundle.getState() != Bundle.ACTIVE) {
        return Optional.of("it does not run");
      }
      Optional<String> failure = component(false);
      if (error.get() != null || failure.isPresent()) {
        return Optional.of(Optional.ofNullable(error.get()).orElseGet(failure::orElseThrow));
      }
    } while (System.nanoTime() < end);
    return component(true);
  }

  /**
   * What is wrong with a component.
   *
   * @param waits whether one that waits for a service is wrong
   */
  private Optional<String> component(boolean waits) {
    ServiceComponentRuntime runtime = components.get().orElse(null);
    if (runtime == null) {
      return Optional.empty();
    }
    Collection<ComponentDescriptionDTO> descriptions = runtime.getComponentDescriptionDTOs(bundle);
    String declared = bundle.getHeaders().get("Service-Component");
    if (waits && declared != null && descriptions.size() < declared.split(",").length) {
      return Optional.of("not all of its components were taken up");
    }
    for (ComponentDescriptionDTO component : descriptions) {
      for (ComponentConfigurationDTO one : runtime.getComponentConfigurationDTOs(component)) {
        if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          return Optional.of(
              component.name + " failed: " + one.failure.lines().findFirst().orElse(""));
        }
        if (waits && one.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
          return Optional.of(component.name + " waits for " + one.unsatisfiedReferences[0].name);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    registration.unregister();
    context.removeFrameworkListener(this);
  }
}
