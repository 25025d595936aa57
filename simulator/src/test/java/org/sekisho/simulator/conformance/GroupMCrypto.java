package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.KeyAgreement;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.crypto.jca.JcaIkeCrypto;

/** RFC 7296 section 3.14, RFC 5282: the encrypted payload, and the primitives under it. */
class GroupMCrypto extends ConformanceGroup {

  private static final Suite CHACHA = new Suite(28, 256, 0, 5, 31);

  private static Peer connected(Suite suite) {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.suite = suite;
    return peer.connect();
  }

  private static byte[] iv(byte[] message, int length) {
    return Arrays.copyOfRange(message, 32, 32 + length);
  }

  @Statement(
      id = "M01",
      role = BOTH,
      level = MUST,
      section = "3.14",
      text =
          "With CBC the IV is not to be guessed, and padding of the peer may be of any content and"
              + " up to 255 octets")
  void m01_padding() {
    Peer peer = connected(Suite.CBC);
    Set<String> ivs = new HashSet<>();
    for (int length : new int[] {15, 31, 239, 255}) {
      byte[] padding = Octets.counting(length, 0xa7);
      byte[] padded = Octets.join(padding, new byte[] {(byte) length});
      peer.send(peer.sealPadded(INFORMATIONAL, INITIATOR_FLAG, peer.nextId, 0, padded));
      RawMessage answer = peer.takeResponse(INFORMATIONAL, peer.nextId++);
      assertTrue(ivs.add(HexFormat.of().formatHex(iv(answer.octets(), 16))));
    }
    Peer aead = connected(Suite.GCM);
    byte[] padded = Octets.join(Octets.counting(255, 3), new byte[] {(byte) 255});
    aead.send(aead.sealPadded(INFORMATIONAL, INITIATOR_FLAG, aead.nextId, 0, padded));
    assertEquals(List.of(), aead.takeResponse(INFORMATIONAL, aead.nextId).types());
  }

