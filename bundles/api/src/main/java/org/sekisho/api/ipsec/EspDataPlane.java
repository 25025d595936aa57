package org.sekisho.api.ipsec;

import java.util.Map;
import java.util.OptionalInt;
import org.sekisho.api.net.Endpoint;

/**
 * The ESP data plane, a service. Receives on all installed SAs and sends on the newest active one
 * of each tunnel. Any thread may call; a call returns when the change is in force for the next
 * packet. An SA is never installed twice: its sequence numbers live and die here.
 */
public interface EspDataPlane {

  /**
   * Installs a pair.
   *
   * @throws IllegalStateException when no crypto provider supports the suite (the sentence names
   *     it) or the inbound SPI is in use
   */
  void install(ChildSa sa);

  /** Starts sending on a pair installed with {@link ChildSa.Activation#ON_FIRST_PACKET}. */
  void activate(int inboundSpi);

  /**
   * Moves the outer addresses of a pair (NAT mapping changed, RFC 7296 section 2.23).
   *
   * @param udpEncapsulation ESP in UDP or protocol 50 from now on
   */
  void move(int inboundSpi, boolean udpEncapsulation, Endpoint local, Endpoint remote);

  /** Removes a pair and zeroes its keys; nothing happens when it is not there. */
  void remove(int inboundSpi);

  /** Inbound SPIs of the installed pairs, each with the number of its tunnel. */
  Map<Integer, Integer> installed();

  /** Counters of an installed pair, null when it is not there. */
  SaCounters counters(int inboundSpi);

  /**
   * Settings of a tunnel's packet path; kept until changed, also while no SA exists.
   *
   * @param tunnel tunnel number
   * @param settings new settings, null to forget the tunnel
   */
  void configure(int tunnel, TunnelPathSettings settings);

  /** Traffic counters of a tunnel over all its SAs, since the tunnel was configured. */
  TunnelCounters tunnelCounters(int tunnel);

  /**
   * Packet path settings of a tunnel.
   *
   * @param mtu MTU of the tunnel interface in octets
   * @param mss largest TCP MSS let through in SYNs, both ways; empty for off. {@code auto} is
   *     resolved by the caller to MTU − 40 (IPv4; the data plane lowers it by 20 for IPv6)
   * @param outerDf what goes into the outer DF bit
   */
  record TunnelPathSettings(int mtu, OptionalInt mss, OuterDf outerDf) {}

  /** {@code ipsec tunnel outer df-bit}. */
  enum OuterDf {
    /** As the inner header; IPv6 inner packets count as set. */
    COPY,
    /** Always set. */
    SET,
    /** Always clear. */
    CLEAR
  }
}
