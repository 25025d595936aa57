package org.sekisho.api.ike;

/**
 * Told about the life of gateways; registered as a service by those who listen. Called on the
 * engine's thread in the order of events; implementations return quickly.
 */
public interface IkeListener {

  /** The first CHILD SA of a gateway is installed: packets can pass. */
  void childUp(int gateway, int tunnel);

  /**
   * The last CHILD SA of a gateway is gone.
   *
   * @param reason one sentence
   */
  void childDown(int gateway, int tunnel, String reason);

  /**
   * An attempt to set SAs up failed.
   *
   * @param reason one sentence that names the cause
   */
  void failed(int gateway, String reason);
}
