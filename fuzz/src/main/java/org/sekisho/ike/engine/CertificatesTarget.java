package org.sekisho.ike.engine;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.crypto.SigningKeys;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.fuzz.FuzzTarget;
import org.sekisho.fuzz.Script;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.crypto.SignatureAuthentication;
import org.sekisho.ike.crypto.SignedOctets;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.CertPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.pki.ChainFuzz;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/**
 * Certificates of a peer, before anybody vouches for them: reading, names, kind of key, signature,
 * chain. The first certificate of the input is also the CA that is trusted, so that chains can be
 * good. It lies in this package to reach what the bundle does not export.
 */
public final class CertificatesTarget implements FuzzTarget {

  private static final int MOST_CERTIFICATES = 9;
  private static final List<Identity> IDENTITIES =
      List.of(
          Identity.parse("branch.example", "fqdn").orElseThrow(),
          Identity.parse("kei@branch.example", "user-fqdn").orElseThrow(),
          Identity.parse("203.0.113.2", "ipv4-addr").orElseThrow());
  private static final JcaIkeCrypto CRYPTO = new JcaIkeCrypto();
  private static final IkeSuite SUITE =
      new IkeSuite(
          EncryptionAlgorithm.AES_GCM_16,
          256,
          IntegrityAlgorithm.NONE,
          PrfAlgorithm.HMAC_SHA2_256,
          KeyExchangeMethod.CURVE25519,
          List.of());

  private final SignatureAuthentication signatures = new SignatureAuthentication(CRYPTO);

  /** The target. */
  public CertificatesTarget() {
    // nothing to set up
  }

  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public String what() {
    return "certificates of a peer: names, keys, signatures, chains, CRLs";
  }

  @Override
  public int longest() {
    return 4096;
  }

  @Override
  public void run(byte[] input) {
    Script script = new Script(input);
    int method = script.u8();
    byte[] auth = script.block();
    byte[] crl = script.block();
    List<Payload> payloads = new ArrayList<>();
    while (script.hasMore() && payloads.size() < MOST_CERTIFICATES) {
      payloads.add(new CertPayload(CertPayload.X509_SIGNATURE, script.block()));
    }
    List<X509Certificate> certificates;
    try {
      certificates = PeerCertificates.of(new Payloads(payloads));
    } catch (MalformedMessageException e) {
      return;
    }
    for (X509Certificate certificate : certificates) {
      CertificateIdentity names = new CertificateIdentity(certificate);
      IDENTITIES.forEach(names::isFor);
      check(names.text().length() < 1_000, "a long text");
      check(names.text().chars().noneMatch(Character::isISOControl), "control characters");
      if (SigningKeys.problem(certificate.getPublicKey()).isEmpty()) {
        verify(certificate, new AuthPayload(method, auth));
      }
    }
    if (certificates.size() > 1) {
      ChainFuzz.check(certificates, crl);
    }
  }

  private void verify(X509Certificate certificate, AuthPayload auth) {
    try {
      signatures.verify(certificate.getPublicKey(), auth, signed(), auth.method() == 14);
      throw new AssertionError("a signature nobody made is right");
    } catch (SignatureAuthentication.Refusal e) {
      check(!e.getMessage().isEmpty(), "no reason");
    }
  }

  private static SignedOctets signed() {
    byte[] octets = "octets that were never signed".getBytes(StandardCharsets.US_ASCII);
    IkeKeys keys = new KeySchedule(CRYPTO).ikeKeys(SUITE, octets, octets, octets, 1, 2);
    return SignedOctets.of(
        CRYPTO, SUITE.prf(), keys, true, octets, new byte[32], octets, new byte[0]);
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  @Override
  public List<byte[]> seeds() throws Exception {
    List<byte[]> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      TestAuthority root = TestAuthority.root(valid(Request.of("CN=Root, O=Sekisho", Kind.P256)));
      TestAuthority below = root.below(valid(Request.of("CN=Below", kind)));
      TestAuthority.Issued peer =
          below.issue(
              valid(Request.of("CN=branch.example", kind))
                  .dns("branch.example")
                  .name(GeneralName.rfc822Name, "kei@branch.example")
                  .name(GeneralName.iPAddress, "203.0.113.2")
                  .ocsp(URI.create("http://ocsp.example/"))
                  .crl(URI.create("http://ca.example/crl")));
      Instant now = ChainFuzz.NOW;
      for (byte[] crl :
          List.of(below.crl(now).getEncoded(), below.crl(now, peer.certificate()).getEncoded())) {
        all.add(
            new Script.Writer()
                .u8(14)
                .block(new byte[] {1, 2, 3})
                .block(crl)
                .block(peer.certificate().getEncoded())
                .block(below.certificate().getEncoded())
                .block(root.certificate().getEncoded())
                .get());
      }
    }
    return all;
  }

  private static Request valid(Request request) {
    Duration year = Duration.ofDays(365);
    return request.valid(ChainFuzz.NOW.minus(year), ChainFuzz.NOW.plus(year));
  }
}
