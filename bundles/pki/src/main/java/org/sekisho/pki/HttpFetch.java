package org.sekisho.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;

/** Fetches CRLs and OCSP responses: plain http, no redirection, bounded in size and time. */
final class HttpFetch {

  private static final int STEP_MILLIS = 3_000;
  private static final int BUFFER = 8_192;

  private HttpFetch() {}

  /**
   * Gets a document.
   *
   * @param maxOctets longest document taken
   * @param deadlineNanos of {@link System#nanoTime}
   */
  static byte[] get(URI address, int maxOctets, long deadlineNanos) throws IOException {
    return answer(open(address), maxOctets, deadlineNanos);
  }

  /** Posts a document and gets the answer; parameters as in {@link #get}. */
  static byte[] post(URI address, String type, byte[] document, int maxOctets, long deadlineNanos)
      throws IOException {
    HttpURLConnection connection = open(address);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", type);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(document.length);
    try (var out = connection.getOutputStream()) {
      out.write(document);
    }
    return answer(connection, maxOctets, deadlineNanos);
  }

  private static HttpURLConnection open(URI address) throws IOException {
    URLConnection connection = address.toURL().openConnection(Proxy.NO_PROXY);
    if (!(connection instanceof HttpURLConnection http) || !"http".equals(address.getScheme())) {
      throw new IOException(address + " is no http address");
    }
    http.setInstanceFollowRedirects(false);
    http.setConnectTimeout(STEP_MILLIS);
    http.setReadTimeout(STEP_MILLIS);
    http.setUseCaches(false);
    return http;
  }

  private static byte[] answer(HttpURLConnection connection, int maxOctets, long deadlineNanos)
      throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("it answers with HTTP status " + status);
      }
      ByteArrayOutputStream document = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = connection.getInputStream()) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          document.write(buffer, 0, count);
          if (document.size() > maxOctets) {
            throw new IOException("its answer is longer than " + maxOctets + " octets");
          }
          if (System.nanoTime() - deadlineNanos > 0) {
            throw new IOException("it answers too slowly");
          }
        }
      }
      return document.toByteArray();
    } finally {
      connection.disconnect();
    }
  }
}
