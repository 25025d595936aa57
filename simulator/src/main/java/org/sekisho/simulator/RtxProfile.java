package org.sekisho.simulator;

import java.util.Random;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** Another router of our kind: both sides have the same lives, so their renewals meet. */
final class RtxProfile extends GatewayProfile {

  RtxProfile() {
    super("rtx");
  }

  @Override
  public Configs.Builder gateway(String address, String branchAddress) {
    return Configs.gateway(1, address, BRANCH_NAME, branchAddress)
        .algorithms(firstGroup(KeyExchangeMethod.CURVE25519));
  }

  @Override
  public Configs.Builder branch(int number, String gatewayAddress) {
    return Configs.gateway(number, BRANCH_NAME, gatewayAddress, gatewayAddress)
        .initiate()
        .algorithms(firstGroup(KeyExchangeMethod.CURVE25519));
  }

  /** It has no timers but the engine's. */
  @Override
  SaAges ages(Random random) {
    return new SaAges() {
      @Override
      public long childRenewal() {
        return NEVER;
      }

      @Override
      public long ikeRenewal() {
        return NEVER;
      }
    };
  }
}
