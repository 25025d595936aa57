package org.sekisho.pki;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** An OCSP responder and a place for CRLs on the loopback interface. */
final class OcspResponder implements AutoCloseable {

  final AtomicInteger requests = new AtomicInteger();

  /** Serial numbers that are revoked. */
  final Set<String> revoked = new HashSet<>();

  /** Documents by path. */
  final Map<String, byte[]> documents = new HashMap<>();

  /** When the answer was made. */
  Instant made = Instant.now();

  /** Says a nonce of its own. */
  boolean wrongNonce;

  private final HttpServer server;
  private final X509Certificate signer;
  private final PrivateKey key;

  OcspResponder(X509Certificate signer, PrivateKey key) throws IOException {
    this.signer = signer;
    this.key = key;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] answer = documents.get(exchange.getRequestURI().getPath());
          if (answer == null && exchange.getRequestMethod().equals("POST")) {
            answer = answer(exchange.getRequestBody().readAllBytes());
          }
          exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null ? -1 : 0);
          if (answer != null) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private byte[] answer(byte[] request) throws IOException {
    try {
      OCSPReq asked = new OCSPReq(request);
      BasicOCSPRespBuilder builder =
          new BasicOCSPRespBuilder(
              SubjectPublicKeyInfo.getInstance(signer.getPublicKey().getEncoded()),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(org.bouncycastle.cert.ocsp.RespID.HASH_SHA1));
      for (Req one : asked.getRequestList()) {
        boolean isRevoked = revoked.contains(one.getCertID().getSerialNumber().toString());
        CertificateStatus status =
            isRevoked ? new RevokedStatus(Date.from(made), 1) : CertificateStatus.GOOD;
        builder.addResponse(
            one.getCertID(), status, Date.from(made), Date.from(made.plusSeconds(3600)));
      }
      Extension nonce = asked.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
      if (wrongNonce) {
        byte[] other = nonce.getExtnValue().getOctets();
        other[other.length - 1] ^= 1;
        nonce = new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, other);
      }
      builder.setResponseExtensions(new Extensions(nonce));
      return new OCSPRespBuilder()
          .build(
              OCSPRespBuilder.SUCCESSFUL,
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(key),
                  new X509CertificateHolder[] {new JcaX509CertificateHolder(signer)},
                  Date.from(made)))
          .getEncoded();
    } catch (OCSPException
        | OperatorCreationException
        | java.security.cert.CertificateEncodingException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
