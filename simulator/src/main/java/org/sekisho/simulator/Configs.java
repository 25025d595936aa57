package org.sekisho.simulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.config.Lifetimes;
import org.sekisho.ike.config.PreSharedKey;

/** Gateway configurations for simulations. */
final class Configs {

  private Configs() {}

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Builder gateway(int number, String localName, String remoteName, String remoteHost) {
    Builder b = new Builder();
    b.number = number;
    b.local = localName;
    b.remote = remoteName;
    b.host = remoteHost;
    return b;
  }

  /** Fields with the defaults of a configuration that only names the peer. */
  static final class Builder {
    int number;
    String local;
    String remote;
    String host;
    boolean initiate;
    boolean tunnel = true;
    boolean accept = true;
    String psk = "secret";
    AlgorithmPolicy algorithms = AlgorithmPolicy.DEFAULT;
    Lifetimes lifetimes = Lifetimes.DEFAULT;
    boolean pfs;
    boolean force;
    boolean ipv6;
    int natKeepalive = 20;

    Builder initiate() {
      initiate = true;
      return this;
    }

    Builder psk(String value) {
      psk = value;
      return this;
    }

    Builder pfs() {
      pfs = true;
      return this;
    }

    Builder noAccept() {
      accept = false;
      return this;
    }

    Builder ipv6() {
      ipv6 = true;
      return this;
    }

    Builder algorithms(AlgorithmPolicy value) {
      algorithms = value;
      return this;
    }

    Builder life(int ike, int child) {
      lifetimes = new Lifetimes(ike, OptionalInt.of(75), child, 0, 75, 0, 0);
      return this;
    }

    Builder life(int ike, int ikePercent, int child, int childPercent) {
      lifetimes = new Lifetimes(ike, OptionalInt.of(ikePercent), child, 0, childPercent, 0, 0);
      return this;
    }

    GatewayConfig build() {
      return new GatewayConfig(
          number,
          tunnel ? OptionalInt.of(number) : OptionalInt.empty(),
          initiate,
          accept,
          Identity.parse(local, ""),
          Identity.parse(remote, ""),
          Optional.of(PreSharedKey.text(psk)),
          Optional.ofNullable(host),
          Optional.empty(),
          algorithms,
          lifetimes,
          pfs,
          natKeepalive,
          force,
          ipv6,
          1024,
          10,
          5);
    }
  }
}
