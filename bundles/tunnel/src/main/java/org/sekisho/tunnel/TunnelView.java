package org.sekisho.tunnel;

import java.time.Duration;
import java.util.Optional;
import org.sekisho.api.config.Text;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.show.Shape;
import org.sekisho.api.tunnel.KeepaliveStatus;
import org.sekisho.api.tunnel.TunnelState;

/**
 * One tunnel at one instant, as {@code show status tunnel} tells it.
 *
 * @param config its lines
 * @param state whether it is up
 * @param age how long it has been so
 * @param counters what has passed
 * @param keepalive the keepalive of its gateway, if one runs
 * @param reason why it is down, if that is known
 */
record TunnelView(
    TunnelConfig config,
    TunnelState state,
    Duration age,
    TunnelCounters counters,
    Optional<KeepaliveStatus> keepalive,
    Optional<Text> reason) {

  private static final Shape<KeepaliveStatus> KEEPALIVE =
      Shape.<KeepaliveStatus>fields()
          .text("type", "method in force, such as `rfc4306`", KeepaliveStatus::type)
          .bool("ok", "whether the peer answered lately", KeepaliveStatus::ok)
          .integer(
              "next_send_seconds",
              "until the next probe may be sent",
              KeepaliveStatus::nextSendSeconds)
          .build();

  /** Its fields in JSON. */
  static final Shape<TunnelView> SHAPE =
      Shape.<TunnelView>fields()
          .integer("tunnel", "tunnel number", v -> v.config.tunnel())
          .text("name", "`tunnel name`, may be empty", v -> v.config.name())
          .text("description", "`description tunnel`, may be empty", v -> v.config.description())
          .integer("gateway", "gateway of the policy bound to it", v -> v.config.gateway())
          .bool("enabled", "`tunnel enable` is given", v -> v.config.enabled())
          .bool("up", "whether packets can pass", v -> v.state.up())
          .time("since", "when `up` last changed", v -> v.state.since())
          .integer("age_seconds", "since then", v -> v.age.toSeconds())
          .text(
              "reason",
              "why it is down, in English; null while it is up",
              v -> v.reason.map(Text::english))
          .integer("mtu", "MTU in octets", v -> v.config.path().mtu())
          .integer(
              "received_packets_ipv4",
              "IPv4 packets out of the tunnel",
              v -> v.counters.receivedPackets4())
          .integer("received_octets_ipv4", "their octets", v -> v.counters.receivedOctets4())
          .integer(
              "received_packets_ipv6",
              "IPv6 packets out of the tunnel",
              v -> v.counters.receivedPackets6())
          .integer("received_octets_ipv6", "their octets", v -> v.counters.receivedOctets6())
          .integer(
              "sent_packets_ipv4", "IPv4 packets into the tunnel", v -> v.counters.sentPackets4())
          .integer("sent_octets_ipv4", "their octets", v -> v.counters.sentOctets4())
          .integer(
              "sent_packets_ipv6", "IPv6 packets into the tunnel", v -> v.counters.sentPackets6())
          .integer("sent_octets_ipv6", "their octets", v -> v.counters.sentOctets6())
          .integer(
              "no_sa_drops",
              "packets dropped because no SA could carry them",
              v -> v.counters.noSaDrops())
          .object("keepalive", "the keepalive of its gateway", KEEPALIVE, TunnelView::keepalive)
          .build();
}
