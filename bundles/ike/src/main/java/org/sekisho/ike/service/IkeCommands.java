package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.ike.IkeService;
import org.sekisho.ike.config.EapSettings;
import org.sekisho.ike.config.IkeSettings;
import org.sekisho.ike.config.RenewalSettings;
import org.sekisho.ike.config.SelectorSettings;
import org.sekisho.ike.config.StoredSettings;

/** The {@code ipsec …} commands. Settings exist also while the IKE service does not run. */
@Component(service = CommandContributor.class)
public final class IkeCommands implements CommandContributor {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile IkeService service;

  private final List<Command> commands = new ArrayList<>();

  /** Called by Declarative Services. */
  @Activate
  public IkeCommands() {
    commands.addAll(IkeSettings.all());
    commands.addAll(RenewalSettings.all());
    commands.addAll(SelectorSettings.all());
    commands.addAll(EapSettings.all());
    commands.addAll(StoredSettings.all());
    commands.addAll(DeleteSaCommands.all(this::service));
    commands.addAll(TunnelCommands.all(this::service));
    commands.addAll(ShowSaCommands.all(this::service));
  }

  @Override
  public Collection<Command> commands() {
    return List.copyOf(commands);
  }

  private IkeService service() throws CommandException {
    IkeService present = service;
    if (present == null) {
      throw new CommandException(
          "IKE is not running: the log says why", "IKEが動作していません: ログを確認してください");
    }
    return present;
  }
}
