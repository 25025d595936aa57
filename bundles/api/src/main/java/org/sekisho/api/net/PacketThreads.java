package org.sekisho.api.net;

/**
 * How many threads the packet path has: one number for those who read packets and those who work on
 * them.
 */
public final class PacketThreads {

  /** System property that says how many threads each direction has, 1 to {@value #MOST}. */
  public static final String PROPERTY = "sekisho.packet.threads";

  private static final int MOST = 8;

  private PacketThreads() {}

  /**
   * Threads of each direction: what {@value #PROPERTY} says, else half of the processors, because
   * both directions have as many.
   */
  public static int perDirection() {
    int threads = Integer.getInteger(PROPERTY, Runtime.getRuntime().availableProcessors() / 2);
    return Math.max(1, Math.min(threads, MOST));
  }
}
