package org.sekisho.crypto.ipsecmb;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;

/**
 * Registers {@link EspCrypto} when the library is there and known; else says once why not, and the
 * bundle stays idle. The capability is declared because bnd does not see a registration by hand.
 */
@Component(
    immediate = true,
    service = {})
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"org.sekisho.api.crypto.EspCrypto\"",
    effective = "active",
    uses = EspCrypto.class)
public final class IpsecMbComponent {

  /** How the library is loaded; tests load something else. */
  interface Loader {
    /** Loads, or throws what keeps it from being used. */
    ImbLibrary load() throws ImbLibrary.Unusable;
  }

  /** Above the JDK's ciphers, which have 0: a multiple of their speed. */
  private static final int RANKING = 10;

  private final ImbLibrary library;
  private final ServiceRegistration<EspCrypto> registration;

  /** Loads the library; DS calls it. */
  @Activate
  public IpsecMbComponent(BundleContext context) {
    this(context, new LastingLog(context));
  }

  /** The same with a given log. */
  public IpsecMbComponent(BundleContext context, EventLog log) {
    this(context, log, ImbLibrary::load);
  }

  IpsecMbComponent(BundleContext context, EventLog log, Loader loader) {
    ImbLibrary loaded = null;
    try {
      loaded = loader.load();
    } catch (ImbLibrary.Unusable e) {
      log.info("[IPSEC] " + e.getMessage());
    }
    library = loaded;
    if (library == null) {
      registration = null;
      return;
    }
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(Constants.SERVICE_RANKING, RANKING);
    properties.put("provider", IpsecMbEspCrypto.NAME);
    registration =
        context.registerService(EspCrypto.class, new IpsecMbEspCrypto(library), properties);
  }

  /** Unregisters, which makes live SAs leave, then frees what is native. */
  @Deactivate
  public void stop() {
    if (library != null) {
      registration.unregister();
      library.release();
    }
  }
}
