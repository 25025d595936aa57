package org.sekisho.console.sftp;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.Text;

/** Whether an address is among those that a word of {@code sftpd host} means. */
final class HostRange {

  private static final String LAN = "lan";

  private HostRange() {}

  /** Refuses a range that descends, and what only looks like an address. */
  static Optional<Text> check(String word) {
    if (isWord(word)) {
      return Optional.empty();
    }
    String[] ends = word.split("-", 2);
    Optional<byte[]> first = octets(ends[0]);
    Optional<byte[]> last = octets(ends[ends.length - 1]);
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.of(new Text(word + " is no address", word + "はIPアドレスではありません"));
    }
    return Arrays.compareUnsigned(first.get(), last.get()) > 0
        ? Optional.of(
            new Text(
                "The range begins behind its end; write the smaller address first",
                "範囲の始めが終わりより大きくなっています。小さいアドレスから指定してください"))
        : Optional.empty();
  }

  /**
   * Whether a word means an address.
   *
   * @param interfaces Linux names of {@code lan1} and so on
   */
  static boolean contains(String word, InetAddress address, Map<String, String> interfaces) {
    if (word.equals(SftpSettings.ANY)) {
      return true;
    }
    if (word.equals(LAN)) {
      return interfaces.values().stream().anyMatch(name -> isOn(name, address));
    }
    if (isWord(word)) {
      return interfaces.containsKey(word) && isOn(interfaces.get(word), address);
    }
    String[] ends = word.split("-", 2);
    Optional<byte[]> first = octets(ends[0]);
    Optional<byte[]> last = octets(ends[ends.length - 1]);
    byte[] a = address.getAddress();
    return first.isPresent()
        && last.isPresent()
        && first.get().length == a.length
        && Arrays.compareUnsigned(first.get(), a) <= 0
        && Arrays.compareUnsigned(a, last.get()) <= 0;
  }

  private static boolean isWord(String word) {
    return word.equals(SftpSettings.ANY) || word.equals(SftpSettings.NONE) || word.startsWith(LAN);
  }

  /** Never a name that would be looked up: digits and colons only. */
  private static Optional<byte[]> octets(String address) {
    if (!address.matches("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is of a network that an interface is in now. */
  private static boolean isOn(String name, InetAddress address) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      List<InterfaceAddress> own = found == null ? List.of() : found.getInterfaceAddresses();
      return own.stream().anyMatch(i -> samePrefix(i, address));
    } catch (SocketException e) {
      return false; // an interface that cannot be asked lets nobody in
    }
  }

  private static boolean samePrefix(InterfaceAddress own, InetAddress address) {
    byte[] a = own.getAddress().getAddress();
    byte[] b = address.getAddress();
    int bits = own.getNetworkPrefixLength();
    if (a.length != b.length || bits <= 0) {
      return false;
    }
    for (int i = 0; i < Math.min(bits, a.length * 8); i++) {
      int mask = 0x80 >> (i % 8);
      if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