  @Statement(
      id = "M02",
      role = BOTH,
      level = MUST,
      section = "RFC 5282 3, 5.1",
      text =
          "AEAD: an IV of 8 octets that never repeats, the nonce is salt and IV, and the header of"
              + " the message up to that of the payload is associated data")
  void m02_aead() {
    for (Suite suite : List.of(Suite.GCM, new Suite(20, 128, 0, 5, 31), CHACHA)) {
      Peer peer = connected(suite);
      Set<Long> ivs = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        RawMessage answer = peer.ask(INFORMATIONAL);
        assertEquals(28 + 4 + 8 + 1 + 16, answer.octets().length);
        assertTrue(ivs.add(Octets.u64(answer.octets(), 32)));
      }
      byte[] request = peer.seal(INFORMATIONAL, false, peer.nextId);
      for (int at : new int[] {16, 18, 19, 28, 29}) {
        peer.dut.ignores(() -> peer.send(Octets.with(request, at, request[at] ^ 0x40)));
      }
    }
  }

  @Statement(
      id = "M03",
      role = BOTH,
      level = MUST,
      section = "3.14",
      text = "Padding longer than what was encrypted is refused")
  void m03_paddingTooLong() {
    for (Suite suite : List.of(Suite.GCM, Suite.CBC)) {
      Peer peer = connected(suite);
      byte[] padded = Octets.with(new byte[16], 15, 16);
      byte[] message = peer.sealPadded(INFORMATIONAL, INITIATOR_FLAG, peer.nextId, 0, padded);
      peer.dut.ignores(() -> peer.send(message));
      assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
    }
  }

  @Statement(
      id = "M04",
      role = BOTH,
      level = MUST,
      section = "3.14",
      text =
          "An encrypted payload shorter than IV and ICV, or not of whole blocks, is refused unopened")
  void m04_tooShort() {
    for (Suite suite : List.of(Suite.GCM, Suite.CBC)) {
      CountingCrypto crypto = new CountingCrypto();
      Dut dut = new Dut(new SecureRandom(), crypto.proxy());
      dut.configure(Dut.gateway().build());
      Peer peer = new Peer(dut);
      peer.suite = suite;
      peer.connect();
      int before = crypto.decryptions;
      int least = suite.ivLength() + suite.icvLength();
      for (int length = 0; length <= least; length++) {
        byte[] head =
            Octets.join(
                RawMessage.header(
                    peer.spiI,
                    peer.spiR,
                    RawPayload.SK,
                    INFORMATIONAL,
                    INITIATOR_FLAG,
                    peer.nextId,
                    4 + length),
                new Octets().u8(0).u8(0).u16(4 + length).get());
        byte[] message = Octets.join(head, new byte[length]);
        dut.ignores(() -> peer.send(message));
      }
      assertEquals(before, crypto.decryptions);
    }
  }

  @Statement(
      id = "M05",
      role = BOTH,
      level = MUST,
      section = "3.14",
      text = "The ICV is checked before anything is decrypted or read, in constant time",
      remark = "Constant time: MessageDigest.isEqual; for AEAD the platform's cipher does it")
  void m05_icvFirst() {
    CountingCrypto crypto = new CountingCrypto();
    Dut dut = new Dut(new SecureRandom(), crypto.proxy());
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.suite = Suite.CBC;
    peer.connect();
    byte[] request = peer.seal(INFORMATIONAL, false, peer.nextId, RawPayload.deleteIke());
    int before = crypto.decryptions;
    for (int at = 32; at < request.length; at++) {
      byte[] forged = Octets.flipped(request, at);
      dut.ignores(() -> peer.send(forged));
    }
    assertEquals(before, crypto.decryptions);
    peer.send(request);
    assertEquals(before + 1, crypto.decryptions);
  }

  /** Counts how often something is decrypted. */
  private static final class CountingCrypto implements InvocationHandler {
    private final IkeCrypto real = new JcaIkeCrypto();
    private int decryptions;

    private IkeCrypto proxy() {
      return (IkeCrypto)
          Proxy.newProxyInstance(
              GroupMCrypto.class.getClassLoader(), new Class<?>[] {IkeCrypto.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      decryptions += method.getName().equals("decrypt") ? 1 : 0;
      try {
        return method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Statement(
      id = "M06",
      role = BOTH,
      level = MUST,
      section = "RFC 4106 3.1",
      text = "No IV is used twice with one key, over renewals and restarts",
      remark =
          "IVs count; a renewal or a restart has other keys. The data plane makes IVs of sequence"
              + " numbers, which one thread gives out")
  void m06_ivsDoNotRepeat() {
    Peer peer = connected(Suite.GCM);
    Set<Long> ivs = new HashSet<>();
    ivs.add(Octets.u64(peer.seal(INFORMATIONAL, false, 0), 0));
    for (int i = 0; i < 200; i++) {
      assertTrue(ivs.add(Octets.u64(peer.ask(INFORMATIONAL).octets(), 32)));
      peer.dut.engine.probe(peer.dut.now, 1);
      RawMessage probe = peer.takeRequest(INFORMATIONAL);
      assertTrue(ivs.add(Octets.u64(probe.octets(), 32)));
      peer.answer(probe);
    }
    Peer renewed = Renewals.ofIkeByPeer(peer);
    assertFalse(Arrays.equals(peer.keys.er(), renewed.keys.er()));
    assertFalse(Arrays.equals(connected(Suite.GCM).keys.er(), peer.keys.er()));
    EspPair pair = new EspPair().install();
    Set<Long> esp = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      assertTrue(esp.add(Octets.u64(pair.send(EspPair.packet(60)), 8)));
    }
  }

  @Statement(
      id = "M07",
      role = BOTH,
      level = MUST,
      section = "RFC 7634 A, B",
      text = "ChaCha20-Poly1305 in IKE and ESP gives the octets of the RFC's examples",
      remark = "The example of ESP; IKE against the test's own sealing")
  void m07_chacha() throws GeneralSecurityException {
    assertEquals(List.of(), connected(CHACHA).ask(INFORMATIONAL).types());
    byte[] key = Octets.join(Octets.counting(32, 0x80), Octets.counting(4, 0xa0));
    byte[] iv = Octets.counting(8, 0x10);
    byte[] aad = Octets.hex("0102030400000005");
    byte[] plain =
        Octets.hex(
            "45000054a6f200004001e778c6336405c000020508005b7a3a08000055"
                + "3bec100007362708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                + "202122232425262728292a2b2c2d2e2f303132333435363701020204");
    byte[] sealed =
        Octets.hex(
            "24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c6"
                + "14ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3"
                + "cbec163fac469b502773f6fb94e664da9165b82829f641e076aaa8266b7fb0f7"
                + "b11b369907e1ad43");
    JcaIkeCrypto crypto = new JcaIkeCrypto();
    EncryptionAlgorithm chacha = EncryptionAlgorithm.CHACHA20_POLY1305;
    assertArrayEquals(plain, crypto.decrypt(chacha, key, iv, aad, sealed));
    assertArrayEquals(sealed, crypto.encrypt(chacha, key, iv, aad, plain));
  }

  @Statement(
      id = "M08",
      role = BOTH,
      level = MUST,
      section = "RFC 4868 2.3",
      text = "HMAC-SHA2-256 is cut to 128 bits, 384 to 192 and 512 to 256",
      remark = "Not to 96 bits, as drafts of the RFC had it")
  void m08_truncation() {
    int[] prfs = {5, 6, 7};
    int[] lengths = {16, 24, 32};
    for (int i = 0; i < 3; i++) {
      Peer peer = connected(new Suite(12, 256, 12 + i, prfs[i], 31));
      assertEquals(28 + 4 + 16 + 16 + lengths[i], peer.ask(INFORMATIONAL).octets().length);
    }
  }

  @Statement(
      id = "M09",
      role = BOTH,
      level = MUST,
      section = "RFC 3526, RFC 5903, RFC 8031",
      text = "Key exchange of groups 2, 5, 14 to 16, 19 to 21 and 31 gives the secret of the RFCs",
      remark =
          "Against the platform's own arithmetic; vectors of the RFCs: tests of the crypto bundle."
              + " Groups 17, 18 and 24 are not offered: no gateway needs them, 24 is SHOULD NOT")
  void m09_groups() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    for (KeyExchangeMethod method :
        List.of(
            KeyExchangeMethod.MODP_1024,
            KeyExchangeMethod.MODP_1536,
            KeyExchangeMethod.MODP_2048,
            KeyExchangeMethod.MODP_3072,
            KeyExchangeMethod.MODP_4096)) {
      BigInteger prime = Modp.prime(method.publicLength());
      BigInteger secret = new BigInteger(256, random).setBit(255);
      try (KeyExchange router = new JcaIkeCrypto().keyExchange(method, random)) {
        byte[] ours = Modp.octets(BigInteger.TWO.modPow(secret, prime), method.publicLength());
        BigInteger theirs = new BigInteger(1, router.publicValue());
        assertArrayEquals(
            Modp.octets(theirs.modPow(secret, prime), method.publicLength()),
            router.sharedSecret(ours));
      }
    }
    curve("secp256r1", KeyExchangeMethod.ECP_256);
    curve("secp384r1", KeyExchangeMethod.ECP_384);
    curve("secp521r1", KeyExchangeMethod.ECP_521);
    for (int group : new int[] {2, 5, 14, 15, 16, 19, 20, 21, 31}) {
      Dut dut = new Dut();
      dut.configure(Dut.gateway().build());
      Peer peer = new Peer(dut);
      peer.suite = new Suite(20, 256, 0, 5, group);
      peer.connect();
    }
  }

  /** The platform's own agreement on a curve, against the router's. */
  private static void curve(String name, KeyExchangeMethod method) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(name));
    KeyPair own = generator.generateKeyPair();
    ECPublicKey ownPublic = (ECPublicKey) own.getPublic();
    int half = method.publicLength() / 2;
    try (KeyExchange router = new JcaIkeCrypto().keyExchange(method, new SecureRandom())) {
      byte[] value = router.publicValue();
      ECPoint point =
          new ECPoint(
              new BigInteger(1, Arrays.copyOf(value, half)),
              new BigInteger(1, Arrays.copyOfRange(value, half, value.length)));
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(own.getPrivate());
      agreement.doPhase(
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(point, ownPublic.getParams())),
          true);
      byte[] ours =
          Octets.join(
              Modp.octets(ownPublic.getW().getAffineX(), half),
              Modp.octets(ownPublic.getW().getAffineY(), half));
      assertArrayEquals(agreement.generateSecret(), router.sharedSecret(ours));
    }
  }
}
