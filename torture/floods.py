"""Floods against our router and against strongSwan in its place, while a tunnel carries traffic."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import candidates
from jvm import Jvm
from shell import Failed, end, lab, memory, run, spawn
from traffic import Hosts

HERE = Path(__file__).resolve().parent
BRANCH, TARGET = "203.0.113.2", "203.0.113.10"
CONSOLE = 2222
LIMITED = 10_000  # packets a second of the flood that leaves the machine some time
UDP_RATE, UDP_LENGTH = 1000, 1400  # what the tunnel carries beside the pings
MOST_MB, MOST_LINES = 64, 20  # growth of resident memory, lines of log, of one flood
MOST_LOST, LEAST_RATE = 2, 1 / 3  # of the pings in percent, of the quiet TCP rate, at a bounded rate


@dataclass(frozen=True)
class Flood:
    """One flood; `rate` packets or connections a second, 0 for all that can be sent."""

    name: str
    title: str
    kind: str
    rate: int

    @property
    def bounded(self):
        """Whether it leaves the machine some time."""
        return self.rate > 0


def all_floods():
    """In the order of the table."""
    kinds = (("ike-init", "forged IKE_SA_INIT, each from another address"),
             ("ike-icv", "IKE with a wrong ICV, SPIs of the tunnel"),
             ("esp-icv", "ESP with a wrong ICV, SPI of the tunnel"),
             ("esp-replay", "ESP of the tunnel once more"))
    floods = [Flood(name + suffix, f"{title}, {words}", name, rate) for name, title in kinds
              for suffix, rate, words in (("", LIMITED, "10,000 a second"),
                                          ("-all", 0, "as many as can be sent"))]
    return [*floods, Flood("ssh", "connections to the console that say nothing", "ssh", 0)]


class Recorded:
    """A candidate of the benchmark whose wire is recorded while its tunnel comes up."""

    def launch(self):
        self.file().parent.mkdir(parents=True, exist_ok=True)
        # tcpdump wants a device that is up, which a router that is yet to come would do
        run("ip", "-n", f"{self.prefix}-r", "link", "set", "wan0", "up")
        self.recorder = spawn(f"{self.prefix}-r", "tcpdump", "-Z", "root", "-U", "-i", "wan0", "-c",
                              2000, "-w", self.file(), "udp", "and", "dst", "host", TARGET)
        super().launch()

    def recorded(self):
        """Ends the recording; returns its file."""
        end(self.recorder)
        return self.file()

    def stop(self):
        """Removes the lab and the recording."""
        super().stop()
        self.file().unlink(missing_ok=True)

    def file(self):
        """Where the recording lies."""
        return Path(os.environ["SEKISHO_LAB_RUN"]) / "torture" / f"{self.prefix}.pcap"

    def attacked(self):
        """The daemon in the gateway's place."""
        return self.pids()[1]


class Ours(Recorded, candidates.Sekisho):
    """Our router, ESP by the JDK's cryptography."""

    def __init__(self):
        super().__init__("sekisho", "Sekisho", "j", "jca")

    def heap_mb(self):
        """Live objects."""
        return Jvm(self.attacked()).heap_used() / 1e6

    def lines(self):
        """Lines of its log."""
        return len(lab("router", "exec", f"{self.prefix}/gateway", "show log").splitlines())


class Theirs(Recorded, candidates.StrongSwan):
    """strongSwan with its ESP in user space, logging as Debian has it."""

    def __init__(self):
        super().__init__("strongswan", "strongSwan", "s")

    def heap_mb(self):
        """It does not tell."""
        return None

    def lines(self):
        """Lines of its log."""
        return len(lab("peer", "log", self.peer("r")).splitlines())


def all_targets():
    """Ours first."""
    return [Ours(), Theirs()]


