package org.sekisho.api.tunnel;

/** Told when a tunnel's device appears, goes, comes up or goes down; a service of who listens. */
public interface TunnelListener {

  /** The state of a tunnel changed; its device exists while {@link TunnelState#enabled}. */
  void changed(TunnelState state);

  /** The tunnel is configured no more and its device is gone. */
  void removed(int tunnel);
}
