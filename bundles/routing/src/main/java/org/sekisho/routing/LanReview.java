package org.sekisho.routing;

import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;

/** Names the lines of LANs that this box does not have; a tool without a router cannot know. */
@Component(service = ConfigReview.class)
public final class LanReview implements ConfigReview {

  private final Map<String, String> interfaces;

  /** Called by Declarative Services. */
  @Activate
  public LanReview(BundleContext context) {
    this(BootSettings.from(context::getProperty).interfaces());
  }

  /**
   * Knows the LANs.
   *
   * @param interfaces Linux name of each by RTX name
   */
  LanReview(Map<String, String> interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public boolean namesIdleLines() {
    return true;
  }

  @Override
  public List<Remark> review(ConfigSnapshot config) {
    return LanPlan.read(config, interfaces).unassigned().stream()
        .map(line -> new Remark(line, unassigned(line), true))
        .toList();
  }

  /** Why a line of such a LAN has no effect. */
  static Text unassigned(Setting line) {
    String lan = line.arguments().text(InterfaceCommands.INTERFACE);
    return new Text(
        "no Linux interface is assigned to " + lan + " (start the router with --" + lan + " IF)",
        lan + " に割り当てられたLinuxのインターフェースがありません (起動時に --" + lan + " IF を指定してください)");
  }
}
