package org.sekisho.console.sftp;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.config.Text;
import org.sekisho.console.sftp.Handles.Listing;
import org.sekisho.console.sftp.Handles.Open;
import org.sekisho.console.sftp.Handles.Reading;
import org.sekisho.console.sftp.Handles.Writing;

/** What one client may do with the files, and what it has open. Used by one thread. */
final class FileRequests {

  private static final int FOR_READING = 1;
  private static final int FOR_WRITING = 2;
  private static final int APPENDING = 4;
  private static final int NEW_ONLY = 0x20;

  /** Clients ask for 32 KB. */
  private static final int MOST_READ = 64 * 1024;

  private final SystemFiles files;
  private final SftpServer.Around around;
  private final Handles handles = new Handles();

  FileRequests(SystemFiles files, SftpServer.Around around) {
    this.files = files;
    this.around = around;
  }

  /**
   * Octets of a file.
   *
   * @param file the whole file
   * @param offset where they begin
   * @param length how many
   */
  record Part(byte[] file, int offset, int length) {}

  int open(String path, int flags) throws Status {
    admit();
    boolean writing = (flags & FOR_WRITING) != 0;
    room(writing);
    return handles.add(writing ? writing(path, flags) : reading(path, flags));
  }

  private Open reading(String path, int flags) throws Status {
    if ((flags & FOR_READING) == 0) {
      throw new Status(Reply.OP_UNSUPPORTED, "A file is opened for reading or for writing");
    }
    SystemFiles.Entry entry = stat(path);
    Optional<byte[]> content = onDisk(() -> files.read(path));
    return new Reading(
        entry,
        content.orElseThrow(() -> new Status(Reply.PERMISSION_DENIED, path + " is no file")));
  }

  private Open writing(String path, int flags) throws Status {
    OptionalInt slot = files.slot(path);
    if (slot.isEmpty()) {
      throw new Status(
          Reply.PERMISSION_DENIED,
          "Only /system/config0 to /system/config4 can be sent, each as a whole");
    }
    // What is there is never written into, whether the client asks for that (TRUNC) or not (scp).
    if ((flags & (FOR_READING | APPENDING)) != 0) {
      throw new Status(
          Reply.OP_UNSUPPORTED, "A configuration is sent as a whole; do not resume or append");
    }
    if ((flags & NEW_ONLY) != 0 && onDisk(() -> files.find(path)).isPresent()) {
      throw new Status(Reply.FAILURE, path + " is there already");
    }
    return new Writing(path, new Upload(slot.getAsInt()));
  }

  /** Ends what is open; a file that was sent is checked and saved now. */
  void close(byte[] handle) throws Status {
    if (!(known(handles.remove(handle)) instanceof Writing w)) {
      return;
    }
    Upload upload = w.upload();
    byte[] content = upload.content();
    boolean broken = upload.broken();
    upload.discard();
    try {
      if (broken) {
        throw tooMuch();
      }
      admit();
      Optional<Text> refusal = onDisk(() -> files.replace(upload.slot(), content));
      if (refusal.isPresent()) {
        String why = around.sentence().apply(refusal.get());
        around.refused().accept(upload.slot(), why);
        throw new Status(Reply.FAILURE, why);
      }
      around.replaced().accept(upload.slot());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  Part read(byte[] handle, long offset, int length) throws Status {
    if (!(known(handles.get(handle)) instanceof Reading r)) {
      throw new Status(Reply.FAILURE, "This was not opened for reading");
    }
    int size = r.content().length;
    if (offset < 0 || offset >= size) {
      throw new Status(Reply.EOF, "");
    }
    int most = (int) Math.min(Integer.toUnsignedLong(length), MOST_READ);
    return new Part(r.content(), (int) offset, Math.min(most, size - (int) offset));
  }

  void write(byte[] handle, long offset, byte[] octets) throws Status {
    try {
      if (!(known(handles.get(handle)) instanceof Writing w)) {
        throw new Status(Reply.FAILURE, "This was not opened for writing");
      }
      if (!w.upload().write(offset, octets)) {
        throw tooMuch();
      }
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** Sets the length of a file that is being sent; other attributes cannot be set. */
  void resize(byte[] handle, int attributes, long length) throws Status {
    if (!(known(handles.get(handle)) instanceof Writing w) || attributes != Reply.HAS_SIZE) {
      throw new Status(Reply.PERMISSION_DENIED, "Attributes cannot be set");
    }
    if (!w.upload().truncate(length)) {
      throw new Status(Reply.FAILURE, "There are not as many octets");
    }
  }

  SystemFiles.Entry stat(String path) throws Status {
    admit();
    return onDisk(() -> files.find(path))
        .orElseThrow(() -> new Status(Reply.NO_SUCH_FILE, "There is no such file"));
  }

  SystemFiles.Entry statOpen(byte[] handle) throws Status {
    Open open = known(handles.get(handle));
    if (open instanceof Reading r) {
      return r.entry();
    }
    return open instanceof Writing w
        ? new SystemFiles.Entry(w.path(), false, w.upload().size(), Instant.now())
        : new SystemFiles.Entry(".", true, 0, Instant.EPOCH);
  }

  int openDirectory(String path) throws Status {
    admit();
    room(false);
    List<SystemFiles.Entry> entries =
        onDisk(() -> files.list(path))
            .orElseThrow(() -> new Status(Reply.NO_SUCH_FILE, "There is no such directory"));
    return handles.add(new Listing(entries));
  }

  List<SystemFiles.Entry> readDirectory(byte[] handle) throws Status {
    if (!(known(handles.get(handle)) instanceof Listing l)) {
      throw new Status(Reply.FAILURE, "This is no directory");
    }
    List<SystemFiles.Entry> entries = l.take();
    if (entries.isEmpty()) {
      throw new Status(Reply.EOF, "");
    }
    return entries;
  }

  /** Forgets everything; files that were not whole are lost. */
  void close() {
    handles.close();
  }

  /** A session may outlive its user's permission. */
  private void admit() throws Status {
    Optional<Text> refusal = around.refusal().get();
    if (refusal.isPresent()) {
      throw new Status(Reply.PERMISSION_DENIED, around.sentence().apply(refusal.get()));
    }
  }

  private void room(boolean forUpload) throws Status {
    if (!handles.hasRoom(forUpload)) {
      throw new Status(
          Reply.FAILURE, "Too much is open; send one file at a time and close what was read");
    }
  }

  private static Open known(Open open) throws Status {
    if (open == null) {
      throw new Status(Reply.FAILURE, "Nothing is open under that handle");
    }
    return open;
  }

  private static Status tooMuch() {
    return new Status(
        Reply.FAILURE,
        "A configuration has at most "
            + (Upload.MOST >> 10)
            + " KB and is sent from its beginning; nothing was changed");
  }

  @FunctionalInterface
  private interface Access<T> {
    T get() throws IOException;
  }

  /** A disk that fails is the client's answer, not the end of the connection. */
  private static <T> T onDisk(Access<T> access) throws Status {
    try {
      return access.get();
    } catch (IOException e) {
      throw new Status(e);
    }
  }
}
