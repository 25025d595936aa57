package org.sekisho.api.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What this router proves its identity with.
 *
 * @param chain its certificate, then those of the CAs between it and a root, which is not among
 *     them
 * @param key the private key of the first
 */
public record Credential(List<X509Certificate> chain, PrivateKey key) {

  /** Copies the chain. */
  public Credential {
    chain = List.copyOf(chain);
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "Credential[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
