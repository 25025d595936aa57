package org.sekisho.swap;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/** Keeps services of side instances from every bundle but this one: no packet meets them. */
final class HiddenBundles implements FindHook, EventListenerHook {

  private final Bundle self;
  private final Set<Bundle> hidden = ConcurrentHashMap.newKeySet();

  /**
   * Hides nothing yet.
   *
   * @param self this bundle
   */
  HiddenBundles(Bundle self) {
    this.self = self;
  }

  /** Hides what a bundle is going to register. */
  void hide(Bundle bundle) {
    hidden.add(bundle);
  }

  /** The bundle is gone. */
  void forget(Bundle bundle) {
    hidden.remove(bundle);
  }

  @Override
  public void find(
      BundleContext context,
      String name,
      String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    Bundle looking = context.getBundle();
    references.removeIf(reference -> isHidden(reference.getBundle(), looking));
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    Bundle source = event.getServiceReference().getBundle();
    listeners.keySet().removeIf(context -> isHidden(source, context.getBundle()));
  }

  private boolean isHidden(Bundle source, Bundle looking) {
    return source != null
        && hidden.contains(source)
        && !self.equals(looking)
        && !source.equals(looking);
  }
}
