package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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
import org.sekisho.ike.config.AuthenticationSettings;
import org.sekisho.ike.config.EapSettings;
import org.sekisho.ike.config.ExtensionSettings;
import org.sekisho.ike.config.IkeSettings;
import org.sekisho.ike.config.ModeConfigSettings;
import org.sekisho.ike.config.ProbeSettings;
import org.sekisho.ike.config.RenewalSettings;
import org.sekisho.ike.config.SelectorSettings;
import org.sekisho.ike.config.StoredSettings;
import org.sekisho.ike.engine.IkeEngine;

/** The {@code ipsec …} commands. Settings exist also while the IKE service does not run. */
@Component(service = CommandContributor.class)
public final class IkeCommands implements CommandContributor {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile IkeService service;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile EngineAccess engine;

  private final List<Command> commands = new ArrayList<>();

  /** Called by Declarative Services. */
  @Activate
  public IkeCommands() {
    commands.addAll(IkeSettings.all());
    commands.addAll(RenewalSettings.all());
    commands.addAll(SelectorSettings.all());
    commands.addAll(EapSettings.all());
    commands.addAll(ProbeSettings.all());
    commands.addAll(ExtensionSettings.all());
    commands.addAll(ModeConfigSettings.all());
    commands.addAll(AuthenticationSettings.all());
    commands.addAll(StoredSettings.all());
    ServiceAccess access = new Present();
    commands.addAll(DeleteSaCommands.all(access));
    commands.addAll(TunnelCommands.all(access));
    commands.addAll(ShowSaCommands.all(access));
    commands.add(ScheduleCommand.of(access));
    commands.addAll(DiagnosisCommands.all(access));
    commands.add(CheckTunnelCommand.command());
  }

  @Override
  public Collection<Command> commands() {
    return List.copyOf(commands);
  }

  /** What is running at the moment of a command. */
  private final class Present implements ServiceAccess {

    @Override
    public IkeService service() throws CommandException {
      return running(service);
    }

    @Override
    public <T> T ask(Function<IkeEngine, T> question) throws CommandException {
      return running(engine)
          .ask(question)
          .orElseThrow(
              () ->
                  new CommandException(
                      "IKE is too busy to answer: try again", "IKEが応答しません: 再度実行してください"));
    }

    private <S> S running(S present) throws CommandException {
      if (present == null) {
        throw new CommandException(
            "IKE is not running: the log says why", "IKEが動作していません: ログを確認してください");
      }
      return present;
    }
  }
}
