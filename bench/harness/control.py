"""The control plane: our router and strongSwan as responders, under one load generator."""

import os
import statistics
import time
from pathlib import Path

from candidates import PREFIX
from jvm import Jvm
from shell import ROOT, Failed, cpu_seconds, end, lab, memory, spawn

GROUPS = {"modp2048": "modp2048", "ecp256": "ecp256", "x25519": "curve25519"}
KEY = "bench-psk-0123456789"
WAN = "203.0.113.10"
AT_ONCE = 2  # from one address; beyond three half-open SAs our responder asks for a cookie each time

TUNNEL = """\
tunnel select {n}
 ipsec tunnel {n}
  ipsec sa policy {n} {n} esp aes256-gcm
  ipsec ike version {n} 2
  ipsec ike keepalive use {n} on rfc4306 30 6
  ipsec ike nat-traversal {n} on
  ipsec ike local name {n} gw.bench fqdn
  ipsec ike remote name {n} b{n}.bench fqdn
  ipsec ike remote address {n} any
  ipsec ike pre-shared-key {n} text {key}
 tunnel enable {n}
tunnel select none
"""


class Sekisho:
    """Our router in the gateway's place, with a tunnel for each branch."""

    name, title = "sekisho", "Sekisho"

    def __init__(self, topology, tunnels):
        self.topology, self.tunnels = topology, tunnels
        self.prefix = PREFIX + "k"
        self.router = self.prefix + "/gateway"

    def start(self):
        lab("topo", "up", self.topology, self.prefix, "--bare-gateway")
        text = f"ip lan1 address 10.10.0.1/24\nip lan2 address {WAN}/24\n"
        text += "".join(TUNNEL.format(n=n, key=KEY) for n in range(1, self.tunnels + 1))
        folder = Path(os.environ["SEKISHO_LAB_RUN"]) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "responder.rtx"
        file.write_text(text)
        lab("router", "start", self.router, "--config", file)
        lab("router", "wait", self.router, 120, timeout=180)

    def pid(self):
        return int(lab("router", "pid", self.router))

    def heap(self):
        """Octets of live objects."""
        return Jvm(self.pid()).heap_used()

    def stop(self):
        lab("router", "down", self.router, check=False)
        lab("topo", "down", self.prefix, check=False)


class StrongSwan:
    """charon in the gateway's place, one connection for everybody, nothing written to a log."""

    name, title = "strongswan", "strongSwan"

    def __init__(self, topology, group):
        self.topology, self.group = topology, group
        self.prefix = PREFIX + "c"

    def start(self):
        lab("topo", "up", self.topology, self.prefix)
        lab("peer", "start", self.prefix, "-n", f"{self.prefix}-r", f"LOCAL_ADDR={WAN}",
            "LOCAL_ID=gw.bench", "REMOTE_ID=%any", f"PSK={KEY}", f"IKE=aes256-sha256-{self.group}",
            "ESP=aes256gcm16", "LOCAL_TS=10.10.0.0/24", "REMOTE_TS=10.0.0.0/8", "SPLIT_RULE=no",
            "INSTALL_ROUTES=no", "DPD=30s",
            "EXTRA_STRONGSWAN=filelog { main { default = -1 net = -1 enc = -1 } }")

    def pid(self):
        return int((Path(os.environ["SEKISHO_LAB_RUN"]) / "peers" / self.prefix / "pid").read_text())

    def heap(self):
        """Resident octets: charon does not tell its heap."""
        return memory(self.pid())[0] * 2**20

    def stop(self):
        lab("peer", "stop", self.prefix, check=False)
        lab("topo", "down", self.prefix, check=False)


