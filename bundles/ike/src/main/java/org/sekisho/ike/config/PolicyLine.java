package org.sekisho.ike.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;

/**
 * The {@code ipsec sa policy} line of a gateway, so far as another line in its place must keep it.
 *
 * @param number policy number
 * @param cipher keyword of the cipher, empty when none is named
 * @param authentication keyword of the authentication algorithm, empty when none is named
 * @param options what follows, each with a blank before it
 */
public record PolicyLine(
    int number, Optional<String> cipher, Optional<String> authentication, String options) {

  /** A line that names nothing but its number. */
  public static PolicyLine of(int number) {
    return new PolicyLine(number, Optional.empty(), Optional.empty(), "");
  }

  static PolicyLine of(Arguments line) {
    List<String> options = new ArrayList<>();
    line.find("LOCAL").ifPresent(v -> options.add(" local-id=" + v));
    line.find("REMOTE").ifPresent(v -> options.add(" remote-id=" + v));
    line.find("REPLAY").ifPresent(v -> options.add(" anti-replay-check=" + v));
    return new PolicyLine(
        line.integer("POLICY"),
        line.find("CIPHER").map(String.class::cast),
        line.find("AUTH").map(String.class::cast),
        String.join("", options));
  }

  /**
   * The line with other algorithms.
   *
   * @param cipherKeyword its cipher
   * @param hash its authentication algorithm, empty for none
   */
  public String with(int gateway, String cipherKeyword, Optional<String> hash) {
    return "ipsec sa policy "
        + number
        + " "
        + gateway
        + " esp "
        + cipherKeyword
        + hash.map(h -> " " + h).orElse("")
        + options;
  }
}
