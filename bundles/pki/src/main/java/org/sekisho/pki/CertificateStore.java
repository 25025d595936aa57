package org.sekisho.pki;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.Pki;
import org.sekisho.api.pki.PkiException;
import org.sekisho.api.pki.Revocation;

/** The files there are and the checks made with them. */
public final class CertificateStore implements Pki, AutoCloseable {

  private static final int THREADS = 2;
  private static final int QUEUE = 32;
  private static final long REVOCATION_NANOS = TimeUnit.SECONDS.toNanos(CHECK_SECONDS - 3);

  private final EventLog log;
  private final Clock clock;
  private final FileTable<CertificateLine, CertificateFile> certificates;
  private final FileTable<String, X509CRL> crls;
  private final PathFinder paths;
  private final RevocationCheck revocation;
  private final ThreadPoolExecutor workers;

  /**
   * A store without files.
   *
   * @param folder where the files are; none is read from elsewhere
   * @param bouncyCastle used for OCSP and encrypted keys; never registered
   */
  public CertificateStore(
      Path folder, Provider bouncyCastle, Clock clock, SecureRandom random, EventLog log) {
    this.log = log;
    this.clock = clock;
    PkiDirectory directory = new PkiDirectory(folder);
    CertificateFileReader reader = new CertificateFileReader(bouncyCastle);
    certificates =
        new FileTable<>(
            directory,
            CertificateLine::file,
            (line, content) -> reader.read(line.type(), content, line.password()),
            (number, problem) -> log.info("[PKI] certificate " + number + ": " + problem));
    crls =
        new FileTable<>(
            directory,
            file -> file,
            (file, content) -> crl(content),
            (number, problem) -> log.info("[PKI] CRL " + number + ": " + problem));
    paths = new PathFinder(clock);
    revocation = new RevocationCheck(bouncyCastle, clock, random);
    workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "sekisho-pki-check");
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
  }

  private static X509CRL crl(byte[] content) throws PkiException {
    try {
      return CrlCheck.parse(content);
    } catch (GeneralSecurityException e) {
      throw new PkiException("it is no PEM or DER file of a CRL", e);
    }
  }

  /** Takes the lines there are now; reads files. */
  public void configure(
      Map<Integer, CertificateLine> certificateLines, Map<Integer, String> crlLines) {
    certificates.configure(certificateLines);
    crls.configure(crlLines);
  }

  /** Reads files that have changed. */
  void refresh() {
    certificates.refresh();
    crls.refresh();
  }

  FileTable<CertificateLine, CertificateFile> certificates() {
    return certificates;
  }

  FileTable<String, X509CRL> crls() {
    return crls;
  }

  private CertificateFile file(int number) throws PkiException {
    FileTable.Entry<CertificateLine, CertificateFile> entry = certificates.get(number);
    if (entry == null) {
      throw new PkiException(
          "there is no certificate " + number + ": set pki certificate file " + number);
    }
    if (entry.content() == null) {
      throw new PkiException("certificate " + number + " is not loaded: " + entry.problem());
    }
    return entry.content();
  }

  @Override
  public Credential credential(int number) throws PkiException {
    Credential credential =
        file(number)
            .credential()
            .orElseThrow(
                () ->
                    new PkiException(
                        "certificate file " + number + " holds no key of this router's"));
    X509Certificate own = credential.chain().get(0);
    if (clock.instant().isAfter(own.getNotAfter().toInstant())) {
      throw new PkiException(
          "our certificate "
              + number
              + " expired on "
              + Names.of(own.getNotAfter())
              + ": load a new one, or set this router's clock");
    }
    return credential;
  }

  @Override
  public List<X509Certificate> anchors(int number) throws PkiException {
    List<X509Certificate> anchors = file(number).anchors();
    if (anchors.isEmpty()) {
      throw new PkiException(
          "certificate file "
              + number
              + " holds no CA: load the peer's CA by pki certificate file ID FILE x509-ca and name"
              + " it by ca=ID in ipsec ike pki file");
    }
    return anchors;
  }

  @Override
  public void check(ChainCheck check, Consumer<Optional<String>> answer) {
    CompletableFuture<Optional<String>> result = new CompletableFuture<>();
    result
        .completeOnTimeout(
            Optional.of("the peer's certificate could not be checked in time"),
            CHECK_SECONDS,
            TimeUnit.SECONDS)
        .thenAccept(answer);
    try {
      workers.execute(() -> result.complete(refusal(check)));
    } catch (RejectedExecutionException e) {
      result.complete(Optional.of("too many certificates are being checked at once"));
    }
  }

  private Optional<String> refusal(ChainCheck check) {
    try {
      TrustedPath path = paths.find(check, anchors(check.anchors()));
      checkRevocation(check, path);
      return Optional.empty();
    } catch (PkiException e) {
      return Optional.of(e.getMessage());
    } catch (RuntimeException e) {
      System.getLogger(CertificateStore.class.getName())
          .log(System.Logger.Level.ERROR, "check of a certificate failed", e);
      return Optional.of("the peer's certificate could not be checked: " + e.getMessage());
    }
  }

  private void checkRevocation(ChainCheck check, TrustedPath path) throws PkiException {
    if (check.revocation() == Revocation.OFF) {
      return;
    }
    Optional<X509CRL> file = crl(check.crl());
    long deadline = System.nanoTime() + REVOCATION_NANOS;
    for (int i = 0; i < path.certificates().size(); i++) {
      X509Certificate certificate = path.certificates().get(i);
      RevocationStatus status = revocation.status(certificate, path.issuer(i), file, deadline);
      if (status.is(RevocationStatus.Kind.REVOKED)) {
        throw new PkiException(
            "the certificate "
                + Names.of(certificate)
                + " was revoked on "
                + status.detail()
                + ": have a new one issued to the peer");
      }
      undecided(check, certificate, status);
    }
  }

  private void undecided(ChainCheck check, X509Certificate certificate, RevocationStatus status)
      throws PkiException {
    boolean strict = check.revocation() == Revocation.STRICT;
    if (status.is(RevocationStatus.Kind.NO_SOURCE) && strict) {
      throw new PkiException(
          "nobody can tell whether "
              + Names.of(certificate)
              + " is revoked, for it names no OCSP responder and no CRL: load a CRL by pki crl"
              + " file, or set ipsec ike pki revocation "
              + check.gateway()
              + " soft");
    }
    if (status.is(RevocationStatus.Kind.UNKNOWN)) {
      String sentence =
          "nobody can tell whether " + Names.of(certificate) + " is revoked: " + status.detail();
      if (strict) {
        throw new PkiException(
            sentence + "; ipsec ike pki revocation " + check.gateway() + " soft accepts it");
      }
      log.info("[PKI] Gateway[" + check.gateway() + "] " + sentence);
    }
  }

  private Optional<X509CRL> crl(OptionalInt number) throws PkiException {
    if (number.isEmpty()) {
      return Optional.empty();
    }
    FileTable.Entry<String, X509CRL> entry = crls.get(number.getAsInt());
    if (entry == null) {
      throw new PkiException(
          "there is no CRL "
              + number.getAsInt()
              + ": set pki crl file "
              + number.getAsInt()
              + " or take crl= out of ipsec ike pki file");
    }
    if (entry.content() == null) {
      throw new PkiException("CRL " + number.getAsInt() + " is not loaded: " + entry.problem());
    }
    return Optional.of(entry.content());
  }

  /** Ends the threads; checks that run are answered in time all the same. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}
