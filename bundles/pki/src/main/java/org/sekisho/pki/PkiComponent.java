package org.sekisho.pki;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.Pki;
import org.sekisho.api.pki.PkiException;

/** Certificates as a service, with their commands; looks every minute whether a file changed. */
@Component(
    service = {Pki.class, ConfigListener.class, CommandContributor.class},
    immediate = true)
public final class PkiComponent implements Pki, ConfigListener, CommandContributor {

  private static final long LOOK_SECONDS = 60;

  private final CertificateStore store;
  private final ScheduledExecutorService clock;
  private final List<Command> commands = new ArrayList<>(PkiSettings.all());

  /** Called by Declarative Services. */
  @Activate
  public PkiComponent(BundleContext bundle) {
    store =
        new CertificateStore(
            BootSettings.from(bundle::getProperty).data().resolve("pki"),
            new BouncyCastleProvider(),
            Clock.systemUTC(),
            new SecureRandom(),
            new LastingLog(bundle));
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sekisho-pki");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleWithFixedDelay(this::refresh, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    commands.addAll(PkiReport.commands(store));
  }

  /** A fault must not end the repetition. */
  private void refresh() {
    try {
      store.refresh();
    } catch (RuntimeException e) {
      System.getLogger(PkiComponent.class.getName())
          .log(System.Logger.Level.ERROR, "certificate files cannot be looked at", e);
    }
  }

  @Deactivate
  void deactivate() {
    clock.shutdownNow();
    store.close();
  }

  @Override
  public Collection<Command> commands() {
    return List.copyOf(commands);
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    store.configure(PkiSettings.certificates(after), PkiSettings.crls(after));
  }

  @Override
  public Credential credential(int file) throws PkiException {
    return store.credential(file);
  }

  @Override
  public List<X509Certificate> anchors(int file) throws PkiException {
    return store.anchors(file);
  }

  @Override
  public void check(ChainCheck check, Consumer<Optional<String>> answer) {
    store.check(check, answer);
  }
}
