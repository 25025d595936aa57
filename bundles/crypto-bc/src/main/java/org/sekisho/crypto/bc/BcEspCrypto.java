package org.sekisho.crypto.bc;

import java.security.SecureRandom;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;

/**
 * ESP transforms of every suite on Bouncy Castle, in pure Java. Slow, so it ranks last: for a
 * processor or a Java image on which the others lack an algorithm, and to compare them with.
 */
@Component(
    immediate = true,
    property = {"service.ranking:Integer=-10", "provider=bc"})
public final class BcEspCrypto implements EspCrypto {

  private final SecureRandom random = new SecureRandom();

  @Override
  public String provider() {
    return "bc";
  }

  @Override
  public boolean supports(EspSuite suite) {
    int bits = suite.keyBits();
    EncryptionAlgorithm algorithm = suite.encryption();
    return algorithm.hasKeyLengthAttribute()
        ? bits == 128 || bits == 192 || bits == 256
        : bits == algorithm.defaultKeyBits();
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    if (!supports(suite)) {
      throw new IllegalArgumentException("Bouncy Castle has no " + suite);
    }
    if (keyMaterial.length != suite.keyMaterialLength()) {
      throw new IllegalArgumentException(
          suite + " needs " + suite.keyMaterialLength() + " octets, not " + keyMaterial.length);
    }
    return suite.encryption().isAead()
        ? new BcAeadTransform(suite, keyMaterial, direction)
        : new BcCbcHmacTransform(suite, keyMaterial, direction, random);
  }
}
