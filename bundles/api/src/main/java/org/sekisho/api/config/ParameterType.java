package org.sekisho.api.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a parameter accepts. The parser turns a token into the value named here; every type knows
 * its range, so that {@code ?}, completion, errors and documentation say the same.
 */
public sealed interface ParameterType {

  /**
   * Integer; value {@link Integer} .
   *
   * @param min smallest
   * @param max largest
   */
  record IntegerRange(int min, int max) implements ParameterType {}

  /**
   * One of a closed set of keywords, accepted by unique prefix on the console; value {@link
   * String}, the canonical keyword.
   *
   * @param words keywords in the order {@code ?} shows them
   * @param aliases other spellings as {@code alias=canonical}
   */
  record Choice(List<String> words, List<String> aliases) implements ParameterType {}

  /**
   * Free text, quoted when it holds blanks; value {@link String}.
   *
   * @param maxLength most characters
   * @param pattern regular expression the whole text must match, null for any
   */
  record FreeText(int maxLength, String pattern) implements ParameterType {}

  /**
   * A secret: as {@link FreeText}, but printed as {@code *} everywhere but in the saved file.
   *
   * @param maxLength most characters
   */
  record Secret(int maxLength) implements ParameterType {}

  /**
   * IP address; value {@link java.net.InetAddress}.
   *
   * @param ipv4 IPv4 accepted
   * @param ipv6 IPv6 accepted
   */
  record IpAddress(boolean ipv4, boolean ipv6) implements ParameterType {}

  /**
   * Address with an optional mask length ({@code A/m}, or {@code A/255.255.255.0}); value {@link
   * IpPrefix}. Without a mask the length is that of one address.
   *
   * @param ipv4 IPv4 accepted
   * @param ipv6 IPv6 accepted
   * @param maskRequired the mask must be given
   * @param network a network is meant: host bits that are typed are cleared, so that there is one
   *     spelling of it
   */
  record Prefix(boolean ipv4, boolean ipv6, boolean maskRequired, boolean network)
      implements ParameterType {
    /** Host bits are kept. */
    public Prefix(boolean ipv4, boolean ipv6, boolean maskRequired) {
      this(ipv4, ipv6, maskRequired, false);
    }
  }

  /** Host name or IP address, not resolved; value {@link String}. */
  record Host() implements ParameterType {}

  /**
   * Interface name such as {@code lan1}, {@code lan1/2}, {@code pp}, {@code tunnel}, {@code
   * loopback1}, {@code null}; value {@link String}.
   *
   * @param kinds accepted kinds of names without number, for example {@code lan}
   */
  record InterfaceName(List<String> kinds) implements ParameterType {}

  /**
   * Numbers and ranges, {@code 1}, {@code 1-5}, {@code 3-}, {@code -4}, {@code all}; value {@code
   * List<Integer>}.
   *
   * @param min smallest
   * @param max largest
   */
  record NumberRanges(int min, int max) implements ParameterType {}

  /**
   * Text of a form of its own, such as a list of ports; value {@link String}, as typed without
   * quotes.
   *
   * @param label how {@code ?} and the manual write it, for example {@code PORT[-PORT]}
   * @param pattern what the whole text must match
   * @param sample a text of that form
   */
  record Form(String label, Pattern pattern, String sample) implements ParameterType {
    /** Checks that the sample has the form. */
    public Form {
      if (!pattern.matcher(sample).matches()) {
        throw new IllegalArgumentException(sample + " is no " + label);
      }
    }
  }

  /** {@code on} or {@code off}; value {@link String}. */
  static ParameterType onOff() {
    return choice("on", "off");
  }

  /** One of some keywords. */
  static ParameterType choice(String... words) {
    return new Choice(List.of(words), List.of());
  }

  /** Integer in a range. */
  static ParameterType integer(int min, int max) {
    return new IntegerRange(min, max);
  }

  /** Free text. */
  static ParameterType text(int maxLength) {
    return new FreeText(maxLength, null);
  }

  /** Gateway number; there are as many as tunnels. */
  static ParameterType gateway() {
    return tunnel();
  }

  /** Tunnel number. */
  static ParameterType tunnel() {
    return integer(1, 2000);
  }

  /** Policy number. */
  static ParameterType policy() {
    return integer(1, Integer.MAX_VALUE);
  }
}
