package org.sekisho.swap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.crypto.CryptoExamination;
import org.sekisho.api.crypto.EspCrypto;

/**
 * A candidate beside the bundle that runs, under another name and hidden from all others: whether
 * what it needs is there, and whether it encrypts as it should. {@link #close} removes it.
 */
final class SideInstance implements AutoCloseable {

  private static final String SUFFIX = ".candidate";
  private static final long SERVICE_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 20;

  private final BundleContext context;
  private final HiddenBundles hidden;
  private final BundleFile file;
  private final Bundle bundle;

  /** Installs the candidate; it does not run yet. */
  SideInstance(BundleContext context, HiddenBundles hidden, BundleFile file)
      throws IOException, BundleException {
    this.context = context;
    this.hidden = hidden;
    this.file = file;
    String name = file.name() + SUFFIX;
    bundle =
        context.installBundle(
            "sekisho:candidate/" + file.name(), new ByteArrayInputStream(file.renamed(name)));
    hidden.hide(bundle);
  }

  /** Fails unless every requirement of the candidate is met by what is here. */
  void requireResolution() throws CommandException {
    FrameworkWiring wiring =
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
    if (wiring.resolveBundles(Set.of(bundle))) {
      return;
    }
    String missing = "";
    try {
      bundle.start();
    } catch (BundleException e) {
      missing = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
    throw new CommandException(
        "The bundle " + file.name() + " is refused, something it needs is not here: " + missing,
        "バンドル " + file.name() + " は受け付けられません。必要なものがありません: " + missing);
  }

  /** Whether it says that it provides ESP transforms. */
  boolean isCrypto() {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    for (BundleCapability capability : revision.getDeclaredCapabilities("osgi.service")) {
      Object types = capability.getAttributes().get(Constants.OBJECTCLASS);
      if (types instanceof Collection<?> all && all.contains(EspCrypto.class.getName())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs it and examines its ESP transforms.
   *
   * @return how many providers were examined
   */
  int examine(CryptoExamination examination, List<EspCrypto> others)
      throws BundleException, CommandException, InterruptedException {
    bundle.start();
    List<ServiceReference<EspCrypto>> references = services();
    for (long waited = 0; references.isEmpty() && waited < SERVICE_MILLIS; waited += LOOK_MILLIS) {
      Thread.sleep(LOOK_MILLIS);
      references = services();
    }
    if (references.isEmpty()) {
      throw new CommandException(
          "The bundle " + file.name() + " is refused, it provides no cipher on this machine",
          "バンドル " + file.name() + " は受け付けられません。この装置では暗号を提供しません");
    }
    for (ServiceReference<EspCrypto> reference : references) {
      List<String> findings = examination.examine(context.getService(reference), others);
      context.ungetService(reference);
      if (!findings.isEmpty()) {
        String first = findings.size() + " findings, the first: " + findings.get(0);
        throw new CommandException(
            "The bundle " + file.name() + " is refused, it failed its examination: " + first,
            "バンドル " + file.name() + " は受け付けられません。暗号の検査に合格しませんでした: " + first);
      }
    }
    return references.size();
  }

  private List<ServiceReference<EspCrypto>> services() {
    try {
      List<ServiceReference<EspCrypto>> own = new ArrayList<>();
      for (ServiceReference<EspCrypto> r : context.getServiceReferences(EspCrypto.class, null)) {
        if (bundle.equals(r.getBundle())) {
          own.add(r);
        }
      }
      return own;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws BundleException {
    try {
      bundle.uninstall();
    } finally {
      hidden.forget(bundle);
    }
  }
}
