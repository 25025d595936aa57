package org.sekisho.ike.engine;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.pki.PkiException;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.config.Certificates;
import org.sekisho.ike.message.CertPayload;
import org.sekisho.ike.message.CertReqPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;

/** CERTREQ: which CAs we trust, by the hashes of their public keys (RFC 7296 section 3.7). */
final class CertificateRequests {

  private static final int MAX_AUTHORITIES = 50;

  private CertificateRequests() {}

  /**
   * For one gateway.
   *
   * @throws NegotiationException when no CA is known
   */
  static List<Payload> of(EngineContext context, Certificates certificates)
      throws NegotiationException {
    try {
      return payload(new LinkedHashSet<>(context.output.trustAnchors(certificates.anchors())));
    } catch (PkiException e) {
      throw new NegotiationException(NotifyType.AUTHENTICATION_FAILED, e.getMessage());
    }
  }

  /** For a response to a peer that has not named itself: the CAs of all gateways it may be. */
  static List<Payload> of(EngineContext context, List<Gateway> candidates) {
    Set<X509Certificate> anchors = new LinkedHashSet<>();
    for (Gateway gateway : candidates) {
      Authentication authentication = gateway.config().authentication();
      Optional<Certificates> lines = authentication.certificates();
      if (lines.isPresent() && authentication.remote() == Authentication.Method.CERTIFICATE) {
        try {
          anchors.addAll(context.output.trustAnchors(lines.get().anchors()));
        } catch (PkiException e) {
          // said again, and to the right gateway, when the peer has named itself
          context.output.debug("[IKE2] no certificate request: " + e.getMessage());
        }
      }
    }
    return payload(anchors);
  }

  private static List<Payload> payload(Set<X509Certificate> anchors) {
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    anchors.stream()
        .limit(MAX_AUTHORITIES)
        .map(a -> sha1(a.getPublicKey().getEncoded()))
        .forEach(hashes::writeBytes);
    return hashes.size() == 0
        ? List.of()
        : List.of(new CertReqPayload(CertPayload.X509_SIGNATURE, hashes.toByteArray()));
  }

  /** The RFC names SHA-1; nothing is secured by it. */
  private static byte[] sha1(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
