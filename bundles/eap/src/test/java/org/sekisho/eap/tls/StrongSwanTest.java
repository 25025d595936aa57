package org.sekisho.eap.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.Vector;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.AbstractTlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.eap.method.ServerMethod.Verdict;

/**
 * A server with the habits of strongSwan 5.9: no extended master secret, no secure renegotiation,
 * empty authorities.
 */
class StrongSwanTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static EapCredentials gateway;
  private static EapCredentials branch;

  /** SHA-256 of the exporter's input, worked out beside the code under test. */
  private byte[] expected;

  @BeforeAll
  static void certificates() throws Exception {
    TestAuthority authority = new TestAuthority("root");
    gateway = authority.credentials("EC", "gw.example.com", authority);
    branch = authority.credentials("EC", "branch.example.com", authority);
  }

  private final class Server extends ServerSide {

    private final ProtocolVersion[] versions;

    Server(TlsSession session, ProtocolVersion... versions) {
      super(new BcTlsCrypto(RANDOM), session, versions);
      this.versions = versions;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {
        CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
      };
    }

    @Override
    public boolean shouldUseExtendedMasterSecret() {
      return false;
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
      if (!versions[0].equals(ProtocolVersion.TLSv13)) {
        return super.getCertificateRequest();
      }
      Vector<?> understood = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
      return new CertificateRequest(TlsUtils.EMPTY_BYTES, understood, null, null) {
        @Override
        public void encode(TlsContext context, OutputStream output) throws IOException {
          // no context; signature_algorithms with ecdsa_secp256r1_sha256; empty authorities
          output.write(
              HexFormat.of().parseHex("00" + "000e" + "000d000400020403" + "002f00020000"));
        }
      };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      SecurityParameters parameters = context.getSecurityParametersConnection();
      if (parameters.getMasterSecret() != null && !TlsUtils.isTLSv13(context)) {
        TlsSecret copy = context.getCrypto().adoptSecret(parameters.getMasterSecret());
        expected =
            exported(
                ((AbstractTlsSecret) copy).extract(),
                parameters.getClientRandom(),
                parameters.getServerRandom());
      }
      super.notifyHandshakeComplete();
    }
  }

  /** P_SHA256(master secret, "client EAP encryption" | randoms) (RFC 5246 section 5, RFC 5216). */
  private static byte[] exported(byte[] secret, byte[] client, byte[] server) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] label = "client EAP encryption".getBytes(StandardCharsets.US_ASCII);
      byte[] a = label;
      mac.update(label);
      mac.update(client);
      a = mac.doFinal(server);
      byte[] out = new byte[64];
      for (int at = 0; at < out.length; at += 32) {
        mac.update(a);
        mac.update(label);
        mac.update(client);
        System.arraycopy(mac.doFinal(server), 0, out, at, 32);
        a = mac.doFinal(a);
      }
      return out;
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Verdict run(ProtocolVersion version) throws Exception {
    TlsSession session = new TlsSession(gateway, Set.of("branch.example.com"));
    TlsServer server = new TlsServer(session, new Server(session, version));
    TlsPeer peer = new TlsPeer(branch, "gw.example.com", RANDOM);
    byte[] request = server.request(0);
    Verdict verdict = null;
    for (int i = 0; i < 50; i++) {
      verdict = server.respond(0, peer.respond(0, request));
      if (!(verdict instanceof Verdict.Ask ask)) {
        break;
      }
      request = ask.data();
    }
    Verdict.Accept accept = assertInstanceOf(Verdict.Accept.class, verdict);
    assertTrue(peer.objection().isEmpty());
    assertArrayEquals(accept.key().orElseThrow(), peer.takeKey().orElseThrow());
    return verdict;
  }

  @Test
  void tls12WithoutExtendedMasterSecret() throws Exception {
    Verdict.Accept accept = (Verdict.Accept) run(ProtocolVersion.TLSv12);
    assertArrayEquals(expected, accept.key().orElseThrow());
  }

  /** Bouncy Castle's default would throw handshake_failure on either side. */
  @Test
  void withoutSecureRenegotiation() {
    TlsSession session = new TlsSession(gateway, Set.of("branch.example.com"));
    new ClientSide(new BcTlsCrypto(RANDOM), session, CipherSuites.versions())
        .notifySecureRenegotiation(false);
    new Server(session, ProtocolVersion.TLSv12).notifySecureRenegotiation(false);
  }

  @Test
  void tls13WithAnEmptyListOfAuthorities() throws Exception {
    run(ProtocolVersion.TLSv13);
  }

  @Test
  void onlyAnEmptyListIsTakenOut() {
    for (String kept :
        new String[] {
          "", "00", "0000", "00000e", "000006002f00040002aabb", "000006002f0002", "ff00"
        }) {
      byte[] message = HexFormat.of().parseHex(kept);
      assertSame(message, LenientClientProtocol.withoutEmptyAuthorities(message), kept);
    }
    byte[] repaired =
        LenientClientProtocol.withoutEmptyAuthorities(
            HexFormat.of().parseHex("0107" + "000e" + "002f00020000" + "000d000400020403"));
    assertEquals("0107" + "0008" + "000d000400020403", HexFormat.of().formatHex(repaired));
    assertTrue(Arrays.equals(repaired, LenientClientProtocol.withoutEmptyAuthorities(repaired)));
  }
}
