package org.sekisho.simulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.AdditionalKeyExchange;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.config.Certificates;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.Eap;
import org.sekisho.ike.config.EspProposals;
import org.sekisho.ike.config.Extensions;
import org.sekisho.ike.config.Fragmentation;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.config.Lifetimes;
import org.sekisho.ike.config.ModeConfig;
import org.sekisho.ike.config.PolicyLine;
import org.sekisho.ike.config.Ppk;
import org.sekisho.ike.config.PreSharedKey;
import org.sekisho.ike.config.Probing;
import org.sekisho.ike.config.Renewal;

/** Gateway configurations for simulations. */
public final class Configs {

  private Configs() {}

  /** An address from its text; names are not looked up. */
  public static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * A configuration that only names the peer.
   *
   * @param number gateway number, and that of its tunnel
   * @param localName our identity
   * @param remoteName the peer's identity
   * @param remoteHost where to start towards, null for a peer that starts itself
   */
  public static Builder gateway(
      int number, String localName, String remoteName, String remoteHost) {
    Builder b = new Builder();
    b.number = number;
    b.local = localName;
    b.remote = remoteName;
    b.host = remoteHost;
    return b;
  }

  /** Fields with the defaults of a configuration that only names the peer. */
  public static final class Builder {
    int number;
    String local;
    String remote;
    String host;
    boolean initiate;
    boolean tunnel = true;
    String psk = "secret";
    Eap eap = Eap.NONE;
    Optional<Certificates> certificates = Optional.empty();
    AlgorithmPolicy algorithms = AlgorithmPolicy.DEFAULT;
    AdditionalKeyExchange additional = AdditionalKeyExchange.NONE;
    Optional<Ppk> ppk = Optional.empty();
    Lifetimes lifetimes = Lifetimes.DEFAULT;
    EspProposals espProposals = EspProposals.DEFAULT;
    Renewal renewal = Renewal.DEFAULT;
    Probing probing = Probing.DEFAULT;
    boolean pfs;
    boolean force;
    boolean ipv6;
    int natKeepalive = 20;
    Extensions extensions = Extensions.DEFAULT;
    ModeConfig modeConfig = ModeConfig.NONE;
    Fragmentation fragmentation = Fragmentation.DEFAULT;
    final List<ChildPolicy> children = new ArrayList<>();

    /** Brought up and kept up by ourselves. */
    public Builder initiate() {
      initiate = true;
      return this;
    }

    /** Without any key, as before the administrator has typed it. */
    public Builder withoutKey() {
      psk = null;
      return this;
    }

    /** Another key than the common one. */
    public Builder psk(String value) {
      psk = value;
      return this;
    }

    /** What lines say about EAP. */
    public Builder eap(Eap value) {
      eap = value;
      return this;
    }

    /** Renew once after the tunnel has come up. */
    public Builder probeRekey() {
      probing = new Probing(true);
      return this;
    }

    /** Certificates in place of the key. */
    public Builder certificates(Certificates lines) {
      certificates = Optional.of(lines);
      return this;
    }

    /** Key exchange at each renewal we start. */
    public Builder pfs() {
      pfs = true;
      return this;
    }

    /** Offers IPv6 traffic too. */
    public Builder ipv6() {
      ipv6 = true;
      return this;
    }

    /** What lines say about algorithms. */
    public Builder algorithms(AlgorithmPolicy value) {
      algorithms = value;
      return this;
    }

    /** Fragments of IKE messages. */
    public Builder fragments(boolean enabled, int packetSize) {
      fragmentation = new Fragmentation(enabled, packetSize);
      return this;
    }

    /** A post-quantum pre-shared key and its name. */
    public Builder ppk(String key, String id, boolean required) {
      ppk = Optional.of(new Ppk(PreSharedKey.text(key), id, required));
      return this;
    }

    /** Key exchanges beside that of the group, which a peer may do without. */
    public Builder additional(KeyExchangeMethod... methods) {
      additional = new AdditionalKeyExchange(List.of(methods), false);
      return this;
    }

    /** Key exchanges beside that of the group, without which there is no SA. */
    public Builder additionalRequired(KeyExchangeMethod... methods) {
      additional = new AdditionalKeyExchange(List.of(methods), true);
      return this;
    }

    /** Lives in seconds, renewed at 75 %. */
    public Builder life(int ike, int child) {
      lifetimes = new Lifetimes(ike, OptionalInt.of(75), child, 0, 75, 0, 0, false);
      return this;
    }

    /** Lives in seconds, and when they are renewed, in percent. */
    public Builder life(int ike, int ikePercent, int child, int childPercent) {
      lifetimes =
          new Lifetimes(ike, OptionalInt.of(ikePercent), child, 0, childPercent, 0, 0, false);
      return this;
    }

    /** Renewed at three quarters of that many kilobytes, at an end with all of them. */
    public Builder kilobytes(long value) {
      lifetimes = new Lifetimes(28_800, OptionalInt.of(75), 28_800, value, 75, 0, 0, true);
      return this;
    }

    /** NAT traversal even where no NAT is ({@code ipsec ike nat-traversal} with force). */
    public Builder forceNatTraversal() {
      force = true;
      return this;
    }

    /** Another number for the gateway and its tunnel. */
    public Builder number(int value) {
      number = value;
      return this;
    }

    /** A fixed list of ESP suites, as cloud gateways have it. */
    public Builder espProposals(List<EspSuite> suites) {
      espProposals = new EspProposals(suites);
      return this;
    }

    /** Deletes at once what we renewed. */
    public Builder deleteAtOnce() {
      renewal = new Renewal(true);
      return this;
    }

    /**
     * Another policy, with traffic selectors; the first call replaces the one for everything.
     *
     * @param tunnelNumber its tunnel
     */
    public Builder child(
        int tunnelNumber, List<TrafficSelector> localSide, List<TrafficSelector> remoteSide) {
      children.add(
          new ChildPolicy(
              tunnelNumber,
              PolicyLine.of(tunnelNumber),
              algorithms,
              1024,
              ipv6,
              localSide,
              remoteSide));
      return this;
    }

    private List<ChildPolicy> children() {
      return children.isEmpty()
          ? List.of(
              new ChildPolicy(
                  number, PolicyLine.of(number), algorithms, 1024, ipv6, List.of(), List.of()))
          : children;
    }

    /** Switches of extensions. */
    public Builder extensions(Extensions value) {
      extensions = value;
      return this;
    }

    /** Inner addresses by configuration payload. */
    public Builder modeConfig(ModeConfig value) {
      modeConfig = value;
      return this;
    }

    /** The configuration. */
    public GatewayConfig build() {
      return new GatewayConfig(
          number,
          tunnel ? List.copyOf(children()) : List.of(),
          initiate,
          true,
          Identity.parse(local, ""),
          Identity.parse(remote, ""),
          certificates
              .map(Authentication::certificates)
              .orElseGet(
                  () ->
                      Authentication.preSharedKey(Optional.ofNullable(psk).map(PreSharedKey::text)))
              .with(eap),
          Optional.ofNullable(host),
          Optional.empty(),
          algorithms,
          additional,
          ppk,
          lifetimes,
          espProposals,
          renewal,
          probing,
          pfs,
          natKeepalive,
          force,
          10,
          5,
          extensions,
          modeConfig,
          fragmentation);
    }
  }
}
