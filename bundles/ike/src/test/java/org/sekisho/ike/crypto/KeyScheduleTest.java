package org.sekisho.ike.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.sekisho.ike.crypto.KeySchedule.NO_SECRETS;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.SpiCodec;

/** Key derivation against published vectors. */
class KeyScheduleTest {

  private final KeySchedule schedule = new KeySchedule(new JcaIkeCrypto());
  private Properties vectors;
  private int number;

  private byte[] get(String name) {
    return HexFormat.of().parseHex(vectors.getProperty(number + "." + name));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void derivesWhatTheVectorsSay(int vector) throws IOException {
    number = vector;
    vectors = new Properties();
    try (InputStream in = getClass().getResourceAsStream("ikev2-kdf.properties")) {
      vectors.load(in);
    }
    PrfAlgorithm prf =
        vectors.getProperty(number + ".hash").equals("SHA-1")
            ? PrfAlgorithm.HMAC_SHA1
            : PrfAlgorithm.HMAC_SHA2_256;
    byte[] ni = get("nInit");
    byte[] nr = get("nResp");
    byte[] seed = schedule.seed(prf, ni, nr, get("gir"));
    assertArrayEquals(get("sKeySeed"), seed);

    byte[] dkm = get("derivedKeyingMaterial");
    byte[] spis = KeySchedule.concat(get("spiInit"), get("spiResp"));
    assertArrayEquals(
        dkm, schedule.prfPlus(prf, seed, KeySchedule.concat(ni, nr, spis), dkm.length));

    IkeSuite suite =
        new IkeSuite(
            EncryptionAlgorithm.AES_CBC,
            128,
            IntegrityAlgorithm.HMAC_SHA1_96,
            prf,
            KeyExchangeMethod.MODP_1024,
            List.of());
    IkeKeys keys =
        schedule.ikeKeys(
            suite, seed, ni, nr, SpiCodec.toLong(get("spiInit")), SpiCodec.toLong(get("spiResp")));
    assertArrayEquals(Arrays.copyOf(dkm, prf.outputLength()), keys.d);

    if (vectors.containsKey(number + ".derivedKeyingMaterialChild")) {
      children(prf, keys, ni, nr);
    }
    assertArrayEquals(
        get("sKeySeedReKey"), schedule.rekeySeed(prf, keys, get("girNew"), ni, nr, NO_SECRETS));
  }

  private void children(PrfAlgorithm prf, IkeKeys keys, byte[] ni, byte[] nr) {
    byte[] child = get("derivedKeyingMaterialChild");
    assertArrayEquals(
        child, schedule.prfPlus(prf, keys.d, KeySchedule.concat(ni, nr), child.length));
    EspSuite esp =
        new EspSuite(EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA1_96, false);
    KeyMaterial[] pair = schedule.childKeys(prf, keys, esp, null, ni, nr, NO_SECRETS);
    assertArrayEquals(Arrays.copyOfRange(child, 0, 36), pair[0].copy());
    assertArrayEquals(Arrays.copyOfRange(child, 36, 72), pair[1].copy());

    byte[] withDh = get("derivedKeyingMaterialDh");
    KeyMaterial[] pfs = schedule.childKeys(prf, keys, esp, get("girNew"), ni, nr, NO_SECRETS);
    assertArrayEquals(Arrays.copyOfRange(withDh, 0, 36), pfs[0].copy());
    assertArrayEquals(Arrays.copyOfRange(withDh, 36, 72), pfs[1].copy());
  }
}
