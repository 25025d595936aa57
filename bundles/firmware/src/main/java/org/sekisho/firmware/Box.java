package org.sekisho.firmware;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The program of the image that owns the slots. It runs as root and listens on a Unix socket: one
 * request line a connection, answered by lines, the last of which is {@code done} or {@code error
 * SENTENCE}. Any thread; a request blocks until it is answered.
 */
final class Box {

  /** Framework property that names the socket, for tests. */
  static final String PROPERTY = "sekisho.firmware.socket";

  private static final String DEFAULT = "/run/sekisho-firmware.sock";
  private static final String ERROR = "error ";
  private static final String DONE = "done";
  private static final int LONGEST_LINE = 4096;

  private final Path socket;

  /** A box with its socket there. */
  Box(Path socket) {
    this.socket = socket;
  }

  /** The box whose socket a framework property names, which may be null. */
  static Box at(String property) {
    return new Box(Path.of(property == null ? DEFAULT : property));
  }

  /** Whether this router runs from a slot at all. */
  boolean hasSlots() {
    return Files.exists(socket);
  }

  /**
   * Asks.
   *
   * @param request a line
   * @param listener told of each line of the answer as it comes
   * @return the lines
   * @throws IOException when the request is refused or fails; the message is a sentence for people
   */
  List<String> ask(String request, Consumer<String> listener) throws IOException {
    List<String> lines = new ArrayList<>();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer octets = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      for (String line = answer.readLine(); line != null; line = answer.readLine()) {
        if (line.equals(DONE)) {
          return lines;
        }
        if (line.startsWith(ERROR)) {
          throw new IOException(line.substring(ERROR.length()));
        }
        if (line.length() <= LONGEST_LINE) {
          lines.add(line);
          listener.accept(line);
        }
      }
    }
    throw new IOException("The program that keeps the slots ended without an answer");
  }

  /** Asks for something that is answered by {@code done} alone. */
  void ask(String request) throws IOException {
    ask(request, line -> {});
  }

  /** How things stand. */
  FirmwareStatus status() throws IOException {
    return FirmwareStatus.read(ask("status", line -> {}));
  }
}
