"""The data plane: every candidate in turn, several rounds interleaved."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from jvm import Jvm
from shell import Failed, memory
from traffic import Hosts

SMALL, TARGET, LARGE = 64, 100, 1400  # octets of an inner packet, IP header included
FIXED_RATES = {SMALL: 30_000, TARGET: 30_000, LARGE: 10_000}


SOAK_OCTETS = 10_000_000_000
TCP_HEADERS = 52  # IPv4, TCP and its timestamps


def _state(jvm):
    """What a router's JVM holds, and what its packet threads have allocated so far."""
    return {"heap": jvm.heap_used(), "info": jvm.heap_info(),
            "allocated": jvm.packet_threads_allocated()}


@dataclass(frozen=True)
class Plan:
    """How long everything lasts, in seconds."""

    rounds: int
    warm_up: float
    tcp: int
    fixed: int
    sizes: tuple
    probe: int
    probes: int
    searched: tuple
    search_rounds: int
    pings: float


FULL = Plan(rounds=3, warm_up=20, tcp=5, fixed=3, sizes=(SMALL, TARGET, LARGE), probe=1, probes=4,
            searched=(SMALL, LARGE), search_rounds=1, pings=2)
# a single round sees every candidate warm only once, so it is warmed for longer
QUICK = Plan(rounds=1, warm_up=25, tcp=3, fixed=2, sizes=(TARGET,), probe=1, probes=0, searched=(),
             search_rounds=0, pings=1)


class DataPlane:
    """One run: starts all labs, measures round by round, removes all labs."""

    def __init__(self, candidates, plan, say):
        self.plan, self.say = plan, say
        self.candidates = candidates
        self.missing = {}
        self.versions = {}
        self.values = {}
        self.hosts = {}

    def start_only(self):
        """Starts the labs and warms the candidates; measures nothing."""
        for candidate in self.candidates:
            self._start(candidate)

    def run(self):
        """Measures; returns name -> figure -> the values of the rounds."""
        running = [c for c in self.candidates if self._start(c)]
        for number in range(self.plan.rounds):
            for candidate in list(running):
                begun = time.monotonic()
                try:
                    self._round(candidate, number)
                except Failed as e:
                    running.remove(candidate)
                    self.missing[candidate.name] = f"round {number + 1}: {e}"
                    self.say(f"{candidate.title} is out: {e}")
                    continue
                self.say(f"round {number + 1} of {self.plan.rounds}: {candidate.title}, "
                         f"{time.monotonic() - begun:.0f} s{self._latest(candidate)}")
        return self.values

    def stop(self):
        """Removes every lab, all at once: a router takes a second to say goodbye."""
        for hosts in self.hosts.values():
            hosts.stop()
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda candidate: candidate.stop(), self.candidates))

    def soak(self, name):
        """Carries 10 GB through a candidate of ours; what its routers' heaps held before and
        after. None when the candidate does not run."""
        if name not in self.values or name in self.missing:
            return None
        hosts = self.hosts[name]
        jvms = [Jvm(pid) for pid in hosts.pids]
        before = [_state(jvm) for jvm in jvms]
        carried = hosts.tcp_octets(SOAK_OCTETS)
        after = [_state(jvm) for jvm in jvms]
        packets = carried / (LARGE - TCP_HEADERS)
        figures = {"candidate": name, "octets": carried}
        for side, was, now in zip("ab", before, after):
            figures[side] = {
                "heap_before": was["heap"], "heap_after": now["heap"],
                "growth_mb": (now["heap"] - was["heap"]) / 1e6,
                "allocated_a_packet": (now["allocated"] - was["allocated"]) / packets,
                "heap_info_before": was["info"], "heap_info_after": now["info"],
            }
        self.say(f"{carried / 1e9:.1f} GB through {name}: live heap "
                 + ", ".join(f"{side} {figures[side]['heap_before'] / 1e6:.2f} → "
                             f"{figures[side]['heap_after'] / 1e6:.2f} MB" for side in "ab"))
        return figures

    def _start(self, candidate):
        why = candidate.missing()
        if why is None:
            try:
                candidate.start()
                hosts = Hosts(candidate.prefix, candidate.pids())
                self.hosts[candidate.name] = hosts
                hosts.start()
                # TCP last: code that was compiled for it alone is compiled anew after the first UDP
                hosts.udp(self.plan.probe, TARGET, FIXED_RATES[TARGET])
                hosts.tcp(self.plan.warm_up, 1)
                why = candidate.unfit()
            except Failed as e:
                why = str(e)
        if why is not None:
            self.missing[candidate.name] = why
            self.say(f"left out: {candidate.title}: {why}")
            candidate.stop()
            return False
        self.versions[candidate.name] = candidate.version()
        self.values[candidate.name] = {}
        self.say(f"up: {candidate.title} {self.versions[candidate.name]}")
        return True

    def _round(self, candidate, number):
        plan, hosts = self.plan, self.hosts[candidate.name]
        keep = lambda prefix, figures: self._keep(candidate.name, prefix, figures)
        keep("ping_idle", hosts.ping(plan.pings).read())
        keep("tcp1", hosts.tcp(plan.tcp, 1))
        pings = hosts.ping(plan.tcp)
        try:
            keep("tcp4", hosts.tcp(plan.tcp, 4))
        finally:
            loaded = pings.read()
        keep("ping_loaded", loaded)
        for length in plan.sizes:
            jvms = [Jvm(pid) for pid in hosts.pids] if candidate.bare and length == TARGET else []
            before = [jvm.packet_threads_allocated() for jvm in jvms]
            figures = hosts.udp(plan.fixed, length, FIXED_RATES[length])
            if jvms:
                spent = sum(jvm.packet_threads_allocated() for jvm in jvms) - sum(before)
                figures["garbage"] = spent / (figures["sent_pps"] * plan.fixed) / len(jvms)
            keep(f"udp{length}", figures)
        if number < plan.search_rounds:
            for length in plan.searched:
                rate = hosts.highest_rate(plan.probe, length, plan.probes)
                keep(f"max{length}", {"pps": rate})
        for side, pid in zip("ab", hosts.pids):
            now, most = memory(pid)
            keep("memory", {f"rss_{side}": now, f"peak_{side}": most})

    def _keep(self, name, prefix, figures):
        for key, value in figures.items():
            self.values[name].setdefault(f"{prefix}.{key}", []).append(value)

    def _latest(self, candidate):
        values = self.values[candidate.name]
        text = f": {values['tcp1.mbps'][-1]:.0f} Mbit/s"
        if "tcp1.cpu" in values:
            text += f", {values['tcp1.cpu'][-1]:.2f} CPU-s/GB"
        return text
