package org.sekisho.eap.md5;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.PeerMethod;

/** MD5-Challenge on the side that proves itself. */
public final class Md5Peer implements PeerMethod {

  private final String identity;
  private final EapPassword password;
  private boolean answered;

  /** Proves to be this user. */
  public Md5Peer(String identity, EapPassword password) {
    this.identity = identity;
    this.password = password;
  }

  @Override
  public byte[] respond(int identifier, byte[] data) throws EapMethodException {
    byte[] challenge = Md5Challenge.decode(data).value();
    answered = true;
    return new Md5Challenge(
            Md5Challenge.answer(identifier, password, challenge),
            identity.getBytes(StandardCharsets.UTF_8))
        .encode();
  }

  @Override
  public Optional<String> objection() {
    return answered ? Optional.empty() : Optional.of("the server sent no MD5-Challenge");
  }

  @Override
  public Optional<String> refusal() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> takeKey() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // nothing is derived from the password
  }
}
