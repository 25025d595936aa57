package org.sekisho.console.ssh;

import java.io.IOException;
import java.util.List;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * Public key authentication (RFC 4252 section 7) that marks the connection as an administrator's
 * when the key is one of those the launcher was told. The mark is set when the signature was
 * verified, not when the key was found: asking whether a key would do needs no private key.
 */
final class KeyLoginFactory extends UserAuthPublicKeyFactory {

  /** Whether the key of the request in hand is an administrator's; the authenticator sets it. */
  static final AttributeKey<Boolean> OFFERED_ADMINISTRATOR = new AttributeKey<>();

  @Override
  public UserAuthPublicKey createUserAuth(ServerSession session) throws IOException {
    return new KeyLogin(getSignatureFactories());
  }

  private static final class KeyLogin extends UserAuthPublicKey {
    KeyLogin(List<NamedFactory<Signature>> signatures) {
      super(signatures);
    }

    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
      Boolean result = super.doAuth(buffer, init);
      if (Boolean.TRUE.equals(result)) {
        Boolean trusted = getServerSession().getAttribute(OFFERED_ADMINISTRATOR);
        getServerSession().setAttribute(SshLogin.TRUSTED, Boolean.TRUE.equals(trusted));
      }
      return result;
    }
  }
}
