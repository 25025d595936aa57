package org.sekisho.api.config;

/**
 * What is selected: nothing, a tunnel ({@code tunnel select N}) or a peer ({@code pp select N}).
 *
 * @param kind what is selected
 * @param number its number; 0 for {@link Kind#GLOBAL} and for {@code pp select anonymous}
 */
public record Context(Kind kind, int number) {

  /** Nothing selected. */
  public static final Context GLOBAL = new Context(Kind.GLOBAL, 0);

  /** Tunnel {@code number} selected. */
  public static Context tunnel(int number) {
    return new Context(Kind.TUNNEL, number);
  }

  /** Peer {@code number} selected, 0 for anonymous. */
  public static Context pp(int number) {
    return new Context(Kind.PP, number);
  }

  /** Kinds of selection, also the scope in which a command may be typed. */
  public enum Kind {
    /** Nothing; as a scope: may be typed anywhere and is stored without selection. */
    GLOBAL,
    /** A tunnel; as a scope: needs a selected tunnel. */
    TUNNEL,
    /** A peer; as a scope: needs a selected peer. */
    PP
  }
}
