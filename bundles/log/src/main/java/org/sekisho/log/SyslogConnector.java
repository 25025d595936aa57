package org.sekisho.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.sekisho.api.pki.PkiException;

/**
 * Connects to one syslog host by TCP, or by TLS with its certificate checked: its chain, and that
 * it is the host's (RFC 5425 section 5). Revocation is not asked for, and this router shows no
 * certificate.
 */
final class SyslogConnector implements SyslogStream.Connector {

  private static final int CONNECT_MILLIS = 5_000;

  private final String host;
  private final int port;
  private final Optional<InetAddress> local;
  private final SyslogTransport transport;
  private final Authorities authorities;

  /** CAs by the number of their file. */
  @FunctionalInterface
  interface Authorities {
    /**
     * Asks.
     *
     * @throws PkiException when there are none
     */
    List<X509Certificate> of(int file) throws PkiException;
  }

  /**
   * Prepares.
   *
   * @param local source address, empty for the one the kernel chooses
   */
  SyslogConnector(
      String host,
      int port,
      Optional<InetAddress> local,
      SyslogTransport transport,
      Authorities authorities) {
    this.host = host;
    this.port = port;
    this.local = local;
    this.transport = transport;
    this.authorities = authorities;
  }

  @Override
  public Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      if (local.isPresent()) {
        socket.bind(new InetSocketAddress(local.get(), 0));
      }
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MILLIS);
      return transport.kind() == SyslogTransport.Kind.TLS ? secured(socket) : socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    } catch (PkiException | GeneralSecurityException e) {
      socket.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private Socket secured(Socket socket) throws IOException, GeneralSecurityException, PkiException {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted());
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.setSoTimeout(CONNECT_MILLIS);
    secured.startHandshake();
    return secured;
  }

  /** The CAs of the file, or null for those of the Java runtime. */
  private KeyStore trusted() throws IOException, GeneralSecurityException, PkiException {
    if (transport.authorities().isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate authority : authorities.of(transport.authorities().getAsInt())) {
      store.setCertificateEntry("ca" + store.size(), authority);
    }
    return store;
  }
}
