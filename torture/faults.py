"""The faults: what each does to the lab, and what must come of it."""

import math
import os
import signal
import subprocess
import time
from dataclasses import dataclass

from jvm import Jvm
from network import wait_until
from shell import Failed, end, in_namespace, memory, run, spawn

HOUR = 3600
STRANGER = ("-F", "/dev/null", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-p", "2222")
FLAPS = 5
TRIAL = 31  # seconds; a provider is on trial for 30
ANY = math.inf
LOSS = """\
table ip loss {{
  chain forward {{
    type filter hook forward priority 0;
    numgen random mod 100 < {percent} counter drop
  }}
}}
"""
REBOOTED = """\
flush table ip nat
table ip nat {{
  chain post {{
    type nat hook postrouting priority 100;
    oifname "out0" ip protocol udp masquerade to :{first}-{last} random
    oifname "out0" masquerade
  }}
}}
"""


@dataclass(frozen=True)
class Fault:
    """One fault. `harm` does it and returns when it is over, with what else it saw; `beside`:
    strongSwan can be put to it, too."""

    name: str
    title: str
    must: str  # a sentence for the table
    harm: callable
    recovers: float = 0.0  # seconds from the end of the fault to the first ping after the last loss
    lines: int = 1  # of log, at most
    loses: float = 0  # pings that may be lost, at most
    beside: bool = False
    long: bool = False  # has a lab of its own


def gateway_killed(branch, _quick):
    """Its power goes and comes back at once; it knows nothing of the old SAs."""
    branch.kill_gateway()
    branch.start_gateway()


def gateway_restarted(branch, _quick):
    """It stops in order, and says goodbye."""
    branch.stop_gateway()
    branch.start_gateway()


def gateway_replaced(branch, _quick):
    """Another one takes its address, which accepts other algorithms."""
    branch.kill_gateway()
    branch.start_gateway("IKE=aes256-sha1-modp1024", "ESP=aes256-sha1", "MOBIKE=yes")


def nat_rebooted(branch, _quick):
    """The NAT box forgets its table and gives other ports afterwards."""
    ports = ((20000, 29999), (30000, 39999))[int(time.time()) % 2]
    run("ip", "-n", branch.nat, "link", "set", "out0", "down")  # masquerade forgets with the link
    in_namespace(branch.nat, "nft", REBOOTED.format(first=ports[0], last=ports[1]))
    run("ip", "-n", branch.nat, "link", "set", "out0", "up")


def wan_flapping(branch, _quick):
    """The WAN's carrier goes for a second, five times."""
    for _ in range(FLAPS):
        run("ip", "-n", branch.nat, "link", "set", "in0", "down")
        time.sleep(1)
        run("ip", "-n", branch.nat, "link", "set", "in0", "up")
        time.sleep(1)


def loss(percent, seconds, shorter):
    """Drops packets both ways between branch and gateway, with a renewal every ten seconds."""
    def harm(branch, quick):
        in_namespace(branch.nat, "nft", LOSS.format(percent=percent))
        try:
            over = time.monotonic() + (shorter if quick else seconds)
            while time.monotonic() < over:
                branch.renew()
                time.sleep(10)
        finally:
            in_namespace(branch.nat, "nft", "delete table ip loss")
    return harm


def clock_stepped(seconds):
    """The wall clock jumps, and the tunnel is renewed."""
    def harm(branch, _quick):
        branch.step_clock(branch.ahead + seconds)
        time.sleep(3)
        branch.renew()
        time.sleep(2)
    return harm


def router_killed(branch, _quick):
    """Our router's power goes and comes back."""
    branch.kill_router()
    branch.start_router()
    branch.await_console()


def disk_full(branch, _quick):
    """No octet is left on the disk of the data; `save` must say so and harm nothing."""
    with branch.small_disk() as disk:
        disk.fill()
        refused = branch.type("save")
        kept = disk.saved() == branch.saved_before
        disk.empty()
        accepted = branch.type("save")
        if "Error" not in refused:
            raise Failed(f"save on a full disk said: {refused.strip() or 'nothing'}")
        if "Error" in accepted:
            raise Failed(f"save on a disk with room said: {accepted.strip()}")
        if not kept:
            raise Failed("the saved configuration changed though it could not be saved")
        return {"save": refused.strip().splitlines()[-1]}


def files_stop_growing(branch, _quick):
    """No file of the router grows any more, its logs among them, while the tunnel is renewed."""
    with branch.limit("fsize", 0):
        branch.renew()
        refused = branch.type("save")
        time.sleep(3)
    if "Error" not in refused:
        raise Failed(f"save without a disk said: {refused.strip() or 'nothing'}")
    return {"save": refused.strip().splitlines()[-1]}


def tun_gone(branch, _quick):
    """The device node is no more; a new tunnel cannot have its interface, and gets it when the
    node is back."""
    branch.inside("mount -t tmpfs tmpfs /dev/net")
    try:
        branch.type("tunnel select 7\ntunnel enable 7\ntunnel select none")
        time.sleep(2)
        missing = "tunnel7" not in branch.devices()
        told = [line for line in branch.log() if "/dev/net/tun" in line]
    finally:
        branch.inside("umount /dev/net")
    branch.type("tunnel select 7\ntunnel disable 7\ntunnel enable 7\ntunnel select none")
    wait_until(lambda: "tunnel7" in branch.devices(), 10, "the interface of tunnel 7")
    branch.type("tunnel select 7\ntunnel disable 7\ntunnel select none")
    wait_until(lambda: "tunnel7" not in branch.devices(), 10, "the end of tunnel 7's interface")
    if not missing:
        raise Failed("the device was made without /dev/net/tun")
    if not told:
        raise Failed("no line of the log names /dev/net/tun")
    return {"the log": told[-1]}


def descriptors_exhausted(branch, _quick):
    """The process may open three files more, people knock at its console, and it has to renew."""
    with branch.limit("nofile", branch.open_descriptors() + 3):
        knocking = [spawn(branch.router_space, "ssh", *STRANGER, "nobody@127.0.0.1")
                    for _ in range(8)]
        try:
            time.sleep(3)
            branch.renew()
            time.sleep(3)
        finally:
            for process in knocking:
                end(process)
    branch.await_console()


def endless_lines(branch, _quick):
    """Four consoles are given a line that does not end, as fast as they take it."""
    typists = [subprocess.Popen(
        ["ip", "netns", "exec", branch.router_space, "sh", "-c",
         'tr "\\0" x </dev/zero | "$@" >/dev/null 2>&1', "sh", *branch.console()],
        start_new_session=True) for _ in range(4)]
    try:
        time.sleep(10)
        held = memory(branch.pid())[0]
    finally:
        for typist in typists:
            os.killpg(typist.pid, signal.SIGKILL)
            typist.wait()
    branch.await_console()
    return {"MB resident": f"{held:.0f}"}


def heap_full(branch, _quick):
    """All of the heap but the last 8 MB is held, while the tunnel is renewed and people ask."""
    with branch.harmed():
        with branch.order("harm-heap"):
            time.sleep(3)
            held = Jvm(branch.pid()).heap_used() / 1e6
            branch.renew()
            branch.await_console()
            time.sleep(5)
    return {"MB of heap in use": f"{held:.0f}"}


def cipher_throws(branch, _quick):
    """The crypto provider in use throws at every packet, after its trial is over."""
    with branch.harmed():
        time.sleep(TRIAL)
        with branch.order("harm-throw"):
            time.sleep(2)
            told = [line for line in branch.log() if "crypto provider harm failed" in line]
    if not told or "goes on" not in told[-1]:
        raise Failed(f"the log does not say who goes on: {told}")
    return {"the log": told[-1]}


def all_faults():
    """In the order of the table; those that begin anew come last."""
    return [
        Fault("gateway-restarted", "gateway stopped in order, and started",
              "dials again by itself", gateway_restarted, recovers=30, lines=30, loses=ANY, beside=True),
        Fault("gateway-killed", "gateway killed, and started",
              "notices with its keepalive (6 × 10 s), dials again", gateway_killed, recovers=90,
              lines=30, loses=ANY, beside=True),
        Fault("gateway-replaced", "gateway replaced by one with other algorithms",
              "notices with its keepalive, agrees anew", gateway_replaced, recovers=90, lines=30,
              loses=ANY, beside=True),
        Fault("nat-rebooted", "NAT box rebooted, with new ports",
              "found by the next packet it sends", nat_rebooted, recovers=30, lines=12, loses=ANY, beside=True),
        Fault("wan-flapping", "WAN link down for a second, five times",
              "passes packets as soon as the link does", wan_flapping, recovers=2, lines=10,
              loses=ANY, beside=True),
        Fault("loss-30", "30 % of the packets lost for a minute, a renewal every 10 s",
              "the tunnel stays; all passes within a repetition (4 s)", loss(30, 60, 20), recovers=5,
              lines=60, loses=ANY, beside=True),
        Fault("loss-5", "5 % lost for ten minutes, a renewal every 10 s",
              "the tunnel stays; all passes within a repetition (4 s)", loss(5, 600, 20), recovers=5,
              lines=500, loses=ANY, beside=True,
              long=True),
        Fault("clock-ahead", "clock stepped an hour ahead", "nothing is lost",
              clock_stepped(HOUR), lines=8, beside=True),
        Fault("clock-back", "clock stepped an hour back", "nothing is lost",
              clock_stepped(-HOUR), lines=8, beside=True),
        Fault("disk-full", "disk of the data full",
              "save refuses, the saved file stays; saves when there is room", disk_full, lines=2),
        Fault("log-disk-full", "no file can grow, those of the logs among them",
              "goes on, and renews", files_stop_growing, lines=8),
        Fault("tun-gone", "/dev/net/tun gone", "other tunnels go on; a line says why",
              tun_gone, lines=6),
        Fault("descriptors", "file descriptors exhausted",
              "tunnels go on; the console answers when there are some", descriptors_exhausted,
              lines=8),
        Fault("endless-lines", "lines without an end typed into four consoles",
              "memory is bounded, the tunnel goes on", endless_lines, recovers=2, lines=8,
              loses=ANY),
        Fault("heap", "the heap full but for 8 MB, for ten seconds",
              "nothing is lost, renews, the console answers", heap_full, lines=14),
        Fault("cipher-throws", "the crypto provider in use throws",
              "the next one goes on, the packets of one call are lost at most", cipher_throws,
              recovers=1, lines=8, loses=2),
        Fault("router-killed", "our router killed, and started", "comes back with what was saved",
              router_killed, recovers=20, lines=30, loses=ANY),
    ]
