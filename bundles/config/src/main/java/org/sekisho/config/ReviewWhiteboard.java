package org.sekisho.config;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.ConfigReview;

/** Takes what looks at whole configurations. */
@Component(
    service = {},
    immediate = true)
public final class ReviewWhiteboard {

  private final ConfigComponent config;

  /** Called by Declarative Services. */
  @Activate
  public ReviewWhiteboard(@Reference ConfigComponent config) {
    this.config = config;
  }

  /** A review came. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "unbind")
  void bind(ConfigReview review) {
    config.runningConfig().addReview(review);
  }

  void unbind(ConfigReview review) {
    config.runningConfig().removeReview(review);
  }
}
