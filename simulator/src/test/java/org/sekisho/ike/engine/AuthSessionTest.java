package org.sekisho.ike.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.simulator.Configs;

/** What an attempt that ends leaves of its keys. */
class AuthSessionTest {

  private static final IkeSuite SUITE =
      new IkeSuite(
          EncryptionAlgorithm.AES_GCM_16,
          256,
          IntegrityAlgorithm.NONE,
          PrfAlgorithm.HMAC_SHA2_256,
          KeyExchangeMethod.CURVE25519,
          List.of());

  @Test
  void mixedKeysGoWithTheAttempt() {
    EngineContext context =
        new EngineContext(
            (EngineOutput)
                Proxy.newProxyInstance(
                    AuthSessionTest.class.getClassLoader(),
                    new Class<?>[] {EngineOutput.class},
                    (proxy, method, arguments) -> null),
            new JcaIkeCrypto(),
            new SecureRandom());
    Gateway gateway =
        new Gateway(context, Configs.gateway(1, "gw.example", "branch.example", null).build());
    Endpoint here = new Endpoint(InetAddress.getLoopbackAddress(), 500);
    Transport way = new Transport(here, here, false, Transport.UNKNOWN);
    IkeSa sa = new IkeSa(context, false, 1, 2, gateway, way);
    byte[] nonce = new byte[32];
    byte[] seed = context.keySchedule.seed(SUITE.prf(), nonce, nonce, new byte[32]);
    IkeKeys keys = context.keySchedule.ikeKeys(SUITE, seed, nonce, nonce, 1, 2);
    sa.keyed(SUITE, keys, 2, 1);
    AuthSession session =
        new AuthSession(sa, gateway, new InitMessages(nonce, nonce, nonce, nonce));
    session.mix(new byte[32]);
    assertTrue(session.isMixed());
    sa.abandon();
    assertFalse(session.isMixed());
  }
}
