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
  private boolean committed;

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
      byte[] commitment = channel.applicationData();
      committed = committed || commitment.length == 1 && commitment[0] == 0;
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

  @Override
  public Optional<String> objection() {
    if (channel == null || !channel.isComplete()) {
      return Optional.of("the server ended EAP-TLS too early");
    }
    return committed || !session.isTls13()
        ? Optional.empty()
        : Optional.of("the server did not commit to EAP-TLS (RFC 9190 section 2.5)");
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
