"""Traffic between the two hosts of a lab, and what it costs the daemons between them."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from shell import CpuMeter, Failed, end, in_namespace, spawn

HOST = "10.10.0.10"
HEADERS = 28  # IPv4 and UDP
UDP = Path(__file__).with_name("udp.py")
UDP_PORT = 5300
LOSS_ALLOWED = 1.0  # percent


def percentile(sorted_values, share):
    """The smallest value that at least this share of the values does not exceed."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


class Hosts:
    """The two hosts of one lab, with an iperf3 server in the cloud."""

    def __init__(self, prefix, pids):
        self.branch, self.cloud, self.pids = f"{prefix}-lh", f"{prefix}-rh", pids
        self.server = None

    def start(self):
        """Starts the server and makes sure that packets pass."""
        self.server = spawn(self.cloud, "iperf3", "-s")
        in_namespace(self.branch, "ping", "-qc3", "-i", "0.1", "-w", "10", HOST)

    def stop(self):
        """Ends the server."""
        if self.server:
            end(self.server)

    def iperf(self, timeout, *arguments):
        """Runs the client; returns the end of its report and what it cost."""
        meter = CpuMeter(self.pids)
        for attempt in range(3):
            text = in_namespace(
                self.branch, "iperf3", "-c", HOST, "-J", "--connect-timeout", 5000, *arguments,
                check=False, timeout=timeout)
            try:
                report = json.loads(text)
            except ValueError:
                report = {"error": text.strip() or "no output"}
            if "error" not in report:
                return report["end"], meter.read()
            # the server may still be at the end of the run before
            time.sleep(0.5 * (attempt + 1))
            meter = CpuMeter(self.pids)
        raise Failed(f"iperf3 from {self.branch}: {report['error']}")

    def tcp(self, seconds, streams):
        """Mbit/s, CPU seconds a GB of each daemon and of the machine, share of soft interrupts."""
        report, (daemons, busy, soft) = self.iperf(
            seconds + 30, "-t", seconds, "-P", streams)
        received = report["sum_received"]
        gigabytes = received["bytes"] / 1e9
        if gigabytes == 0:
            raise Failed(f"no octet of TCP arrived from {self.branch}")
        figures = {
            "mbps": received["bits_per_second"] / 1e6,
            "machine": busy / gigabytes,
            "softirq": soft,
            "retransmits": report["sum_sent"].get("retransmits", 0),
        }
        if daemons:
            figures["cpu_a"], figures["cpu_b"] = (d / gigabytes for d in daemons)
            figures["cpu"] = sum(daemons) / gigabytes
        return figures

    def tcp_octets(self, octets):
        """Carries that many octets; returns how many arrived."""
        report, _ = self.iperf(900, "-n", octets)
        return report["sum_received"]["bytes"]

    def udp(self, seconds, length, rate):
        """Packets of `length` octets, IP header included; rate in packets a second, 0 for all it
        can. Packets sent and arrived a second, loss in percent, µs CPU of the daemons a packet."""
        receiver = spawn(self.cloud, sys.executable, UDP, "receive", UDP_PORT, log=subprocess.PIPE)
        try:
            if receiver.stdout.readline() != "ready\n":
                raise Failed(f"no receiver of UDP in {self.cloud}")
            meter = CpuMeter(self.pids)
            sent, elapsed = in_namespace(
                self.branch, sys.executable, UDP, "send", HOST, UDP_PORT, length - HEADERS, rate,
                seconds, timeout=seconds + 30).split()
            text, _ = receiver.communicate(timeout=30)
            daemons = meter.read()[0]
        finally:
            end(receiver)
        sent, elapsed, arrived = int(sent), float(elapsed), int(text)
        figures = {
            "sent_pps": sent / elapsed,
            "pps": arrived / elapsed,
            "loss": 100 * max(sent - arrived, 0) / sent,
        }
        if daemons and arrived > 0:
            figures["cpu_us"] = sum(daemons) / arrived * 1e6
        return figures

    def highest_rate(self, seconds, length, probes):
        """The highest rate with at most 1 % loss, in packets a second: all it can first, then
        halving the interval between what passed and what did not."""
        top = self.udp(seconds, length, 0)
        if top["loss"] <= LOSS_ALLOWED:
            return top["pps"]
        good, bad, rate = 0.0, top["sent_pps"], max(top["pps"] * 0.9, 1000)
        for _ in range(probes):
            seen = self.udp(seconds, length, rate)
            if seen["loss"] <= LOSS_ALLOWED:
                good = max(good, seen["pps"])
                rate = (rate + bad) / 2
            else:
                bad = min(bad, rate)
                rate = (good + bad) / 2
        return good

    def ping(self, seconds):
        """Starts pings, 100 a second; Pings.read waits for their end."""
        return Pings(spawn(
            self.branch, "ping", "-n", "-i", "0.01", "-c", int(seconds * 100), "-w",
            int(seconds + 2), HOST, log=subprocess.PIPE))


class Pings:
    """Pings that run."""

    def __init__(self, process):
        self.process = process

    def read(self):
        """Their times in ms: p50, p99, max; loss in percent."""
        text, _ = self.process.communicate(timeout=60)
        times = sorted(float(t) for t in re.findall(r" time=([0-9.]+) ms", text))
        counts = re.search(r"(\d+) packets transmitted, (\d+) received", text)
        if not times or not counts:
            raise Failed("no ping was answered")
        sent, received = (int(n) for n in counts.groups())
        return {
            "p50": percentile(times, 0.5),
            "p99": percentile(times, 0.99),
            "max": times[-1],
            "loss": 100 * (sent - received) / sent,
        }
