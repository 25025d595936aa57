package org.sekisho.simulator;

import java.util.List;
import java.util.Random;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;

/**
 * Azure VPN Gateway, route based, default policy: group 2 for IKE, six ESP proposals of its own
 * order without PFS, and everything at 95 % of its lives: it renews what the branch has not renewed
 * and deletes what the branch has. What it renews it deletes in the same second.
 */
final class AzureProfile extends GatewayProfile {

  /** Its renewals in the logs of 2017 come this long before 95 % of the life, at least. */
  private static final int CHILD_EARLY_SECONDS = 11;

  private static final int CHILD_SPREAD_SECONDS = 61;
  private static final int IKE_SPREAD_SECONDS = 10;

  /** "Azure as initiator", in that order; the publication of 2018 and a log of 2022. */
  static final List<EspSuite> PROPOSALS =
      List.of(
          new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false),
          cbc(256, IntegrityAlgorithm.HMAC_SHA1_96),
          tripleDes(IntegrityAlgorithm.HMAC_SHA1_96),
          cbc(256, IntegrityAlgorithm.HMAC_SHA2_256_128),
          cbc(128, IntegrityAlgorithm.HMAC_SHA1_96),
          tripleDes(IntegrityAlgorithm.HMAC_SHA2_256_128));

  private final int ikeSeconds;
  private final int childSeconds;
  private final boolean reauthenticates;

  private AzureProfile(String name, int ikeSeconds, int childSeconds, boolean reauthenticates) {
    super(name);
    this.ikeSeconds = ikeSeconds;
    this.childSeconds = childSeconds;
    this.reauthenticates = reauthenticates;
  }

  /**
   * The lives published in 2018.
   *
   * @param reauthenticates whether an IKE SA is replaced by a new IKE_SA_INIT (seen in 2022) and
   *     not by CREATE_CHILD_SA (seen in 2017)
   */
  static GatewayProfile since2018(boolean reauthenticates) {
    return new AzureProfile(
        reauthenticates ? "azure-reauth" : "azure", 28_800, 27_000, reauthenticates);
  }

  /** The lives published in December 2016. */
  static GatewayProfile before2017() {
    return new AzureProfile("azure-2016", 10_800, 3_600, false);
  }

  private static EspSuite cbc(int bits, IntegrityAlgorithm integrity) {
    return new EspSuite(EncryptionAlgorithm.AES_CBC, bits, integrity, false);
  }

  private static EspSuite tripleDes(IntegrityAlgorithm integrity) {
    return new EspSuite(EncryptionAlgorithm.TRIPLE_DES_CBC, 192, integrity, false);
  }

  @Override
  public boolean dialsBranch() {
    return reauthenticates;
  }

  @Override
  public Configs.Builder gateway(String address, String branchAddress) {
    return Configs.gateway(1, address, BRANCH_NAME, branchAddress)
        .algorithms(onlyIke("aes256-cbc", "sha", KeyExchangeMethod.MODP_1024))
        .espProposals(PROPOSALS)
        // the engine's own timers act only where those of the profile failed: at 96 % of its lives
        .life(ikeSeconds * 6 / 5, 80, childSeconds * 6 / 5, 80)
        .deleteAtOnce();
  }

  @Override
  SaAges ages(Random random) {
    return new SaAges() {
      @Override
      public long childRenewal() {
        return childEnd()
            - 1000L * CHILD_EARLY_SECONDS
            - random.nextInt(1000 * (CHILD_SPREAD_SECONDS - 1));
      }

      @Override
      public long childEnd() {
        return 950L * childSeconds;
      }

      @Override
      public long ikeRenewal() {
        return 950L * ikeSeconds + random.nextInt(1000 * IKE_SPREAD_SECONDS);
      }

      @Override
      public boolean reauthenticates() {
        return reauthenticates;
      }
    };
  }
}
