package org.sekisho.console.sftp;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client has open; bounded. Used by one thread. */
final class Handles {

  private static final int MOST = 8;

  private final Map<Integer, Open> open = new HashMap<>();
  private int last;

  /** Something that is open. */
  sealed interface Open {}

  /**
   * A file that is read, as it was when it was opened.
   *
   * @param entry its attributes
   * @param content its octets
   */
  record Reading(SystemFiles.Entry entry, byte[] content) implements Open {}

  /**
   * A file that is sent.
   *
   * @param path as the client named it
   * @param upload its octets
   */
  record Writing(String path, Upload upload) implements Open {}

  /** A directory; what of it was not told yet. */
  static final class Listing implements Open {
    private List<SystemFiles.Entry> left;

    Listing(List<SystemFiles.Entry> entries) {
      left = entries;
    }

    /** What is left; nothing afterwards. */
    List<SystemFiles.Entry> take() {
      List<SystemFiles.Entry> entries = left;
      left = List.of();
      return entries;
    }
  }

  /** Whether one more may be opened, and one file at a time be sent. */
  boolean hasRoom(boolean forUpload) {
    return open.size() < MOST
        && !(forUpload && open.values().stream().anyMatch(o -> o instanceof Writing));
  }

  int add(Open opened) {
    open.put(++last, opened);
    return last;
  }

  /** What a handle stands for, null for nothing. */
  Open get(byte[] handle) {
    return open.get(number(handle));
  }

  /** The same, and it is closed. */
  Open remove(byte[] handle) {
    return open.remove(number(handle));
  }

  /** Forgets everything; files that were not whole are lost. */
  void close() {
    for (Open o : open.values()) {
      if (o instanceof Writing w) {
        w.upload().discard();
      }
    }
    open.clear();
  }

  private static int number(byte[] handle) {
    return handle.length == Integer.BYTES ? ByteBuffer.wrap(handle).getInt() : 0;
  }
}
