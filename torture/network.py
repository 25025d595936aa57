"""What the labs of the faults have in common: a NAT box, and strongSwan in the cloud."""

import os
import sys
import time
from pathlib import Path

from shell import Failed, in_namespace, lab, run

VARIANT = "azure-nat"
HOST = "10.10.0.10"
CLOCK_SOURCE = Path(__file__).with_name("clock.c")


def wait_until(condition, seconds, what):
    """Waits for a condition; raises Failed when it does not come. Returns the seconds it took."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise Failed(f"{what} did not come within {seconds} s")
        time.sleep(0.1)
    return time.monotonic() - begun


class Network:
    """One lab: branch host - branch router - NAT box - gateway - cloud host. Subclasses say which
    router."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.gateway = prefix + "-gw"
        self.host, self.router_space = f"{prefix}-lh", f"{prefix}-l"
        self.nat, self.cloud = f"{prefix}-n", f"{prefix}-r"
        self.files = Path(os.environ["SEKISHO_LAB_RUN"]) / "torture"
        self.clock = self.files / f"{prefix}.clock"
        self.ahead = 0
        self.environment = dict(os.environ)

    def down(self):
        """Removes all of it; safe at any time, and goes on where a step fails."""
        self._try(self.halt)
        self._try(lambda: lab("peer", "stop", self.gateway, check=False))
        self._try(lambda: lab("topo", "down", self.prefix, check=False))
        self.clock.unlink(missing_ok=True)
        (self.files / f"{self.prefix}-clock.so").unlink(missing_ok=True)

    @staticmethod
    def _try(step):
        try:
            step()
        except (Failed, OSError) as e:
            print(f"   clearing up: {e}", file=sys.stderr)

    def halt(self):
        """Ends the router."""

    def await_tunnel(self, seconds):
        """Waits until pings pass."""
        in_namespace(self.host, "ping", "-qc1", "-w", seconds, HOST, timeout=seconds + 10)

    # ---- the clock

    def steppable(self):
        """Prepares a clock of its own for what is started with `environment` afterwards."""
        library = self.files / f"{self.prefix}-clock.so"
        run("gcc", "-O2", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library, CLOCK_SOURCE)
        self.step_clock(0)
        self.environment = {**os.environ, "LD_PRELOAD": str(library),
                            "SEKISHO_LAB_CLOCK": str(self.clock)}

    def step_clock(self, seconds):
        """Sets the wall clock the router sees this far ahead of the machine's."""
        with self.clock.open("r+b" if self.clock.exists() else "wb") as file:  # it is mapped
            file.write(seconds.to_bytes(8, sys.byteorder, signed=True))
        self.ahead = seconds

    # ---- the gateway

    def start_gateway(self, *settings):
        """Starts the gateway, later settings beat the variant's."""
        lab("peer", "start", self.gateway, "-n", self.cloud,
            *lab("variant", "gateway", VARIANT).splitlines(), *settings)

    def kill_gateway(self):
        """It loses its power."""
        lab("peer", "kill", self.gateway)

    def stop_gateway(self):
        """It goes in order, and says so."""
        lab("peer", "stop", self.gateway)

    def renew(self):
        """The gateway renews the child SA; nothing is waited for."""
        lab("peer", "rekey", self.gateway, "child", check=False)