def measure_floods(target, floods, quick, say, until):
    """Floods one target in turn, beginning none after `until` (time.monotonic); gives the name of
    each flood with its figures and `failures`."""
    seconds = 2 if quick else 3
    wanted = [flood for flood in floods if flood.kind != "ssh" or target.name == "sekisho"]
    hosts, left = None, list(wanted)
    try:
        say(f"building the lab of {target.title}")
        target.start()
        hosts = Hosts(target.prefix, target.pids())
        hosts.start()
        hosts.tcp(seconds, 1)  # what is compiled while it runs is compiled now
        capture = target.recorded()
        quiet = carried(hosts, seconds)
        say(f"{target.title}, quiet: {words(quiet)}")
        while left:
            flood = left[0]
            if time.monotonic() > until:
                raise Failed("not begun, there was no time left")
            target.attacked()  # of a daemon that ended, nothing more can be measured
            try:
                figures = {"quiet": quiet, **flooded(target, hosts, flood, capture, seconds)}
                figures["failures"] = judged(flood, figures) if target.name == "sekisho" else []
                seen = f"{figures['rate']:.0f} a second, {words(figures)}"
            except Failed as e:
                figures, seen = {"failures": [str(e)]}, "not measured"
            say("; ".join([f"{target.title}, {flood.title}: {seen}", *figures["failures"]]))
            yield flood.name, figures
            del left[0]
    except (Failed, OSError, ValueError) as e:  # a daemon that ended has no /proc to read
        say(f"{target.title} is out: {e}")
        for flood in left:
            yield flood.name, {"failures": [str(e)]}
    finally:
        for step in (hosts.stop if hosts else None, target.recorded, target.stop):
            try:
                if step:
                    step()
            except (Failed, OSError, AttributeError) as e:
                say(f"clearing up: {e}")


def words(figures):
    """What the tunnel carried, for the screen."""
    return (f"pings lost {figures['ping_loss']:.1f} %, UDP lost {figures['udp_loss']:.1f} %, "
            f"TCP {figures['mbps']:.0f} Mbit/s")


def carried(hosts, seconds):
    """What the tunnel carries: pings and UDP first, then TCP. What fails has carried nothing."""
    figures = {"ping_loss": 100.0, "ping_p99": None, "udp_loss": 100.0, "mbps": 0.0}
    pings = hosts.ping(seconds)
    try:
        figures["udp_loss"] = hosts.udp(seconds, UDP_LENGTH, UDP_RATE)["loss"]
    except (Failed, ZeroDivisionError, ValueError):
        pass
    try:
        answers = pings.read()
        figures.update(ping_loss=answers["loss"], ping_p99=answers["p99"])
    except Failed:
        pass
    try:
        figures["mbps"] = hosts.tcp(seconds, 1)["mbps"]
    except Failed:
        pass
    return figures


def flooded(target, hosts, flood, capture, seconds):
    """One flood against one target."""
    pid, lines, begun = target.attacked(), target.lines(), time.monotonic()
    resident, heap = memory(pid)[0], target.heap_mb()
    long = 2 * seconds + 6
    if flood.kind == "ssh":
        arguments = (f"{target.prefix}-r", "ssh", "127.0.0.1", CONSOLE, long, flood.rate)
    else:
        arguments = (f"{target.prefix}-l", flood.kind, BRANCH, TARGET, long, flood.rate, capture)
    flooder = spawn(arguments[0], sys.executable, HERE / "flood.py", *arguments[1:], talk=True)
    try:
        figures = carried(hosts, seconds)
        said, _ = flooder.communicate(timeout=long + 60)
    finally:
        end(flooder)
    try:
        counts = [float(word) for word in said.split()]
        figures["rate"] = sum(counts[:-1]) / counts[-1]
    except (ValueError, IndexError, ZeroDivisionError):
        raise Failed(f"the flood {flood.name} ended: {said.strip().splitlines()[-1:]}") from None
    minutes = (time.monotonic() - begun) / 60
    time.sleep(2)
    try:
        after = hosts.ping(2).read()["loss"]
    except Failed:
        after = 100.0
    figures.update(after_loss=after, resident_mb=[resident, memory(pid)[0]],
                   lines=target.lines() - lines)
    figures["lines_a_minute"] = figures["lines"] / minutes
    if heap is not None:
        figures["heap_mb"] = [heap, target.heap_mb()]
    return figures


def judged(flood, figures):
    """What of a router's figures is not as it must be."""
    bad = []
    if figures["after_loss"] > 0:
        bad.append(f"{figures['after_loss']:.0f} % of the pings were lost after it was over")
    if figures["ping_loss"] >= 100 and figures["mbps"] == 0:
        bad.append("the tunnel carried nothing")
    elif flood.bounded:
        if figures["ping_loss"] > MOST_LOST:
            bad.append(f"{figures['ping_loss']:.1f} % of the pings were lost, not {MOST_LOST}")
        if figures["mbps"] < LEAST_RATE * figures["quiet"]["mbps"]:
            bad.append("TCP kept less than a third of its rate")
    before, after = figures["resident_mb"]
    if after - before > MOST_MB:
        bad.append(f"{after - before:.0f} MB more resident, not {MOST_MB}")
    if figures["lines"] > MOST_LINES:
        bad.append(f"{figures['lines']} lines of log, not {MOST_LINES}")
    return bad
