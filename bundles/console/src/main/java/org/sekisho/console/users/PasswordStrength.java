package org.sekisho.console.users;

/** How hard a password is to guess, in the words an RTX prints after a change. */
public enum PasswordStrength {
  /** Short or of one kind of characters. */
  WEAK("Weak"),
  /** In between. */
  GOOD("Good"),
  /** Long, of several kinds of characters. */
  STRONG("Strong");

  private final String word;

  PasswordStrength(String word) {
    this.word = word;
  }

  /** The word printed. */
  public String word() {
    return word;
  }

  /** Judges by length and by the kinds of characters: lower case, upper case, digits, others. */
  public static PasswordStrength of(char[] password) {
    int kinds = 0;
    for (char c : password) {
      kinds |=
          Character.isLowerCase(c)
              ? 1
              : Character.isUpperCase(c) ? 2 : Character.isDigit(c) ? 4 : 8;
    }
    int count = Integer.bitCount(kinds);
    if (password.length < 8 || (count < 2 && password.length < 16)) {
      return WEAK;
    }
    return password.length >= 16 || (password.length >= 12 && count >= 3) ? STRONG : GOOD;
  }
}
