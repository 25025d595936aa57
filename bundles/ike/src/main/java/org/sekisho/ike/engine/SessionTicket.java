package org.sekisho.ike.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.crypto.IkeSuite;

/**
 * What a ticket of ours says, which is all we keep of the IKE SA (a ticket by value, RFC 5723
 * section 6). Both identities, the methods of authentication and their keys are those of the
 * gateway in that state of its lines.
 *
 * @param serial number, higher than those of all earlier tickets of this router
 * @param gateway number of the gateway
 * @param epoch which state of its lines, see {@link IssuedTickets}
 * @param expiresAt instant of the engine's clock from which on it is refused
 * @param authenticateBy instant from which on no ticket of the resumed IKE SA is good either
 * @param suite algorithms of the IKE SA
 * @param postQuantumKey whether a post-quantum pre-shared key is in its keys (RFC 8784)
 * @param key SK_d of the IKE SA; the holder zeroes it by {@link #close}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SessionTicket(
    long serial,
    int gateway,
    long epoch,
    long expiresAt,
    long authenticateBy,
    IkeSuite suite,
    boolean postQuantumKey,
    byte[] key)
    implements AutoCloseable {

  /** Octets of everything but the additional key exchanges and the key. */
  private static final int FIXED = 8 + 4 + 8 + 8 + 8 + 1 + 2 + 1 + 1 + 1 + 1 + 1 + 1;

  /** The octets to seal; the caller zeroes them. */
  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(FIXED + suite.additional().size() + key.length);
    out.putLong(serial).putInt(gateway).putLong(epoch);
    out.putLong(expiresAt).putLong(authenticateBy);
    out.put((byte) suite.encryption().ordinal()).putShort((short) suite.keyBits());
    out.put((byte) suite.integrity().ordinal()).put((byte) suite.prf().ordinal());
    out.put((byte) suite.keyExchange().ordinal()).put((byte) suite.additional().size());
    suite.additional().forEach(method -> out.put((byte) method.ordinal()));
    out.put((byte) (postQuantumKey ? 1 : 0)).put((byte) key.length).put(key);
    return out.array();
  }

  /**
   * Reads what {@link #encode} made in the same process: the seal vouches for every octet.
   *
   * @param octets zeroed here
   */
  static SessionTicket decode(byte[] octets) {
    ByteBuffer in = ByteBuffer.wrap(octets);
    long serial = in.getLong();
    int gateway = in.getInt();
    long epoch = in.getLong();
    long expiresAt = in.getLong();
    long authenticateBy = in.getLong();
    EncryptionAlgorithm encryption = EncryptionAlgorithm.values()[in.get()];
    int keyBits = in.getShort();
    IntegrityAlgorithm integrity = IntegrityAlgorithm.values()[in.get()];
    PrfAlgorithm prf = PrfAlgorithm.values()[in.get()];
    KeyExchangeMethod method = KeyExchangeMethod.values()[in.get()];
    List<KeyExchangeMethod> additional = new ArrayList<>();
    for (int left = in.get(); left > 0; left--) {
      additional.add(KeyExchangeMethod.values()[in.get()]);
    }
    boolean postQuantumKey = in.get() == 1;
    byte[] key = new byte[in.get()];
    in.get(key);
    Arrays.fill(octets, (byte) 0);
    IkeSuite suite = new IkeSuite(encryption, keyBits, integrity, prf, method, additional);
    return new SessionTicket(
        serial, gateway, epoch, expiresAt, authenticateBy, suite, postQuantumKey, key);
  }

  /** The gateway it is for, empty when it is of no use any more. */
  Optional<Gateway> usableBy(EngineContext context) {
    return Optional.ofNullable(context.gateways.get(gateway))
        .filter(Gateway::acceptsRequests)
        .filter(g -> g.issuedTickets().isGood(this));
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return "SessionTicket[confidential]";
  }
}