class Load:
    """The load generator in the branch's place of a responder's lab."""

    def __init__(self, responder, group, branches):
        local = "203.0.113.2" if responder.topology == "direct" else "10.66.0.2"
        folder = ROOT / "bench/load/target"
        self.process = spawn(
            f"{responder.prefix}-l", "java", "-XX:+UseSerialGC", "-Xmx256m", "-cp",
            f"{folder}/classes:{(folder / 'classpath').read_text().strip()}",
            "org.sekisho.bench.load.LoadGenerator", local, WAN, group, branches, KEY, talk=True)
        self._answer()

    def _answer(self):
        line = self.process.stdout.readline().strip()
        if not line or line.startswith(("failed", "unknown", "Exception")):
            raise Failed(f"load generator: {line or 'it ended'}")
        return line

    def ask(self, command):
        """Sends a command; returns the numbers of the answer."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return [float(word) for word in self._answer().split()]

    def stop(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(8)
            except Exception:  # noqa: BLE001 - whatever it is, it must go
                end(self.process)


class ControlPlane:
    """Handshakes a second, CPU for each, and many idle tunnels."""

    def __init__(self, say, quick=False):
        self.say = say
        self.cold, self.warm_up, self.block, self.blocks = 20, 3000, 400, 3
        self.tunnels, self.idle_seconds = 1000, 60
        if quick:
            self.warm_up, self.block, self.blocks = 300, 200, 1
            self.idle_seconds = 15
        self.open = []

    def run(self):
        """Measures; returns the section `control` of results.json."""
        handshakes = {"sekisho": {}, "strongswan": {}}
        for name, keyword in GROUPS.items():
            for responder, figures in self._handshakes(keyword).items():
                handshakes[responder][name] = figures
                self.say(f"{name}, {responder}: {figures['warm_ms']:.2f} ms CPU warm, "
                         f"{figures['cold_ms']:.2f} cold, {figures['rate']:.0f} handshakes a second")
        return {"handshakes": handshakes, "at_once": AT_ONCE, "tunnels": self._many()}

    def stop(self):
        """Ends everything that still runs."""
        for thing in reversed(self.open):
            thing.stop()
        self.open.clear()

    def _handshakes(self, keyword):
        both = [Sekisho("direct", 16), StrongSwan("direct", keyword)]
        loads, figures = {}, {}
        try:
            for responder in both:
                self.open.append(responder)
                responder.start()
                load = Load(responder, keyword, 16)
                self.open.append(load)
                loads[responder] = load
                cold, _ = self._cycles(responder, load, self.cold)
                figures[responder.name] = {"cold_ms": cold}
                self._cycles(responder, load, self.warm_up)
            seen = {r.name: [] for r in both}
            for _ in range(self.blocks):
                for responder in both:
                    seen[responder.name].append(
                        self._cycles(responder, loads[responder], self.block))
            for name, pairs in seen.items():
                figures[name]["warm_values"] = [ms for ms, _ in pairs]
                figures[name]["warm_ms"] = statistics.median(ms for ms, _ in pairs)
                figures[name]["rate"] = statistics.median(rate for _, rate in pairs)
        finally:
            self.stop()
        return figures

    @staticmethod
    def _cycles(responder, load, count):
        """CPU ms a handshake with its deletion, and handshakes a second."""
        before = cpu_seconds(responder.pid())
        done, seconds = load.ask(f"cycle {count} {AT_ONCE}")
        return (cpu_seconds(responder.pid()) - before) * 1000 / done, done / seconds

    def _many(self):
        """All tunnels up at once, for each responder."""
        figures = {}
        for make in (lambda: Sekisho("nat", self.tunnels), lambda: StrongSwan("nat", "curve25519")):
            responder = make()
            try:
                figures[responder.name] = self._fill(responder)
            except Failed as e:
                figures[responder.name] = {"failed": str(e)}
                self.say(f"{self.tunnels} tunnels, {responder.title}: {e}")
            finally:
                self.stop()
        return {"count": self.tunnels, **figures}

    def _one(self, responder):
        """What a responder with one tunnel in its configuration, and none up, holds."""
        alone = Sekisho("nat", 1) if responder.name == "sekisho" else responder
        self.open.append(alone)
        alone.start()
        octets = alone.heap()
        self.stop()
        return octets

    def _fill(self, responder):
        empty = self._one(responder)
        self.open.append(responder)
        begun = time.monotonic()
        responder.start()
        started = time.monotonic() - begun
        load = Load(responder, "curve25519", self.tunnels)
        self.open.append(load)
        cpu = cpu_seconds(responder.pid())
        count, seconds = load.ask(f"up {AT_ONCE}")
        cpu = cpu_seconds(responder.pid()) - cpu
        after = responder.heap()
        idle = cpu_seconds(responder.pid())
        time.sleep(self.idle_seconds)
        idle = (cpu_seconds(responder.pid()) - idle) * 60 / self.idle_seconds
        still, = load.ask("count")
        if still < count:
            raise Failed(f"{count - still:.0f} of {count:.0f} tunnels went down again")
        rss, peak = memory(responder.pid())
        figures = {
            "start_s": started, "up_s": seconds, "cpu_ms_a_tunnel": cpu * 1000 / count,
            "kb_a_tunnel": (after - empty) / (count - 1) / 1000, "rss_mb": rss, "peak_mb": peak,
            "idle_cpu_s_a_minute": idle,
        }
        self.say(f"{count:.0f} tunnels, {responder.title}: up in {seconds:.1f} s, "
                 f"{figures['kb_a_tunnel']:.1f} kB each, {idle:.2f} s CPU a minute idle, "
                 f"{rss:.0f} MB resident")
        return figures


def rows(control):
    """The lines for the screen."""
    out = [["as responder", "Sekisho", "", "", "strongSwan", "", ""],
           ["", "cold ms", "warm ms", "a second", "cold ms", "warm ms", "a second"]]
    for group in GROUPS:
        sides = [control["handshakes"][name][group] for name in ("sekisho", "strongswan")]
        out.append([group, *(f"{side[key]:.{digits}f}" for side in sides for key, digits in
                             (("cold_ms", 2), ("warm_ms", 2), ("rate", 0)))])
    return out


def many_rows(control):
    """Many tunnels through one NAT, for the screen."""
    tunnels = control["tunnels"]
    out = [[f"{tunnels['count']} tunnels", "up in s", "CPU ms each", "kB each", "idle CPU-s/min",
            "RSS MB"]]
    for name in ("sekisho", "strongswan"):
        f = tunnels[name]
        out.append([name, f["failed"], "", "", "", ""] if "failed" in f else
                   [name, *(f"{f[key]:.{digits}f}" for key, digits in
                            (("up_s", 1), ("cpu_ms_a_tunnel", 2), ("kb_a_tunnel", 1),
                             ("idle_cpu_s_a_minute", 2), ("rss_mb", 0)))])
    return out
