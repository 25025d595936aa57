package org.sekisho.console.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * The router's SSH host keys, made at the first start and kept in a directory that only its owner
 * can read: Ed25519 where a provider has it, ECDSA with P-256, and RSA with 3072 bits.
 */
public final class HostKeys {

  private static final List<String> NAMES =
      List.of("ssh_host_ed25519_key", "ssh_host_ecdsa_key", "ssh_host_rsa_key");
  private static final int RSA_BITS = 3072;

  private final Path directory;

  /** Keeps them in a directory. */
  public HostKeys(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads the keys and makes those that are missing; that takes a second or more.
   *
   * @throws IOException with a sentence when the directory cannot be used or a key not be read
   */
  List<KeyPair> load() throws IOException {
    createDirectory();
    List<KeyPair> keys = new ArrayList<>();
    try {
      if (SecurityUtils.isEDDSACurveSupported()) {
        keys.add(key(NAMES.get(0), HostKeys::ed25519));
      }
      keys.add(key(NAMES.get(1), HostKeys::ecdsa));
      keys.add(key(NAMES.get(2), HostKeys::rsa));
    } catch (GeneralSecurityException e) {
      throw new IOException("An SSH host key cannot be made: " + e.getMessage(), e);
    }
    return keys;
  }

  @FunctionalInterface
  private interface Maker {
    KeyPair make() throws GeneralSecurityException;
  }

  private static KeyPair ed25519() throws GeneralSecurityException {
    return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
  }

  private static KeyPair ecdsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    return generator.generateKeyPair();
  }

  /**
   * The public halves of the keys there are.
   *
   * @throws IOException when one cannot be read
   */
  public List<PublicKey> publicKeys() throws IOException {
    List<PublicKey> keys = new ArrayList<>();
    for (String name : NAMES) {
      Path file = directory.resolve(name + ".pub");
      if (Files.isReadable(file)) {
        AuthorizedKeys.key(Files.readString(file)).ifPresent(keys::add);
      }
    }
    return keys;
  }

  private void createDirectory() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private KeyPair key(String name, Maker maker) throws IOException, GeneralSecurityException {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return read(file);
    }
    KeyPair pair = maker.make();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "sekisho", null, bytes);
    byte[] content = bytes.toByteArray();
    write(file, content);
    Arrays.fill(content, (byte) 0);
    String line = PublicKeyEntry.toString(pair.getPublic()) + " sekisho\n";
    Files.writeString(directory.resolve(name + ".pub"), line);
    return pair;
  }

  private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      NamedResource name = NamedResource.ofName(file.toString());
      for (KeyPair pair : SecurityUtils.loadKeyPairIdentities(null, name, in, null)) {
        return pair;
      }
    }
    throw new IOException(
        "The SSH host key " + file + " cannot be read; remove it to have a new one made");
  }

  /** A pulled plug leaves no file or a whole one. */
  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
