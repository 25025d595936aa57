package org.sekisho.api.pki;

/** What happens when nobody can tell whether a certificate is revoked. */
public enum Revocation {
  /** Nobody is asked. */
  OFF,
  /** The certificate counts as good, and the log says so. */
  SOFT,
  /** The certificate is refused. */
  STRICT
}
