package org.sekisho.console.users;

import java.security.SecureRandom;

/** Hashes that cost little, for tests that are not about hashing. */
public final class Passwords {

  private Passwords() {}

  /** The stored form of a password. */
  public static String encrypted(String password) {
    return PasswordHash.of(password.toCharArray(), new SecureRandom(), 1).encoded();
  }
}
