package org.sekisho.config;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.ConfigListener;

/** Tells every bundle with settings of changes. */
@Component(
    service = {},
    immediate = true)
public final class ListenerWhiteboard {

  private final ConfigComponent config;

  /** Called by Declarative Services. */
  @Activate
  public ListenerWhiteboard(@Reference ConfigComponent config) {
    this.config = config;
  }

  /** A listener came. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "unbind")
  void bind(ConfigListener listener, ServiceReference<ConfigListener> reference) {
    Bundle bundle = reference.getBundle();
    config
        .runningConfig()
        .addListener(listener, () -> bundle == null || bundle.getState() == Bundle.STOPPING);
  }

  void unbind(ConfigListener listener) {
    config.runningConfig().removeListener(listener);
  }
}
