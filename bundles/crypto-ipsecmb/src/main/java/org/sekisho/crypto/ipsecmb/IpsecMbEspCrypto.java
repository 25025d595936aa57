package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;

/** ESP transforms on a loaded library. */
final class IpsecMbEspCrypto implements EspCrypto {

  /** The name of this provider. */
  static final String NAME = "ipsecmb";

  private final ImbLibrary library;
  private final SecureRandom random = new SecureRandom();

  IpsecMbEspCrypto(ImbLibrary library) {
    this.library = library;
  }

  @Override
  public String provider() {
    return NAME;
  }

  @Override
  public boolean supports(EspSuite suite) {
    int bits = suite.keyBits();
    boolean aesKey = bits == 128 || bits == 192 || bits == 256;
    return switch (suite.encryption()) {
      case AES_GCM_16 -> aesKey;
      case CHACHA20_POLY1305 -> bits == 256;
      case AES_CBC -> aesKey && CbcHmacKeys.hash(suite.integrity()) != 0;
      case DES_CBC, TRIPLE_DES_CBC, NULL -> false;
    };
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    if (!supports(suite)) {
      throw new IllegalArgumentException("ipsec-mb has no " + suite);
    }
    if (keyMaterial.length != suite.keyMaterialLength()) {
      throw new IllegalArgumentException(
          suite + " needs " + suite.keyMaterialLength() + " octets, not " + keyMaterial.length);
    }
    if (!library.retain()) {
      throw new IllegalStateException("ipsec-mb is no longer used");
    }
    try {
      if (suite.encryption() == EncryptionAlgorithm.AES_CBC) {
        NativeBlock keys = CbcHmacKeys.expand(library, suite, keyMaterial);
        IvSource ivs = direction == Direction.OUTBOUND ? new IvSource(random) : null;
        return new CbcHmacBurst(library, keys, CbcHmacKeys.PLACES, ivs, suite, direction);
      }
      int keyLength = suite.keyBits() / 8;
      int salt = ByteBuffer.wrap(keyMaterial).order(ByteOrder.nativeOrder()).getInt(keyLength);
      return new AeadBurst(library, aeadKey(suite, keyMaterial), salt, suite, direction);
    } finally {
      library.release();
    }
  }

  private NativeBlock aeadKey(EspSuite suite, byte[] keyMaterial) {
    int keyLength = suite.keyBits() / 8;
    if (suite.encryption() == EncryptionAlgorithm.CHACHA20_POLY1305) {
      NativeBlock key = new NativeBlock(keyLength);
      key.buffer().put(0, keyMaterial, 0, keyLength);
      return key;
    }
    NativeBlock expanded = new NativeBlock(Layout.GCM_KEY);
    try (NativeBlock key = new NativeBlock(keyLength)) {
      key.buffer().put(0, keyMaterial, 0, keyLength);
      library.call(Layout.GCM_PRE + (keyLength - 16), key.address(), expanded.address());
    }
    return expanded;
  }
}
