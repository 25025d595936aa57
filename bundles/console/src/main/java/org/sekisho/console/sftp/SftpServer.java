package org.sekisho.console.sftp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.config.Text;

/**
 * SFTP version 3 (draft-ietf-secsh-filexfer-02) for the saved configurations: list, read, send a
 * whole file. Everything else is refused. Used by one thread.
 */
public final class SftpServer {

  private static final int VERSION = 3;

  private static final int INIT = 1;
  private static final int OPEN = 3;
  private static final int CLOSE = 4;
  private static final int READ = 5;
  private static final int WRITE = 6;
  private static final int LSTAT = 7;
  private static final int FSTAT = 8;
  private static final int FSETSTAT = 10;
  private static final int OPENDIR = 11;
  private static final int READDIR = 12;
  private static final int REALPATH = 16;
  private static final int STAT = 17;
  private static final int EXTENDED = 200;

  private final FileRequests files;
  private final Runnable touched;

  /**
   * What is around a session.
   *
   * @param refusal why its user may not use SFTP any more
   * @param sentence puts a refusal into the user's language
   * @param touched told of each packet
   * @param replaced told of each configuration that was replaced, by its number
   * @param refused told of each that was not, with the sentence: OpenSSH does not print that of the
   *     protocol
   */
  public record Around(
      Supplier<Optional<Text>> refusal,
      Function<Text, String> sentence,
      Runnable touched,
      Consumer<Integer> replaced,
      BiConsumer<Integer, String> refused) {}

  /**
   * Prepares.
   *
   * @param store the configuration, empty while there is none
   */
  public SftpServer(Supplier<Optional<ConfigStore>> store, Around around) {
    files = new FileRequests(new SystemFiles(store), around);
    touched = around.touched();
  }

  /**
   * Answers until the client ends.
   *
   * @throws IOException when the connection broke, or what came is no SFTP
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    DataInputStream packets = new DataInputStream(in);
    Reply reply = new Reply(new DataOutputStream(out));
    try {
      greet(packets, reply);
      Optional<Request> request = Request.read(packets);
      while (request.isPresent()) {
        touched.run();
        answer(request.get(), reply);
        request.get().forget();
        request = Request.read(packets);
      }
    } finally {
      files.close();
    }
  }

  private static void greet(DataInputStream in, Reply reply) throws IOException {
    Optional<Request> first = Request.read(in);
    if (first.isPresent()) {
      int version = first.get().type() == INIT ? first.get().number() : 0;
      if (version < VERSION) {
        throw new IOException("an SFTP client that does not begin with version " + VERSION);
      }
      reply.version(VERSION);
    }
  }

  private void answer(Request request, Reply reply) throws IOException {
    int id = request.number();
    try {
      switch (request.type()) {
        case OPEN -> reply.handle(id, files.open(request.path(), request.number()));
        case CLOSE -> {
          files.close(request.octets());
          reply.status(id, Reply.OK, "");
        }
        case READ -> {
          FileRequests.Part part = files.read(request.octets(), request.offset(), request.number());
          reply.data(id, part.file(), part.offset(), part.length());
        }
        case WRITE -> {
          files.write(request.octets(), request.offset(), request.octets());
          reply.status(id, Reply.OK, "");
        }
        case STAT, LSTAT -> reply.attributes(id, files.stat(request.path()));
        case FSTAT -> reply.attributes(id, files.statOpen(request.octets()));
        case FSETSTAT -> {
          byte[] handle = request.octets();
          int attributes = request.number();
          files.resize(handle, attributes, attributes == Reply.HAS_SIZE ? request.offset() : 0);
          reply.status(id, Reply.OK, "");
        }
        case OPENDIR -> reply.handle(id, files.openDirectory(request.path()));
        case READDIR -> reply.names(id, files.readDirectory(request.octets()));
        case REALPATH -> reply.path(id, SystemFiles.absolute(request.path()));
        case EXTENDED -> throw new Status(Reply.OP_UNSUPPORTED, "There are no extensions");
        default ->
            throw new Status(
                Reply.PERMISSION_DENIED,
                "Files of /system can be listed, read and replaced as a whole, nothing else");
      }
    } catch (Status s) {
      reply.status(id, s.code(), s.getMessage());
    }
  }
}
