package org.sekisho.config.running;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A disk behind a cache that a power failure empties. What fsync did not write may be there
 * afterwards or not: the content of a file in part, the names of a directory up to any point.
 */
final class LossyDisk implements Disk {

  private static final class Inode {
    private byte[] content = new byte[0];
    private byte[] durable = new byte[0];
  }

  /** A change of names: which name stands for which file now, null for none. */
  private record Naming(Map<Path, Inode> names) {}

  private final Map<Path, Inode> durable = new HashMap<>();
  private final List<Naming> pending = new ArrayList<>();
  private final Map<Path, Inode> names = new HashMap<>();
  private int calls;
  private int last = Integer.MAX_VALUE;

  /** Lets the power fail after so many more system calls that change something. */
  void failAfter(int more) {
    last = calls + more;
  }

  /** System calls so far that change something. */
  int calls() {
    return calls;
  }

  /** How many survivors there can be. */
  int survivors() {
    return (pending.size() + 1) * Kept.values().length;
  }

  /** How much of a file survives that was not synced. */
  private enum Kept {
    NOTHING,
    HALF,
    ALL
  }

  /** The disk after the power came back; one of several possible ones. */
  LossyDisk survivor(int which) {
    Kept kept = Kept.values()[which % Kept.values().length];
    int namings = which / Kept.values().length;
    Map<Path, Inode> there = new HashMap<>(durable);
    pending.subList(0, namings).forEach(n -> apply(n, there));
    LossyDisk disk = new LossyDisk();
    Map<Inode, Inode> copies = new HashMap<>();
    there.forEach(
        (path, inode) -> {
          Inode copy = copies.computeIfAbsent(inode, i -> survivor(i, kept));
          disk.names.put(path, copy);
          disk.durable.put(path, copy);
        });
    return disk;
  }

  private static Inode survivor(Inode inode, Kept kept) {
    Inode copy = new Inode();
    copy.content =
        switch (kept) {
          case NOTHING -> inode.durable;
          case HALF ->
              Arrays.copyOf(inode.content, (inode.durable.length + inode.content.length + 1) / 2);
          case ALL -> inode.content;
        };
    copy.durable = copy.content;
    return copy;
  }

  private static void apply(Naming naming, Map<Path, Inode> names) {
    naming.names.forEach(
        (path, inode) -> {
          if (inode == null) {
            names.remove(path);
          } else {
            names.put(path, inode);
          }
        });
  }

  private void call() throws IOException {
    if (calls >= last) {
      throw new IOException("the power failed");
    }
    calls++;
  }

  private void name(Map<Path, Inode> change) {
    Naming naming = new Naming(change);
    apply(naming, names);
    pending.add(naming);
  }

  private Inode inode(Path file) throws IOException {
    Inode inode = names.get(file.toAbsolutePath());
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }

  @Override
  public Optional<byte[]> read(Path file) {
    return Optional.ofNullable(names.get(file.toAbsolutePath())).map(i -> i.content.clone());
  }

  @Override
  public FileTime modified(Path file) {
    return FileTime.fromMillis(0);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    call();
  }

  @Override
  public Output create(Path file) throws IOException {
    call();
    if (names.containsKey(file.toAbsolutePath())) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Inode inode = new Inode();
    name(Map.of(file.toAbsolutePath(), inode));
    return new Output() {
      @Override
      public void write(ByteBuffer content) throws IOException {
        call();
        String text =
            new String(inode.content, StandardCharsets.ISO_8859_1)
                + StandardCharsets.ISO_8859_1.decode(content);
        inode.content = text.getBytes(StandardCharsets.ISO_8859_1);
      }

      @Override
      public void sync() throws IOException {
        call();
        inode.durable = inode.content;
      }

      @Override
      public void close() throws IOException {
        call();
      }
    };
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    call();
    if (names.containsKey(name.toAbsolutePath())) {
      throw new FileAlreadyExistsException(name.toString());
    }
    name(Map.of(name.toAbsolutePath(), inode(file)));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    call();
    Inode moved = inode(from);
    if (moved == names.get(to.toAbsolutePath())) {
      return; // as POSIX has it for two names of one file
    }
    Map<Path, Inode> change = new HashMap<>();
    change.put(from.toAbsolutePath(), null);
    change.put(to.toAbsolutePath(), moved);
    name(change);
  }

  @Override
  public boolean remove(Path file) throws IOException {
    call();
    boolean there = names.containsKey(file.toAbsolutePath());
    if (there) {
      Map<Path, Inode> change = new HashMap<>();
      change.put(file.toAbsolutePath(), null);
      name(change);
    }
    return there;
  }

  @Override
  public void sync(Path directory) throws IOException {
    call();
    durable.clear();
    durable.putAll(names);
    pending.clear();
  }
}
