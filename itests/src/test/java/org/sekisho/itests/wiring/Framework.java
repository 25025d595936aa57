package org.sekisho.itests.wiring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/** Bundles, components and services of the running router, seen from inside. */
final class Framework {

  static final String PREFIX = "org.sekisho.";
  private static final String API = "org.sekisho.api.";

  /** Whom a bundle swap registers while it watches, and nobody else. */
  private static final Set<String> FOR_A_WHILE = Set.of(API + "crypto.EspCryptoListener");

  private static final long REFRESH_SECONDS = 30;

  private final BundleContext context;

  Framework(BundleContext context) {
    this.context = context;
  }

  BundleContext context() {
    return context;
  }

  /** The router's own bundles, by start level as they lie in the framework. */
  List<Bundle> bundles() {
    return Stream.of(context.getBundles())
        .filter(b -> b.getSymbolicName().startsWith(PREFIX))
        .toList();
  }

  /** One of them by its name without {@code org.sekisho.}. */
  Bundle bundle(String name) {
    List<Bundle> found =
        bundles().stream().filter(b -> b.getSymbolicName().equals(PREFIX + name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " bundles have the name " + PREFIX + name);
    }
    return found.get(0);
  }

  /** The name of a bundle without {@code org.sekisho.}. */
  static String name(Bundle bundle) {
    return bundle.getSymbolicName().replaceFirst("^org\\.sekisho\\.", "");
  }

  /** The best service of a type, null when there is none. */
  <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    return reference == null ? null : context.getService(reference);
  }

  /** All services of a type, whoever they are visible to. */
  List<ServiceReference<?>> references(String type) {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Names of the bundles that use a service of a type that another bundle registered. */
  Set<String> usersOf(String type, Bundle provider) {
    return references(type).stream()
        .filter(r -> r.getBundle().equals(provider))
        .map(ServiceReference::getUsingBundles)
        .flatMap(users -> users == null ? Stream.of() : Stream.of(users))
        .map(Framework::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The contracts of api that have a service, and the bundles that serve them. */
  Map<String, List<String>> contracts() {
    Map<String, List<String>> contracts = new TreeMap<>();
    for (ServiceReference<?> reference : references(null)) {
      for (String type : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
        if (type.startsWith(API)) {
          contracts
              .computeIfAbsent(type.substring(API.length()), t -> new ArrayList<>())
              .add(name(reference.getBundle()));
        }
      }
    }
    return contracts;
  }

  /**
   * What keeps the router from being whole, one sentence each: a bundle that is not active, a
   * component that waits or has failed, a reference to a contract of api that is not bound.
   *
   * @param away bundles that need not be active
   */
  List<String> faults(Bundle... away) {
    List<String> faults = new ArrayList<>();
    for (Bundle bundle : bundles()) {
      if (bundle.getState() != Bundle.ACTIVE && !List.of(away).contains(bundle)) {
        faults.add(name(bundle) + " is in state " + bundle.getState());
      }
    }
    ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
    if (runtime == null) {
      faults.add("there is no ServiceComponentRuntime");
      return faults;
    }
    for (ComponentDescriptionDTO component : components(runtime)) {
      Collection<ComponentConfigurationDTO> configurations =
          runtime.getComponentConfigurationDTOs(component);
      if (configurations.isEmpty()) {
        faults.add(component.name + " has no configuration");
      }
      configurations.forEach(c -> check(component, c, faults));
    }
    return faults;
  }

  /** How many components the router's bundles declare. */
  int componentCount() {
    return components(service(ServiceComponentRuntime.class)).size();
  }

  private Collection<ComponentDescriptionDTO> components(ServiceComponentRuntime runtime) {
    return runtime.getComponentDescriptionDTOs(bundles().toArray(Bundle[]::new));
  }

  private static void check(
      ComponentDescriptionDTO component,
      ComponentConfigurationDTO configuration,
      List<String> faults) {
    switch (configuration.state) {
      case ComponentConfigurationDTO.ACTIVE -> checkBound(component, configuration, faults);
      case ComponentConfigurationDTO.SATISFIED -> {
        if (component.immediate) {
          faults.add(component.name + " is immediate and not active");
        }
      }
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          faults.add(component.name + " failed: " + configuration.failure);
      default ->
          faults.add(
              component.name
                  + " waits for "
                  + Stream.of(configuration.unsatisfiedReferences).map(r -> r.name).toList());
    }
  }

  private static void checkBound(
      ComponentDescriptionDTO component,
      ComponentConfigurationDTO configuration,
      List<String> faults) {
    Set<String> bound =
        Stream.of(configuration.satisfiedReferences)
            .filter(r -> r.boundServices.length > 0)
            .map((SatisfiedReferenceDTO r) -> r.name)
            .collect(Collectors.toSet());
    for (ReferenceDTO reference : component.references) {
      if (reference.interfaceName.startsWith(API)
          && !FOR_A_WHILE.contains(reference.interfaceName)
          && !bound.contains(reference.name)) {
        faults.add(component.name + " has no " + reference.interfaceName);
      }
    }
  }

  /** Identity, state and time of the last change of every bundle but some, the router's or not. */
  Map<Long, String> bundlesExcept(Bundle... except) {
    return Stream.of(context.getBundles())
        .filter(b -> !List.of(except).contains(b))
        .collect(
            Collectors.toMap(
                Bundle::getBundleId,
                b -> b + " state " + b.getState() + " modified " + b.getLastModified(),
                (a, b) -> b,
                TreeMap::new));
  }

  /** The bundles a refresh of one would stop and start again. */
  Set<String> refreshedWith(Bundle bundle) {
    return wiring().getDependencyClosure(Set.of(bundle)).stream()
        .map(Framework::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Refreshes a bundle and waits for the end of it. */
  void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    wiring().refreshBundles(Set.of(bundle), event -> done.countDown());
    if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the refresh of " + name(bundle) + " did not end");
    }
  }

  private FrameworkWiring wiring() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
  }
}
