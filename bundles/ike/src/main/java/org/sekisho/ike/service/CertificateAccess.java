package org.sekisho.ike.service;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.Pki;
import org.sekisho.api.pki.PkiException;

/** The pki bundle, which may be missing. */
final class CertificateAccess {

  private final BiConsumer<Long, Optional<String>> checked;
  private final AtomicReference<Pki> present = new AtomicReference<>();

  /**
   * Without one at first.
   *
   * @param checked takes a check's number and the sentence of refusal, on any thread
   */
  CertificateAccess(BiConsumer<Long, Optional<String>> checked) {
    this.checked = checked;
  }

  void use(Pki pki) {
    present.set(pki);
  }

  void leave(Pki pki) {
    present.compareAndSet(pki, null);
  }

  private Pki pki() throws PkiException {
    Pki pki = present.get();
    if (pki == null) {
      throw PkiException.notInstalled();
    }
    return pki;
  }

  Credential credential(int file) throws PkiException {
    return pki().credential(file);
  }

  List<X509Certificate> anchors(int file) throws PkiException {
    return pki().anchors(file);
  }

  void check(long number, ChainCheck what) throws PkiException {
    pki().check(what, refusal -> checked.accept(number, refusal));
  }
}
