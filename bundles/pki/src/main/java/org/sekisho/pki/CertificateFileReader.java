package org.sekisho.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.sekisho.api.pki.PkiException;

/** Reads the types of {@code pki certificate file}. */
final class CertificateFileReader {

  private static final int MAX_CERTIFICATES = 200;
  private static final int DER_SEQUENCE = 0x30;

  private final Provider bouncyCastle;

  /**
   * With Bouncy Castle for keys under a password; it is handed in and never registered.
   *
   * @param bouncyCastle the provider
   */
  CertificateFileReader(Provider bouncyCastle) {
    this.bouncyCastle = bouncyCastle;
  }

  /**
   * Reads a file.
   *
   * @param password empty for none
   * @throws PkiException with what is wrong with the file; it stands behind the file's name
   */
  CertificateFile read(FileType type, byte[] content, String password) throws PkiException {
    char[] secret = password.toCharArray();
    try {
      return switch (type) {
        case PKCS12 -> pkcs12(content, secret);
        case X509_PEM -> pem(content, secret);
        case X509_CA -> CertificateFile.ofAuthorities(authorities(content));
      };
    } finally {
      Arrays.fill(secret, '\0');
      Arrays.fill(content, (byte) 0); // it may hold a key
    }
  }

  private static CertificateFile pkcs12(byte[] content, char[] password) throws PkiException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
      List<X509Certificate> certificates = new ArrayList<>();
      PrivateKey key = null;
      for (String alias : Collections.list(store.aliases())) {
        Key entry = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
        Certificate[] chain = store.getCertificateChain(alias);
        Certificate[] found =
            chain != null ? chain : new Certificate[] {store.getCertificate(alias)};
        for (Certificate certificate : found) {
          if (certificate instanceof X509Certificate x509 && !certificates.contains(x509)) {
            certificates.add(x509);
          }
        }
        if (key == null && entry instanceof PrivateKey found1) {
          key = found1;
        }
      }
      if (key == null) {
        return CertificateFile.ofAuthorities(certificates);
      }
      return CertificateFile.of(certificates, key);
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("it is no PKCS #12 file, or the password is wrong", e);
    }
  }

  private static List<X509Certificate> authorities(byte[] content) throws PkiException {
    try {
      if (content.length > 0 && content[0] == DER_SEQUENCE) {
        return List.of(certificate(content));
      }
      List<X509Certificate> certificates = new ArrayList<>();
      for (Object object : objects(content)) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(certificate(holder.getEncoded()));
        }
      }
      return certificates;
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("it is no PEM or DER file of certificates", e);
    }
  }

  private CertificateFile pem(byte[] content, char[] password) throws PkiException {
    List<X509Certificate> certificates = new ArrayList<>();
    PrivateKeyInfo info = null;
    try {
      for (Object object : objects(content)) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(certificate(holder.getEncoded()));
        } else if (info == null) {
          info = keyInfo(object, password).orElse(null);
        }
      }
    } catch (PEMException | PKCSException | OperatorCreationException e) {
      throw new PkiException("its key cannot be read: the password is wrong", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("it is no PEM file", e);
    }
    if (info == null) {
      throw new PkiException(
          "it holds no private key: append it to the file, or use x509-ca for a CA's certificate");
    }
    return CertificateFile.of(certificates, privateKey(info, certificates));
  }

  private static List<Object> objects(byte[] content) throws IOException {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser =
        new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
      for (Object next = parser.readObject();
          next != null && objects.size() < MAX_CERTIFICATES;
          next = parser.readObject()) {
        objects.add(next);
      }
    }
    return objects;
  }

  private Optional<PrivateKeyInfo> keyInfo(Object object, char[] password)
      throws IOException, PKCSException, OperatorCreationException {
    if (object instanceof PrivateKeyInfo plain) {
      return Optional.of(plain);
    }
    if (object instanceof PEMKeyPair plain) {
      return Optional.of(plain.getPrivateKeyInfo());
    }
    if (object instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
      return Optional.of(
          encrypted.decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(bouncyCastle)
                  .build(password)));
    }
    if (object instanceof PEMEncryptedKeyPair encrypted) {
      return Optional.of(
          encrypted
              .decryptKeyPair(
                  new JcePEMDecryptorProviderBuilder().setProvider(bouncyCastle).build(password))
              .getPrivateKeyInfo());
    }
    return Optional.empty();
  }

  /** The kind of key is that of one of the certificates, whose parameters some forms leave out. */
  private static PrivateKey privateKey(PrivateKeyInfo info, List<X509Certificate> certificates)
      throws PkiException {
    for (X509Certificate certificate : certificates) {
      PublicKey publicKey = certificate.getPublicKey();
      AlgorithmIdentifier algorithm =
          SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getAlgorithm();
      if (algorithm.getAlgorithm().equals(info.getPrivateKeyAlgorithm().getAlgorithm())) {
        Optional<PrivateKey> key = privateKey(info, algorithm, publicKey.getAlgorithm());
        if (key.isPresent() && KeyPairs.belong(publicKey, key.get())) {
          return key.get();
        }
      }
    }
    throw new PkiException("its key is not that of any certificate in it");
  }

  private static Optional<PrivateKey> privateKey(
      PrivateKeyInfo info, AlgorithmIdentifier algorithm, String name) throws PkiException {
    byte[] encoded;
    try {
      encoded = new PrivateKeyInfo(algorithm, info.parsePrivateKey()).getEncoded();
    } catch (IOException e) {
      throw new PkiException("its key cannot be read", e);
    }
    try {
      return Optional.of(
          KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // on another curve than this certificate's
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
