"""The targets of the fast path, each with its figure and whether it was reached."""

from dataclasses import dataclass

OLD, NEW_WIREGUARD = "libipsec", "wireguard-go-13"
NAMES = {"null", "jca", "ipsecmb", OLD, NEW_WIREGUARD}  # the candidates they need


@dataclass(frozen=True)
class Target:
    """One target: what it is about, its bound in words, its figure, the bound in numbers."""

    what: str
    bound: str
    limit: float
    at_most: bool
    figure: callable
    unit: str = ""

    def judge(self, results):
        """Its line for results.json."""
        try:
            value = self.figure(results)
        except (KeyError, ZeroDivisionError, TypeError):
            value = None
        if value is None:
            verdict = "not measured"
        else:
            verdict = "pass" if (value <= self.limit) == self.at_most else "MISS"
        return {"what": self.what, "target": self.bound, "value": value, "unit": self.unit,
                "verdict": verdict}


def median(results, name, figure):
    """The median of a figure of a candidate."""
    return results["dataplane"][name]["figures"][figure]["median"]


def ratio(figure, name, other):
    """A candidate's figure divided by another's."""
    return lambda results: median(results, name, figure) / median(results, other, figure)


def worse_side(results):
    """Peak resident memory of the larger of the two routers with crypto-jca, in MB."""
    return max(median(results, "jca", f"memory.peak_{side}") for side in "ab")


def control(*path):
    """A figure of the control plane."""
    def find(results):
        value = results["control"]
        for key in path:
            value = value[key]
        return value
    return find


def cpu_ms(group):
    """Our CPU for a handshake as responder, warm, divided by strongSwan's."""
    return lambda results: (
        results["control"]["handshakes"]["sekisho"][group]["warm_ms"]
        / results["control"]["handshakes"]["strongswan"][group]["warm_ms"])


def all_targets():
    """In the order of the issue."""
    jca, native = "jca", "ipsecmb"
    cpu = "tcp1.cpu"
    return [
        Target("CPU a GB, crypto-jca ÷ libipsec", "≤ 1/6", 1 / 6, True, ratio(cpu, jca, OLD)),
        Target("CPU a GB, crypto-ipsecmb ÷ libipsec", "≤ 1/9", 1 / 9, True,
               ratio(cpu, native, OLD)),
        Target("CPU a GB, crypto-jca ÷ wireguard-go with offloads", "≤ 1/2", 1 / 2, True,
               ratio(cpu, jca, NEW_WIREGUARD)),
        Target("CPU a GB, crypto-ipsecmb ÷ wireguard-go with offloads", "≤ 1/3", 1 / 3, True,
               ratio(cpu, native, NEW_WIREGUARD)),
        Target("CPU a GB, null crypto ÷ crypto-jca", "≥ 0.5", 0.5, False, ratio(cpu, "null", jca)),
        Target("CPU a GB, null crypto ÷ crypto-ipsecmb", "≥ 0.75", 0.75, False,
               ratio(cpu, "null", native)),
        Target("CPU a packet of 100 octets, crypto-jca ÷ libipsec", "≤ 1/3", 1 / 3, True,
               ratio("udp100.cpu_us", jca, OLD)),
        # the counter is coarse: a thread's first refill of its allocation buffer counts whole
        Target("allocation a packet of the packet threads, null crypto", "0 octets", 0.5, True,
               lambda results: median(results, "null", "udp100.garbage"), "octets"),
        Target("live heap's growth over 10 GB, crypto-jca", "none", 1, True,
               lambda results: max(results["soak"][side]["growth_mb"] for side in "ab"), "MB"),
        Target("responder CPU a handshake ÷ strongSwan, X25519", "≤ 1.5", 1.5, True,
               cpu_ms("x25519")),
        Target("responder CPU a handshake ÷ strongSwan, ECP-256", "≤ 1.5", 1.5, True,
               cpu_ms("ecp256")),
        Target("peak resident memory of a router under load, crypto-jca", "≤ 200 MB", 200, True,
               worse_side, "MB"),
        Target("heap for a further idle tunnel", "≤ 20 kB", 20, True,
               control("tunnels", "sekisho", "kb_a_tunnel"), "kB"),
        Target("ping under saturation p50, crypto-jca ÷ wireguard-go", "< 1", 1, True,
               ratio("ping_loaded.p50", jca, NEW_WIREGUARD)),
        Target("ping under saturation p99, crypto-jca ÷ wireguard-go", "< 1", 1, True,
               ratio("ping_loaded.p99", jca, NEW_WIREGUARD)),
    ]
