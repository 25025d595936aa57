package org.sekisho.firmware;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Fetches a bundle by HTTP or HTTPS into a file. What arrives is not trusted: the bundle's
 * signature is checked before anything is written into a slot.
 */
final class Download {

  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final long LARGEST = 1L << 30;
  private static final int PERCENT = 100;

  private Download() {}

  /**
   * Fetches.
   *
   * @param percent told of each percent that arrived, when the server says how much it is
   * @param interrupted asked now and then whether to stop
   * @throws IOException with a sentence for people; the file is gone then
   */
  static void fetch(String url, Path target, IntConsumer percent, BooleanSupplier interrupted)
      throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    boolean whole = false;
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpRequest request = HttpRequest.newBuilder(new URI(url)).timeout(ANSWER).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException(
              "The server answers " + response.statusCode() + " instead of the file");
        }
        long size = response.headers().firstValueAsLong("content-length").orElse(0);
        copy(in, target, size, percent, interrupted);
        whole = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted; nothing was changed", e);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("This is no URL: " + url, e);
    } finally {
      if (!whole) {
        Files.deleteIfExists(target);
      }
    }
  }

  private static void copy(
      InputStream in, Path target, long size, IntConsumer percent, BooleanSupplier interrupted)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long done = 0;
    int told = 0;
    try (OutputStream out = Files.newOutputStream(target)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        done += count;
        if (done > LARGEST) {
          throw new IOException("The file is larger than any firmware; nothing was changed");
        }
        if (interrupted.getAsBoolean()) {
          throw new IOException("Interrupted; nothing was changed");
        }
        out.write(buffer, 0, count);
        int now = size > 0 ? (int) (done * PERCENT / size) : 0;
        if (now > told) {
          told = now;
          percent.accept(now);
        }
      }
    }
    if (size > 0 && done != size) {
      throw new IOException("The server ended after " + done + " of " + size + " octets");
    }
  }
}
