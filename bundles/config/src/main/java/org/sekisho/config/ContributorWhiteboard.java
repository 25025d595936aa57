package org.sekisho.config;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.CommandContributor;

/** Takes the commands of every bundle that contributes some. */
@Component(
    service = {},
    immediate = true)
public final class ContributorWhiteboard {

  private final ConfigComponent config;
  private final Bundle system;

  /** Called by Declarative Services. */
  @Activate
  public ContributorWhiteboard(BundleContext context, @Reference ConfigComponent config) {
    this.config = config;
    this.system = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
  }

  /** A contributor came. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "unbind")
  void bind(CommandContributor contributor) {
    config.runningConfig().addContributor(contributor);
  }

  void unbind(CommandContributor contributor) {
    // At shutdown bundles go one by one; taking their settings away would only disturb the others.
    if (system.getState() != Bundle.STOPPING) {
      config.runningConfig().removeContributor(contributor);
    }
  }
}
