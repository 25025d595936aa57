package org.sekisho.tunnel;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.tunnel.TunnelState;

/**
 * One configured tunnel with its device and state. The device exists while the tunnel is enabled
 * and outlives its security associations, so routes through it stay in force. Guarded by its {@link
 * TunnelManager}.
 */
final class Tunnel {

  private final Clock clock;
  private final EventLog log;
  private TunnelConfig config;
  private TunDevice device;
  private boolean deviceRefused;
  private boolean up;
  private Instant since;

  Tunnel(TunnelConfig config, Clock clock, EventLog log) {
    this.config = config;
    this.clock = clock;
    this.log = log;
    since = clock.instant();
  }

  TunnelConfig config() {
    return config;
  }

  boolean hasDevice() {
    return device != null;
  }

  TunnelState state() {
    return new TunnelState(config.tunnel(), device != null, up, since);
  }

  /** Takes new settings over; only what differs is touched. */
  void reconfigure(TunnelConfig next, TunDevices devices, EspDataPlane dataPlane) {
    TunnelConfig before = config;
    config = next;
    // Without a device there is nothing to change: open hands the path over.
    if (dataPlane != null && device != null && !next.path().equals(before.path())) {
      dataPlane.configure(next.tunnel(), next.path());
    }
    if (device != null && next.path().mtu() != before.path().mtu()) {
      try {
        device.setMtu(next.path().mtu());
      } catch (IOException e) {
        log.info(prefix() + " MTU not changed: " + e.getMessage());
      }
    }
    if (next.enabled()) {
      open(devices, dataPlane);
    } else {
      close(dataPlane);
    }
  }

  /** Creates the device if the tunnel is enabled and the service is there. */
  void open(TunDevices devices, EspDataPlane dataPlane) {
    if (!config.enabled() || device != null || devices == null) {
      return;
    }
    if (dataPlane != null) {
      dataPlane.configure(config.tunnel(), config.path());
    }
    try {
      device = devices.open(config.tunnel(), config.path().mtu());
      deviceRefused = false;
    } catch (IOException e) {
      if (!deviceRefused) {
        log.info(prefix() + " has no interface: " + e.getMessage());
      }
      deviceRefused = true;
    }
  }

  /** Removes the device; the security associations are IKE's business. */
  void close(EspDataPlane dataPlane) {
    if (device != null) {
      device.close();
      device = null;
    }
    if (dataPlane != null) {
      dataPlane.configure(config.tunnel(), null);
    }
    setUp(false);
  }

  /** The service that owned the device is gone, and the device with it. */
  void deviceLost() {
    device = null;
  }

  /**
   * Records that packets can pass, or no longer, and logs the change.
   *
   * @return whether it changed
   */
  boolean setUp(boolean value) {
    if (up == value) {
      return false;
    }
    up = value;
    since = clock.instant();
    log.info(prefix() + (value ? " Up" : " Down"));
    return true;
  }

  private String prefix() {
    return "IP Tunnel[" + config.tunnel() + "]";
  }
}
