package org.sekisho.simulator;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.AlgorithmPolicy.Cipher;

/**
 * A kind of cloud gateway: how it is set up, when it renews and deletes, and what one types into
 * the branch router for it. Gateways are engines of ours that are told what to do when, as far as
 * configuration cannot say it.
 */
public abstract class GatewayProfile {

  /** The identity of the branch: its address in the LAN, as in the seed. */
  public static final String BRANCH_NAME = "192.168.100.1";

  private final String name;

  GatewayProfile(String name) {
    this.name = name;
  }

  /** All profiles, one of each kind. */
  public static List<GatewayProfile> all() {
    return List.of(
        AzureProfile.since2018(false),
        AzureProfile.since2018(true),
        AzureProfile.before2017(),
        new AwsProfile(),
        new GoogleProfile(),
        new RtxProfile());
  }

  /** The profile of that name, empty when there is none. */
  public static Optional<GatewayProfile> byName(String name) {
    return all().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** Its name on the command line. */
  public final String name() {
    return name;
  }

  /** How many gateways, with one tunnel each, a connection has. */
  public int gateways() {
    return 1;
  }

  /** Whether the gateway also starts IKE SAs itself, and the branch must not be behind a NAT. */
  public boolean dialsBranch() {
    return false;
  }

  /**
   * The gateway's configuration.
   *
   * @param address its address and name
   * @param branchAddress where the branch is reached, null behind a NAT
   */
  public abstract Configs.Builder gateway(String address, String branchAddress);

  /**
   * What the administrator of the branch types.
   *
   * @param number gateway and tunnel number at the branch
   * @param gatewayAddress address and name of the gateway
   */
  public Configs.Builder branch(int number, String gatewayAddress) {
    return Configs.gateway(number, BRANCH_NAME, gatewayAddress, gatewayAddress)
        .initiate()
        .life(28_800, 27_000);
  }

  /** When this gateway acts; every answer may be another one. */
  abstract SaAges ages(Random random);

  /** Lets the gateway act by its own timers from now on. */
  public final void drive(VirtualNetwork network, VirtualNode gateway) {
    new SaTimers(network, gateway, ages(new Random(network.random.nextLong()))).start();
  }

  /** Nothing but these algorithms for IKE, any for ESP. */
  static AlgorithmPolicy onlyIke(String cipher, String hash, KeyExchangeMethod group) {
    return new AlgorithmPolicy(
        true,
        Optional.of(Cipher.of(cipher)),
        Optional.of(AlgorithmPolicy.integrity(hash)),
        Optional.of(group),
        Optional.empty(),
        Optional.empty());
  }

  /** Any algorithm, and this group to begin with. */
  static AlgorithmPolicy firstGroup(KeyExchangeMethod group) {
    return group(false, group);
  }

  /** Only this group, where lines name nothing else. */
  static AlgorithmPolicy onlyGroup(KeyExchangeMethod group) {
    return group(true, group);
  }

  private static AlgorithmPolicy group(boolean limited, KeyExchangeMethod group) {
    return new AlgorithmPolicy(
        limited,
        Optional.empty(),
        Optional.empty(),
        Optional.of(group),
        Optional.empty(),
        Optional.empty());
  }
}
