package org.sekisho.eap.tls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.ServerMethod;

/** EAP-TLS on the side that asks: the TLS server. */
public final class TlsServer implements ServerMethod {

  private final TlsFragments fragments = new TlsFragments();
  private final TlsSession session;
  private final ServerSide server;
  private TlsChannel channel;
  private boolean committed;

  /**
   * Lets in who owns a certificate of one of these names.
   *
   * @param names accepted names
   */
  public TlsServer(EapCredentials credentials, Set<String> names, SecureRandom random) {
    this(credentials, names, random, CipherSuites.versions());
  }

  TlsServer(
      EapCredentials credentials,
      Set<String> names,
      SecureRandom random,
      ProtocolVersion[] versions) {
    session = new TlsSession(credentials, names);
    server = new ServerSide(new BcTlsCrypto(random), session, versions);
  }

  TlsServer(TlsSession session, ServerSide server) {
    this.session = session;
    this.server = server;
  }

  @Override
  public byte[] request(int identifier) {
    return TlsFragments.start();
  }

  @Override
  public Verdict respond(int identifier, byte[] data) throws EapMethodException {
    if (channel == null) {
      start();
    }
    if (fragments.hasNext()) {
      if (!TlsFragments.isAcknowledgement(data)) {
        throw new EapMethodException("the peer does not wait for the end of our TLS message");
      }
      return new Verdict.Ask(fragments.next());
    }
    if (channel.failure() != null) {
      // the peer has our alert
      return new Verdict.Refuse(channel.failure());
    }
    if (committed && TlsFragments.isAcknowledgement(data)) {
      return new Verdict.Accept(session.identity(), Optional.of(session.key()), session.chain());
    }
    Optional<byte[]> message = fragments.receive(data);
    if (message.isEmpty()) {
      return new Verdict.Ask(TlsFragments.ACKNOWLEDGEMENT.clone());
    }
    return fed(message.get());
  }

  private Verdict fed(byte[] message) throws EapMethodException {
    channel.feed(message);
    if (channel.isComplete() && !committed) {
      committed = true;
      if (session.isTls13()) {
        channel.commit();
      }
    }
    fragments.send(channel.output());
    if (channel.failure() != null && !fragments.hasNext()) {
      return new Verdict.Refuse(channel.failure());
    }
    if (!fragments.hasNext()) {
      throw new EapMethodException("the peer's TLS message is incomplete");
    }
    return new Verdict.Ask(fragments.next());
  }

  private void start() throws EapMethodException {
    TlsServerProtocol protocol = new TlsServerProtocol();
    channel = new TlsChannel(protocol, session);
    try {
      protocol.accept(server);
    } catch (IOException e) {
      throw new EapMethodException("TLS cannot start: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> refusal() {
    return channel == null ? Optional.empty() : Optional.ofNullable(channel.failure());
  }

  @Override
  public void close() {
    session.close();
    fragments.close();
  }
}
