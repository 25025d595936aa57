package org.sekisho.api.ike;

import org.sekisho.api.net.Endpoint;

/** Takes IKE messages that arrived on UDP 4500 beside ESP; a service of the IKE bundle. */
public interface IkeInput {

  /**
   * Queues one IKE message; drops it when the queue is full. Any thread, never blocks.
   *
   * @param local where it arrived
   * @param remote where it came from
   * @param message the message without non-ESP marker; owned by the callee from now on
   */
  void receive(Endpoint local, Endpoint remote, byte[] message);
}
