package org.sekisho.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;

/** ESP transforms on SunJCE, with byte arrays: its ciphers are slower on direct buffers. */
@Component(
    immediate = true,
    property = {"service.ranking:Integer=0", "provider=jca"})
public final class JcaEspCrypto implements EspCrypto {

  private final SecureRandom random = new SecureRandom();
  private EspWarmUp warmUp;

  /** Warms the ciphers in the background, so that the first packets are not slow. */
  @Activate
  void activate() {
    warmUp = new EspWarmUp(this);
    warmUp.start();
  }

  /** Ends the warm-up if it still runs. */
  @Deactivate
  void deactivate() {
    warmUp.stop();
  }

  @Override
  public String provider() {
    return "jca";
  }

  @Override
  public boolean supports(EspSuite suite) {
    if (!JcaNames.available(suite.encryption(), suite.keyBits())) {
      return false;
    }
    return suite.integrity() == IntegrityAlgorithm.NONE
        || JcaNames.available(JcaNames.SUN_JCE, "Mac", JcaNames.mac(suite.integrity()));
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    if (!supports(suite)) {
      throw new IllegalArgumentException("the JDK has no " + suite);
    }
    if (keyMaterial.length != suite.keyMaterialLength()) {
      throw new IllegalArgumentException(
          suite + " needs " + suite.keyMaterialLength() + " octets, not " + keyMaterial.length);
    }
    try {
      return suite.encryption().isAead()
          ? new AeadTransform(suite, keyMaterial, direction)
          : new CbcHmacTransform(suite, keyMaterial, direction, whitening(suite, direction));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the JDK refuses " + suite + ": " + e.getMessage(), e);
    }
  }

  private Whitening whitening(EspSuite suite, Direction direction) throws GeneralSecurityException {
    if (direction == Direction.INBOUND || suite.encryption() == EncryptionAlgorithm.NULL) {
      return (target, offset, length) -> {
        throw new IllegalStateException("no IV is made here");
      };
    }
    return new KeystreamWhitening(random);
  }
}
