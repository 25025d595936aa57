package org.sekisho.eap.md5;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.eap.method.EapMethodException;
import org.sekisho.eap.method.Names;
import org.sekisho.eap.method.ServerMethod;

/** MD5-Challenge on the side that asks. */
public final class Md5Server implements ServerMethod {

  private static final EapPassword NOBODY = EapPassword.of("");

  private final String name;
  private final Map<String, EapPassword> users;
  private final byte[] challenge = new byte[16];

  /**
   * Lets these users in.
   *
   * @param name our own, which the challenge tells
   */
  public Md5Server(String name, Map<String, EapPassword> users, SecureRandom random) {
    this.name = name;
    this.users = users;
    random.nextBytes(challenge);
  }

  @Override
  public byte[] request(int identifier) {
    return new Md5Challenge(challenge, name.getBytes(StandardCharsets.UTF_8)).encode();
  }

  @Override
  public Verdict respond(int identifier, byte[] data) throws EapMethodException {
    Md5Challenge response = Md5Challenge.decode(data);
    String user = Names.decode(response.name());
    EapPassword password = users.get(user);
    // an unknown user takes as long as a known one
    byte[] right = Md5Challenge.answer(identifier, password == null ? NOBODY : password, challenge);
    if (password == null) {
      return new Verdict.Refuse("no user " + Names.shown(user));
    }
    return MessageDigest.isEqual(right, response.value())
        ? new Verdict.Accept(user, Optional.empty(), List.of())
        : new Verdict.Refuse("the password of " + Names.shown(user) + " is wrong");
  }

  @Override
  public Optional<String> refusal() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // nothing is derived from the passwords
  }
}
