package org.sekisho.pki;

/**
 * A line {@code pki certificate file}.
 *
 * @param file name of the file
 * @param type what it is
 * @param password empty for none
 */
public record CertificateLine(String file, FileType type, String password) {

  /** Never prints the password. */
  @Override
  public String toString() {
    return "CertificateLine[" + file + " " + type + "]";
  }
}
