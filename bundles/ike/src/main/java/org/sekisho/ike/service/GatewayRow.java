package org.sekisho.ike.service;

import java.util.List;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;

/**
 * A gateway with what it has.
 *
 * @param status its state
 * @param sas its SAs
 * @param keepalive whether a keepalive is configured to run
 */
record GatewayRow(GatewayStatus status, List<SaStatus> sas, boolean keepalive) {

  /** How many SAs of a kind it has. */
  long count(SaStatus.Kind kind) {
    return sas.stream().filter(s -> s.kind() == kind).count();
  }
}
