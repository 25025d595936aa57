package org.sekisho.ike.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * An identity: type and value, both of which must match (RFC 7296 section 3.5); distinguished names
 * match by RFC 5280 section 7.1, whatever their encoding. Immutable.
 */
public final class Identity {

  /** ID_IPV4_ADDR. */
  public static final int IPV4_ADDR = 1;

  /** ID_FQDN. */
  public static final int FQDN = 2;

  /** ID_RFC822_ADDR, {@code user-fqdn}. */
  public static final int USER_FQDN = 3;

  /** ID_IPV6_ADDR. */
  public static final int IPV6_ADDR = 5;

  /** ID_DER_ASN1_DN, the subject of a certificate. */
  public static final int ASN1_DN = 9;

  /** ID_KEY_ID. */
  public static final int KEY_ID = 11;

  private static final int SHOWN = 64;

  private final int type;
  private final byte[] value;

  /** An identity as an ID payload holds it. */
  public Identity(int type, byte[] value) {
    this.type = type;
    this.value = value.clone();
  }

  /**
   * The identity a line names.
   *
   * @param keyword type keyword, empty to judge by the name's form: address, {@code a@b}, name with
   *     a dot, {@code CN=x, O=y}, anything else a key-id
   * @return empty when the name does not fit the type or the type has no meaning in IKEv2
   */
  public static Optional<Identity> parse(String name, String keyword) {
    String type = keyword.isEmpty() ? guess(name) : keyword;
    return switch (type) {
      case "ipv4-addr" ->
          literal(name)
              .filter(Inet4Address.class::isInstance)
              .map(a -> new Identity(IPV4_ADDR, a.getAddress()));
      case "ipv6-addr" ->
          literal(name)
              .filter(Inet6Address.class::isInstance)
              .map(a -> new Identity(IPV6_ADDR, a.getAddress()));
      case "fqdn" -> Optional.of(new Identity(FQDN, octets(name)));
      case "user-fqdn", "rfc822-addr" -> Optional.of(new Identity(USER_FQDN, octets(name)));
      case "key-id" -> Optional.of(new Identity(KEY_ID, octets(name)));
      case "asn1-dn" -> distinguishedName(name).map(dn -> new Identity(ASN1_DN, dn.getEncoded()));
      default -> Optional.empty();
    };
  }

  private static String guess(String name) {
    Optional<InetAddress> address = literal(name);
    if (address.isPresent()) {
      return address.get() instanceof Inet4Address ? "ipv4-addr" : "ipv6-addr";
    }
    if (name.contains("=") && distinguishedName(name).isPresent()) {
      return "asn1-dn";
    }
    if (name.contains("@")) {
      return "user-fqdn";
    }
    return name.contains(".") ? "fqdn" : "key-id";
  }

  /** An address written as such; names are never looked up. */
  public static Optional<InetAddress> literal(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Optional<X500Principal> distinguishedName(String name) {
    try {
      return Optional.of(new X500Principal(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the contract: no name of that form
    }
  }

  /** The name as a principal, empty unless it is a well-formed {@link #ASN1_DN}. */
  public Optional<X500Principal> distinguishedName() {
    try {
      return type == ASN1_DN ? Optional.of(new X500Principal(value)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the contract: the octets are a peer's
    }
  }

  /** Whether the text can be an address or a host's name. */
  public boolean namesHost() {
    return type != KEY_ID && type != ASN1_DN;
  }

  private static byte[] octets(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** ID type number. */
  public int type() {
    return type;
  }

  /** Value octets. */
  public byte[] value() {
    return value.clone();
  }

  /** The type as a keyword. */
  public String keyword() {
    return switch (type) {
      case IPV4_ADDR -> "ipv4-addr";
      case FQDN -> "fqdn";
      case USER_FQDN -> "user-fqdn";
      case IPV6_ADDR -> "ipv6-addr";
      case KEY_ID -> "key-id";
      case ASN1_DN -> "asn1-dn";
      default -> "type " + type;
    };
  }

  /** The value as an administrator writes it; unprintable octets in hex. */
  public String text() {
    try {
      if ((type == IPV4_ADDR && value.length == 4) || (type == IPV6_ADDR && value.length == 16)) {
        return InetAddress.getByAddress(value).getHostAddress();
      }
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
    Optional<X500Principal> dn = distinguishedName();
    if (dn.isPresent()) {
      String name = dn.get().getName();
      return name.chars().noneMatch(Character::isISOControl)
          ? name
          : "0x" + HexFormat.of().formatHex(value);
    }
    for (byte octet : value) {
      if (octet < 0x20 || octet == 0x7f) {
        return "0x" + HexFormat.of().formatHex(value);
      }
    }
    return new String(value, StandardCharsets.US_ASCII);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Identity i) || i.type != type) {
      return false;
    }
    Optional<X500Principal> dn = distinguishedName();
    return Arrays.equals(i.value, value) || (dn.isPresent() && dn.equals(i.distinguishedName()));
  }

  @Override
  public int hashCode() {
    return distinguishedName()
        .map(X500Principal::hashCode)
        .orElseGet(() -> 31 * type + Arrays.hashCode(value));
  }

  /** For log lines: cut off where a stranger made it long. */
  @Override
  public String toString() {
    String text = text();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return shown + " (" + keyword() + ")";
  }
}
