package org.sekisho.console.sftp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Packets of the server (draft-ietf-secsh-filexfer-02 sections 5 and 7). Used by one thread. */
final class Reply {

  static final int OK = 0;
  static final int EOF = 1;
  static final int NO_SUCH_FILE = 2;
  static final int PERMISSION_DENIED = 3;
  static final int FAILURE = 4;
  static final int BAD_MESSAGE = 5;
  static final int OP_UNSUPPORTED = 8;

  private static final int VERSION = 2;
  private static final int STATUS = 101;
  private static final int HANDLE = 102;
  private static final int DATA = 103;
  private static final int NAME = 104;
  private static final int ATTRIBUTES = 105;

  static final int HAS_SIZE = 1;
  private static final int HAS_OWNER = 2;
  private static final int HAS_PERMISSIONS = 4;
  private static final int HAS_TIMES = 8;
  private static final int DIRECTORY_MODE = 040700;
  private static final int FILE_MODE = 0100600;

  private static final DateTimeFormatter LISTED =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DataOutputStream out;

  Reply(DataOutputStream out) {
    this.out = out;
  }

  @FunctionalInterface
  private interface Fields {
    void write(DataOutputStream packet) throws IOException;
  }

  private void send(int type, Fields fields) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream packet = new DataOutputStream(octets);
    packet.write(type);
    fields.write(packet);
    out.writeInt(octets.size());
    octets.writeTo(out);
    out.flush();
  }

  void version(int number) throws IOException {
    send(VERSION, p -> p.writeInt(number));
  }

  void status(int id, int code, String sentence) throws IOException {
    send(
        STATUS,
        p -> {
          p.writeInt(id);
          p.writeInt(code);
          string(p, sentence);
          string(p, "");
        });
  }

  void handle(int id, int handle) throws IOException {
    send(
        HANDLE,
        p -> {
          p.writeInt(id);
          p.writeInt(Integer.BYTES);
          p.writeInt(handle);
        });
  }

  void data(int id, byte[] file, int offset, int length) throws IOException {
    send(
        DATA,
        p -> {
          p.writeInt(id);
          p.writeInt(length);
          p.write(file, offset, length);
        });
  }

  void path(int id, String path) throws IOException {
    send(
        NAME,
        p -> {
          p.writeInt(id);
          p.writeInt(1);
          string(p, path);
          string(p, path);
          p.writeInt(0);
        });
  }

  void names(int id, List<SystemFiles.Entry> entries) throws IOException {
    send(
        NAME,
        p -> {
          p.writeInt(id);
          p.writeInt(entries.size());
          for (SystemFiles.Entry e : entries) {
            string(p, e.name());
            string(p, listed(e));
            attributes(p, e);
          }
        });
  }

  void attributes(int id, SystemFiles.Entry entry) throws IOException {
    send(
        ATTRIBUTES,
        p -> {
          p.writeInt(id);
          attributes(p, entry);
        });
  }

  private static void attributes(DataOutputStream p, SystemFiles.Entry e) throws IOException {
    p.writeInt(HAS_SIZE | HAS_OWNER | HAS_PERMISSIONS | HAS_TIMES);
    p.writeLong(e.size());
    p.writeInt(0);
    p.writeInt(0);
    p.writeInt(e.directory() ? DIRECTORY_MODE : FILE_MODE);
    p.writeInt((int) e.modified().getEpochSecond());
    p.writeInt((int) e.modified().getEpochSecond());
  }

  /** As {@code ls -l} prints it, which is what clients expect. */
  private static String listed(SystemFiles.Entry e) {
    return "%s   1 0        0        %8d %s %s"
        .formatted(
            e.directory() ? "drwx------" : "-rw-------",
            e.size(),
            LISTED.format(e.modified()),
            e.name());
  }

  private static void string(DataOutputStream p, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    p.writeInt(octets.length);
    p.write(octets);
  }
}
