package org.sekisho.api.eap;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Our certificate and whom we trust, for EAP-TLS. Whether the other side's certificate is trusted
 * is asked by who started the conversation, see {@link EapStep.Success#chain}.
 *
 * @param chain our certificate first, then those that lead to its root
 * @param key the key of our certificate
 * @param anchors certificate authorities that are trusted, which the other side is told
 */
public record EapCredentials(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> anchors) {

  /** Copies the lists. */
  public EapCredentials {
    chain = List.copyOf(chain);
    anchors = List.copyOf(anchors);
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "EapCredentials[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
