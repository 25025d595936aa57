package org.sekisho.bench.nullcrypto;

import org.osgi.service.component.annotations.Component;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;

/**
 * Stands in for AES-GCM with packets of the same layout and size, in the clear and unprotected. It
 * ranks above every real provider, so a router that has this bundle protects nothing: it belongs
 * into a benchmark on one machine and nowhere else.
 */
@Component(
    immediate = true,
    property = {"service.ranking:Integer=1000", "provider=null"})
public final class NullEspCrypto implements EspCrypto {

  @Override
  public String provider() {
    return "null";
  }

  @Override
  public boolean supports(EspSuite suite) {
    return suite.encryption() == EncryptionAlgorithm.AES_GCM_16;
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    if (!supports(suite)) {
      throw new IllegalArgumentException("only AES-GCM is stood in for, not " + suite);
    }
    return new NullTransform();
  }
}
