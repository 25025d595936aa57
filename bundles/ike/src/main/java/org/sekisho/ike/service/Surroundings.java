package org.sekisho.ike.service;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.ike.IkeListener;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogLevel;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.WanTransport;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.PkiException;
import org.sekisho.ike.engine.EngineOutput;

/** Carries out what the engine wants: sends, installs, logs, tells listeners. */
final class Surroundings implements EngineOutput {

  private static final int NON_ESP_MARKER = 4;
  private static final byte[] NAT_KEEPALIVE = {(byte) 0xff};

  private final WanTransport transport;
  private final EventLog log;
  private final Consumer<String> resolver;
  private final BiConsumer<Endpoint, String> unsent;
  private final CertificateAccess certificates;
  private final List<IkeListener> listeners = new CopyOnWriteArrayList<>();
  private final InheritedPairs inherited;
  private volatile EspDataPlane dataPlane;
  private volatile boolean left;
  private volatile Optional<EapMethods> eapMethods = Optional.empty();

  /**
   * @param resolver looks a name up
   * @param certificates the pki bundle
   * @param inherited pairs of the IKE before
   * @param unsent hears of IKE messages that did not leave, and why
   */
  Surroundings(
      WanTransport transport,
      EventLog log,
      Consumer<String> resolver,
      CertificateAccess certificates,
      InheritedPairs inherited,
      BiConsumer<Endpoint, String> unsent) {
    this.certificates = certificates;
    this.inherited = inherited;
    this.transport = transport;
    this.unsent = unsent;
    this.log = log;
    this.resolver = resolver;
  }

  void dataPlane(EspDataPlane present) {
    dataPlane = present;
  }

  EspDataPlane dataPlane() {
    return dataPlane;
  }

  void eapMethods(EapMethods present) {
    eapMethods = Optional.ofNullable(present);
  }

  @Override
  public Optional<EapMethods> eapMethods() {
    return eapMethods;
  }

  /** From now on nothing is sent, removed or told: packets pass on without IKE. */
  void leave() {
    left = true;
  }

  void add(IkeListener listener) {
    listeners.add(listener);
  }

  void remove(IkeListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void send(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message) {
    if (left) {
      return;
    }
    try {
      if (natTraversal) {
        byte[] marked = new byte[NON_ESP_MARKER + message.length];
        System.arraycopy(message, 0, marked, NON_ESP_MARKER, message.length);
        transport.udp4500().send(local, remote, marked);
      } else {
        transport.udp500().send(local, remote, message);
      }
    } catch (IOException e) {
      String why = e.getMessage().replaceFirst("^cannot send to [^ ]+: ", "");
      debug("[IKE2] cannot send to " + remote + ": " + why);
      unsent.accept(remote, why);
    }
  }

  @Override
  public void sendNatKeepalive(Endpoint local, Endpoint remote) {
    if (left) {
      return;
    }
    try {
      transport.udp4500().send(local, remote, NAT_KEEPALIVE);
    } catch (IOException e) {
      debug("[IKE2] cannot send NAT keepalive to " + remote + ": " + e.getMessage());
    }
  }

  @Override
  public void installChild(ChildSa sa) {
    EspDataPlane present = dataPlane;
    if (present == null) {
      throw new IllegalStateException("no data plane is running: start the esp bundle");
    }
    present.install(sa);
  }

  @Override
  public void activateChild(int inboundSpi) {
    EspDataPlane present = dataPlane;
    if (present != null) {
      present.activate(inboundSpi);
    }
  }

  @Override
  public void moveChild(int inboundSpi, boolean udp, Endpoint local, Endpoint remote) {
    EspDataPlane present = dataPlane;
    if (present != null) {
      present.move(inboundSpi, udp, local, remote);
    }
  }

  @Override
  public void removeChild(int inboundSpi) {
    EspDataPlane present = dataPlane;
    if (present != null && !left) {
      present.remove(inboundSpi);
    }
  }

  @Override
  public long childOctets(int inboundSpi) {
    EspDataPlane present = dataPlane;
    SaCounters counters = present == null ? null : present.counters(inboundSpi);
    return counters == null ? 0 : counters.inboundOctets() + counters.outboundOctets();
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return transport.sourceAddressFor(remote);
  }

  @Override
  public void assigned(
      int gateway, int tunnel, List<InetAddress> addresses, List<InetAddress> dnsServers) {
    listeners.forEach(l -> l.innerAddresses(gateway, tunnel, addresses, dnsServers));
  }

  @Override
  public void resolve(String host) {
    resolver.accept(host);
  }

  @Override
  public Credential credential(int file) throws PkiException {
    return certificates.credential(file);
  }

  @Override
  public List<X509Certificate> trustAnchors(int file) throws PkiException {
    return certificates.anchors(file);
  }

  @Override
  public void checkCertificate(long check, ChainCheck what) throws PkiException {
    certificates.check(check, what);
  }

  @Override
  public void log(String line) {
    if (!left) {
      log.info(line);
    }
  }

  @Override
  public void debug(String line) {
    log.log(LogLevel.DEBUG, line);
  }

  @Override
  public void childUp(int gateway, int tunnel) {
    listeners.forEach(l -> l.childUp(gateway, tunnel));
    inherited.childUp(tunnel);
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    if (left) {
      return;
    }
    listeners.forEach(l -> l.childDown(gateway, tunnel, reason));
  }

  @Override
  public void failed(int gateway, String reason) {
    if (left) {
      return;
    }
    listeners.forEach(l -> l.failed(gateway, reason));
  }
}
