package org.sekisho.simulator;

import java.util.List;
import java.util.Random;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ipsec.TrafficSelector;

/**
 * Google Cloud VPN: picks by an order of its own, so the suite depends on who renews and changes;
 * announces several networks in one CHILD SA; PFS.
 */
final class GoogleProfile extends GatewayProfile {

  private static final int IKE_SECONDS = 36_000;
  private static final int CHILD_SECONDS = 10_800;

  private static final List<EspSuite> ORDER =
      List.of(
          new EspSuite(EncryptionAlgorithm.AES_GCM_16, 128, IntegrityAlgorithm.NONE, false),
          new EspSuite(
              EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA2_256_128, false),
          new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false));

  private static final List<TrafficSelector> NETWORKS =
      List.of(
          network("10.128.0.0", "10.128.15.255"),
          network("10.132.0.0", "10.132.15.255"),
          network("10.146.0.0", "10.146.15.255"),
          network("10.174.0.0", "10.174.15.255"));

  GoogleProfile() {
    super("google");
  }

  private static TrafficSelector network(String first, String last) {
    return TrafficSelector.of(Configs.address(first), Configs.address(last));
  }

  @Override
  public Configs.Builder gateway(String address, String branchAddress) {
    return Configs.gateway(1, address, BRANCH_NAME, branchAddress)
        .algorithms(firstGroup(KeyExchangeMethod.CURVE25519))
        .espProposals(ORDER)
        .child(1, NETWORKS, List.of())
        .life(IKE_SECONDS, 98, CHILD_SECONDS, 98)
        .pfs()
        .deleteAtOnce();
  }

  /** Lives that let sometimes the one side renew, sometimes the other. */
  @Override
  public Configs.Builder branch(int number, String gatewayAddress) {
    return super.branch(number, gatewayAddress)
        .algorithms(firstGroup(KeyExchangeMethod.CURVE25519))
        .life(IKE_SECONDS, 12_000)
        .pfs();
  }

  @Override
  SaAges ages(Random random) {
    return new SaAges() {
      @Override
      public long childRenewal() {
        return 1000L * CHILD_SECONDS * (80 + random.nextInt(10)) / 100;
      }

      @Override
      public long ikeRenewal() {
        return 1000L * IKE_SECONDS * (70 + random.nextInt(10)) / 100;
      }
    };
  }
}
