package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.crypto.bc.BcIkeCrypto;
import org.sekisho.crypto.jca.JcaIkeCrypto;

/** Each algorithm by the best provider that has it, as long as there is one. */
class CryptoChoiceTest {

  private final List<IkeCrypto> providers = new ArrayList<>();
  private final IkeCrypto choice = new CryptoChoice(() -> providers);
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_768", "CURVE25519", "ECP_256"})
  void bothSidesOfAnExchangeFindTheirProvider(KeyExchangeMethod method) throws Exception {
    providers.add(new JcaIkeCrypto());
    providers.add(new BcIkeCrypto());
    assertTrue(choice.supports(method));
    KeyExchange initiator = choice.keyExchange(method, random);
    assertEquals(method.publicLength(), initiator.publicValue().length);
    KeyExchangeAnswer answer = choice.respond(method, initiator.publicValue(), random);
    assertEquals(method.answerLength(), answer.publicValue().length);
    assertArrayEquals(answer.sharedSecret(), initiator.sharedSecret(answer.publicValue()));
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void aMethodWithoutProviderIsNotSupported(KeyExchangeMethod method) {
    providers.add(new JcaIkeCrypto());
    assertFalse(choice.supports(method));
    byte[] value = new byte[method.publicLength()];
    assertThrows(IllegalStateException.class, () -> choice.keyExchange(method, random));
    assertThrows(IllegalStateException.class, () -> choice.respond(method, value, random));
  }
}
