package org.sekisho.simulator;

import java.util.Random;
import org.sekisho.api.crypto.KeyExchangeMethod;

/**
 * AWS Site-to-Site VPN: two gateways with a tunnel each, an hour for CHILD SAs, PFS (group 2, as
 * its sample for Yamaha routers has it), and renewals at a random moment: 540 s before the end and
 * up to 100 % of that earlier.
 */
final class AwsProfile extends GatewayProfile {

  private static final int IKE_SECONDS = 28_800;
  private static final int CHILD_SECONDS = 3_600;
  private static final int MARGIN_SECONDS = 540;

  AwsProfile() {
    super("aws");
  }

  @Override
  public int gateways() {
    return 2;
  }

  @Override
  public Configs.Builder gateway(String address, String branchAddress) {
    return Configs.gateway(1, address, BRANCH_NAME, branchAddress)
        .algorithms(onlyIke("aes256-cbc", "sha256", KeyExchangeMethod.MODP_1024))
        .life(IKE_SECONDS, 99, CHILD_SECONDS, 99)
        .pfs()
        .deleteAtOnce();
  }

  @Override
  public Configs.Builder branch(int number, String gatewayAddress) {
    return super.branch(number, gatewayAddress)
        .algorithms(firstGroup(KeyExchangeMethod.MODP_1024))
        .life(IKE_SECONDS, CHILD_SECONDS)
        .pfs();
  }

  @Override
  SaAges ages(Random random) {
    return new SaAges() {
      @Override
      public long childRenewal() {
        return fuzzed(CHILD_SECONDS);
      }

      @Override
      public long ikeRenewal() {
        return fuzzed(IKE_SECONDS);
      }

      private long fuzzed(int lifeSeconds) {
        long margin = 1000L * MARGIN_SECONDS;
        return 1000L * lifeSeconds - margin - (long) (random.nextDouble() * margin);
      }
    };
  }
}
