package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.PkiException;

/** What the engine lets happen. Called on the engine's thread; none of the methods may block. */
public interface EngineOutput {

  /**
   * Sends a message.
   *
   * @param natTraversal on UDP 4500 behind a non-ESP marker, which the callee adds; else UDP 500
   */
  void send(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message);

  /** Sends a NAT keepalive, one octet FF on UDP 4500 (RFC 3948 section 2.3). */
  void sendNatKeepalive(Endpoint local, Endpoint remote);

  /**
   * Installs a CHILD SA in the data plane.
   *
   * @throws IllegalStateException with one sentence when the data plane cannot carry it
   */
  void installChild(ChildSa sa);

  /** Starts sending on a CHILD SA installed to wait for its first packet. */
  void activateChild(int inboundSpi);

  /** Moves a CHILD SA's outer addresses. */
  void moveChild(int inboundSpi, boolean udpEncapsulation, Endpoint local, Endpoint remote);

  /** Removes a CHILD SA from the data plane. */
  void removeChild(int inboundSpi);

  /** Inner octets a CHILD SA has carried, both directions together. */
  long childOctets(int inboundSpi);

  /** The address the system sends from towards an address, null without a route. */
  InetAddress sourceAddressFor(InetAddress remote);

  /**
   * The peer assigned inner addresses for a tunnel; see {@link
   * org.sekisho.api.ike.IkeListener#innerAddresses}.
   */
  default void assigned(
      int gateway, int tunnel, List<InetAddress> addresses, List<InetAddress> dnsServers) {}

  /** Asks for a name to be looked up; the answer comes by {@link IkeEngine#resolved}. */
  void resolve(String host);

  /** The methods of EAP; empty where the bundle that has them is not there. */
  default Optional<EapMethods> eapMethods() {
    return Optional.empty();
  }

  /**
   * Our certificate and key, from memory; by default there is nobody who has any.
   *
   * @param file number of {@code pki certificate file}
   * @throws PkiException with one sentence when there is none
   */
  default Credential credential(int file) throws PkiException {
    throw PkiException.notInstalled();
  }

  /**
   * The CAs trusted by a certificate file, from memory.
   *
   * @throws PkiException with one sentence when there are none
   */
  default List<X509Certificate> trustAnchors(int file) throws PkiException {
    throw PkiException.notInstalled();
  }

  /**
   * Starts the check of a peer's certificate; the answer comes by {@link
   * IkeEngine#certificateChecked}.
   *
   * @param check its number
   * @throws PkiException with one sentence when nobody can check
   */
  default void checkCertificate(long check, ChainCheck what) throws PkiException {
    throw PkiException.notInstalled();
  }

  /** A line for the administrator. */
  void log(String line);

  /** A line for those who look for faults. */
  void debug(String line);

  /** See {@link org.sekisho.api.ike.IkeListener#childUp}. */
  void childUp(int gateway, int tunnel);

  /** See {@link org.sekisho.api.ike.IkeListener#childDown}. */
  void childDown(int gateway, int tunnel, String reason);

  /** See {@link org.sekisho.api.ike.IkeListener#failed}. */
  void failed(int gateway, String reason);
}
