package org.sekisho.eap.tls;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.PeerMethod;

/** EAP-TLS on the side that proves itself: the TLS client. */
public final class TlsPeer implements PeerMethod {

  private final TlsFragments fragments = new TlsFragments();
  private final TlsSession session;
  private final ClientSide client;
  private TlsChannel channel;

  /**
   * Proves to own the certificate.
   *
   * @param serverName a name the server's certificate must bear
   */
  public TlsPeer(EapCredentials credentials, String serverName, SecureRandom random) {
    this(credentials, serverName, random, CipherSuites.versions());
  }

  TlsPeer(
      EapCredentials credentials,
      String serverName,
      SecureRandom random,
      ProtocolVersion[] versions) {
    session = new TlsSession(credentials, Set.of(serverName));
    client = new ClientSide(new BcTlsCrypto(random), session, versions);
  }

  @Override
  public byte[] respond(int identifier, byte[] data) throws EapMethodException {
    if (TlsFragments.isStart(data) != (channel == null)) {
      throw new EapMethodException("the server starts EAP-TLS twice or not at all");
    }
    if (channel == null) {
      start();
    } else if (fragments.hasNext()) {
      if (!TlsFragments.isAcknowledgement(data)) {
        throw new EapMethodException("the server does not wait for the end of our TLS message");
      }
    } else {
      if (channel.failure() != null) {
        // the server has our alert or sent its own, and still does not end EAP
        throw new EapMethodException(channel.failure());
      }
      Optional<byte[]> message = fragments.receive(data);
      if (message.isEmpty()) {
        return TlsFragments.ACKNOWLEDGEMENT.clone();
      }
      channel.feed(message.get());
      channel.dropApplicationData(); // the commitment of RFC 9190 section 2.5
      fragments.send(channel.output());
    }
    return fragments.next();
  }

  private void start() throws EapMethodException {
    TlsClientProtocol protocol = new LenientClientProtocol();
    channel = new TlsChannel(protocol, session);
    try {
      protocol.connect(client);
    } catch (IOException e) {
      throw new EapMethodException("TLS cannot start: " + e.getMessage());
    }
    fragments.send(channel.output());
  }

  /**
   * A complete TLS is enough. The commitment by which TLS 1.3 ends for EAP is not insisted on, for
   * strongSwan 5.9 sends none: in IKE the AUTH made with the key vouches for EAP-Success.
   */
  @Override
  public Optional<String> objection() {
    return channel == null || !channel.isComplete()
        ? Optional.of("the server ended EAP-TLS too early")
        : Optional.empty();
  }

  @Override
  public Optional<String> refusal() {
    return channel == null ? Optional.empty() : Optional.ofNullable(channel.failure());
  }

  @Override
  public Optional<byte[]> takeKey() {
    return Optional.of(session.key());
  }

  @Override
  public List<X509Certificate> chain() {
    return session.chain();
  }

  @Override
  public void close() {
    session.close();
    fragments.close();
  }
}
