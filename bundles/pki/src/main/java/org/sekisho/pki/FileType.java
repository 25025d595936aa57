package org.sekisho.pki;

/** Types of {@code pki certificate file}. */
public enum FileType {
  /** PKCS #12: certificate, key and CAs, under a password. */
  PKCS12("pkcs12"),
  /** PEM: certificate, key and CAs behind each other. */
  X509_PEM("x509-pem"),
  /** PEM or DER: certificates that are trusted as CAs. */
  X509_CA("x509-ca");

  private final String keyword;

  FileType(String keyword) {
    this.keyword = keyword;
  }

  String keyword() {
    return keyword;
  }

  static FileType of(String keyword) {
    for (FileType type : values()) {
      if (type.keyword.equals(keyword)) {
        return type;
      }
    }
    throw new IllegalArgumentException(keyword);
  }
}
