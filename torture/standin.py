"""strongSwan in the place of our router, to compare with."""

from network import VARIANT, Network
from shell import lab

# What its users set for a tunnel that has to come back by itself, with a liveness check as often as
# ours. Its retransmissions, which decide when a peer counts as dead, stay as Debian has them.
COMES_BACK = ("START=start", "DPD=10s", "DPD_ACTION=restart", "CLOSE_ACTION=start",
              "EXTRA_CONN=    keyingtries = 0",
              "IKE=aes256-sha256-modp1024,aes256-sha1-modp1024", "ESP=aes256gcm16,aes256-sha1")


class StandIn(Network):
    """One lab with strongSwan on both sides, its ESP in user space."""

    name = "strongswan"
    title = "strongSwan"
    judged = False

    def __init__(self, prefix):
        super().__init__(prefix)
        self.router = prefix + "-br"

    def up(self):
        """Builds the lab and returns when the tunnel is up."""
        self.files.mkdir(parents=True, exist_ok=True)
        lab("topo", "up", "nat", self.prefix)
        self.start_gateway()
        self.steppable()
        lab("peer", "start", self.router, "-n", self.router_space,
            *lab("variant", "standin", VARIANT).splitlines(), *COMES_BACK, env=self.environment)
        self.await_tunnel(60)

    def halt(self):
        """Ends the daemon in our router's place."""
        lab("peer", "stop", self.router, check=False)

    def begin(self):
        """Nothing has to be written down before a fault."""

    def kept(self):
        """It saves nothing."""
        return None

    def log(self):
        """Lines of its log."""
        return lab("peer", "log", self.router).splitlines()
