package org.sekisho.ike.message;

/**
 * One transform of a proposal (RFC 7296 section 3.3.2).
 *
 * @param type see the constants
 * @param id transform ID within the type
 * @param keyBits Key Length attribute, 0 when absent
 * @param unknownAttribute an attribute we do not know was present: the transform must not be chosen
 */
public record Transform(int type, int id, int keyBits, boolean unknownAttribute) {

  /** Encryption algorithm. */
  public static final int ENCR = 1;

  /** Pseudo-random function. */
  public static final int PRF = 2;

  /** Integrity algorithm. */
  public static final int INTEG = 3;

  /** Key exchange method. */
  public static final int KE = 4;

  /** Extended sequence numbers. */
  public static final int ESN = 5;

  /** Additional key exchange 1 (RFC 9370); 2 to 7 follow. */
  public static final int ADDKE1 = 6;

  /** Additional key exchange 7. */
  public static final int ADDKE7 = 12;

  /** A transform without attributes. */
  public static Transform of(int type, int id) {
    return new Transform(type, id, 0, false);
  }

  /** An encryption transform with a Key Length attribute. */
  public static Transform encryption(int id, int keyBits) {
    return new Transform(ENCR, id, keyBits, false);
  }
}
