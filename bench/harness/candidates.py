"""The VPNs that are compared. Each has a lab of its own; all labs stand at the same time."""

import os
import shutil
from pathlib import Path

from jvm import Jvm
from shell import ROOT, Failed, in_namespace, lab, run

MTU = 1400
KEY = "interop-psk-0123456789"
BOOT = 240  # seconds a router may take, beside other labs on a busy machine
PREFIX = os.environ.get("SEKISHO_BENCH_PREFIX", "bn")

ROUTER = """\
ip lan1 address {lan}/24
ip lan2 address {wan}/24
ip route {far_net} gateway tunnel 100
ipsec crypto provider {choice}
tunnel select 100
 ipsec tunnel 1100
  ipsec sa policy 1100 100 esp aes256-gcm
  ipsec ike version 100 2
  ipsec ike group 100 ecp256
  ipsec ike nat-traversal 100 on force=on
  ipsec ike local name 100 {wan} ipv4-addr
  ipsec ike remote name 100 {far_wan} ipv4-addr
  ipsec ike remote address 100 {far_address}
  ipsec ike pre-shared-key 100 text {key}
  ipsec auto refresh 100 on
 ip tunnel mtu {mtu}
 tunnel enable 100
tunnel select none
"""


class Candidate:
    """One VPN between the routers of a lab: branch host - A - direct wire - B - cloud host."""

    cipher = "AES-256-GCM"
    bare = False

    def __init__(self, name, title, letter):
        self.name, self.title = name, title
        self.prefix = PREFIX + letter

    def missing(self):
        """Why it cannot take part, or None."""
        return None

    def version(self):
        """What its program says of itself."""
        return ""

    def start(self):
        """Builds the lab and brings the tunnel up."""
        bare = ("--bare", "--bare-gateway") if self.bare else ()
        lab("topo", "up", "direct", self.prefix, *bare, env={**os.environ, "TOPO_OFFLOAD": "on"})
        # the hosts send what fits the tunnel, so no candidate has to fragment or clamp
        for host in ("lh", "rh"):
            run("ip", "-n", f"{self.prefix}-{host}", "link", "set", "eth0", "mtu", MTU)
        self.launch()

    def launch(self):
        """Starts the daemons and returns when the tunnel is up."""

    def pids(self):
        """The daemon of the branch and of the cloud; empty without daemons."""
        return []

    def stop(self):
        """Removes all of it; safe at any time."""
        self.halt()
        lab("topo", "down", self.prefix, check=False)

    def unfit(self):
        """Why what is running is not what was wanted, or None."""
        return None

    def halt(self):
        """Ends the daemons."""


class Forwarding(Candidate):
    """No VPN: both routers forward."""

    cipher = "none"

    def launch(self):
        for side, net, via in (("l", "10.10.0.0/24", "203.0.113.10"),
                               ("r", "192.168.100.0/24", "203.0.113.2")):
            run("ip", "-n", f"{self.prefix}-{side}", "route", "add", net, "via", via)


class Sekisho(Candidate):
    """Two of our routers with one of the crypto providers."""

    bare = True

    def __init__(self, name, title, letter, provider):
        super().__init__(name, title, letter)
        self.provider = provider
        if provider == "null":
            self.cipher = "none"

    def missing(self):
        tars = list((ROOT / "assembly/target").glob("sekisho-*.tar.gz"))
        if not tars:
            return "there is no distribution; run: ./sekisho build"
        if self.provider == "null" and not self.bundle():
            return "bench/null-crypto is not built; run: ./sekisho bench"
        return None

    def bundle(self):
        jars = sorted((ROOT / "bench/null-crypto/target").glob("*null-crypto-*.jar"))
        return jars[0] if jars else None

    def version(self):
        return run("git", "-C", ROOT, "describe", "--always", "--dirty", check=False).strip()

    def sides(self):
        return self.prefix, f"{self.prefix}/gateway"

    def configurations(self):
        branch = dict(lan="192.168.100.1", wan="203.0.113.2", far_net="10.10.0.0/24",
                      far_wan="203.0.113.10", far_address="203.0.113.10")
        cloud = dict(lan="10.10.0.1", wan="203.0.113.10", far_net="192.168.100.0/24",
                     far_wan="203.0.113.2", far_address="any")
        # null crypto has the highest rank, no line names it
        choice = "auto" if self.provider == "null" else self.provider
        texts = [ROUTER.format(key=KEY, mtu=MTU, choice=choice, **side) for side in (branch, cloud)]
        return texts[0] + "ipsec auto refresh on\n", texts[1]

    def launch(self):
        extra = ("--bundle", self.bundle()) if self.provider == "null" else ()
        folder = Path(os.environ["SEKISHO_LAB_RUN"]) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        for router, text in zip(self.sides(), self.configurations()):
            file = folder / (router.replace("/", "-") + ".rtx")
            file.write_text(text)
            lab("router", "start", router, "--config", file, *extra)
        for router in self.sides():
            lab("router", "wait", router, BOOT, timeout=BOOT + 30)
        in_namespace(f"{self.prefix}-lh", "ping", "-qc1", "-i", "0.2", "-w", "20", "10.10.0.10")

    def unfit(self):
        for pid in self.pids():
            used = Jvm(pid).esp_providers()
            if used != {self.provider}:
                return (f"a router seals with {' and '.join(sorted(used)) or 'nothing'}"
                        f" in place of {self.provider}")
        return None

    def pids(self):
        return [int(lab("router", "pid", router)) for router in self.sides()]

    def halt(self):
        for router in self.sides():
            lab("router", "down", router, check=False)


class StrongSwan(Candidate):
    """charon with kernel-libipsec, its ESP in user space."""

    def version(self):
        return package_version("charon-systemd")

    def launch(self):
        common = ("PSK=" + KEY, "IKE=aes256gcm16-prfsha256-ecp256", "ESP=aes256gcm16",
                  "SPLIT_RULE=no")
        for side, own, far, net, far_net in (
                ("r", "203.0.113.10", "203.0.113.2", "10.10.0.0/24", "192.168.100.0/24"),
                ("l", "203.0.113.2", "203.0.113.10", "192.168.100.0/24", "10.10.0.0/24")):
            lab("peer", "start", self.peer(side), "-n", f"{self.prefix}-{side}",
                f"LOCAL_ADDR={own}", f"REMOTE_ADDR={far}", f"LOCAL_ID={own}", f"REMOTE_ID={far}",
                f"LOCAL_TS={net}", f"REMOTE_TS={far_net}", *common)
        lab("peer", "initiate", self.peer("l"))
        for side in "lr":
            run("ip", "-n", f"{self.prefix}-{side}", "link", "set", "ipsec0", "mtu", MTU)

    def peer(self, side):
        return f"{self.prefix}-{side}"

    def pids(self):
        folder = Path(os.environ["SEKISHO_LAB_RUN"]) / "peers"
        return [int((folder / self.peer(side) / "pid").read_text()) for side in "lr"]

    def halt(self):
        lab("peer", "stop", self.peer("l"), self.peer("r"), check=False)


class OtherVpn(Candidate):
    """What lab/vpn can start."""

    def __init__(self, name, title, letter, kind):
        super().__init__(name, title, letter)
        self.kind = kind
        self.program = kind if kind == "openvpn" else "wireguard-go"
        if kind == "wireguard":
            self.cipher = "ChaCha20-Poly1305"

    def missing(self):
        return None if shutil.which(self.program) else f"{self.program} is not installed"

    def version(self):
        return package_version(self.program)

    def launch(self):
        lab("vpn", "start", self.kind, self.prefix, "--program", self.program)
        lab("vpn", "wait", self.prefix)

    def pids(self):
        return [int(pid) for pid in lab("vpn", "pids", self.prefix).split()]

    def halt(self):
        lab("vpn", "stop", self.prefix, check=False)


class NewWireGuard(OtherVpn):
    """The wireguard-go of Debian 13, which knows the kernel's offloads."""

    def missing(self):
        try:
            root = lab("packages", "fetch13", "wireguard-go").strip()
        except Failed as e:
            return str(e)
        self.program = root + "/usr/bin/wireguard-go"
        return None

    def version(self):
        names = sorted(Path(self.program).parents[3].glob("wireguard-go_*.deb"))
        return names[0].name.split("_")[1] if names else ""


def package_version(program):
    """The version of the Debian package that brings a program."""
    path = os.path.realpath(shutil.which(program) or program)
    owner = run("dpkg", "-S", path, check=False).split(":")[0]
    return run("dpkg-query", "-W", "-f", "${Version}", owner, check=False) if owner else ""


def all_candidates():
    """In the order of the table."""
    return [
        Forwarding("none", "no VPN, forwarding only", "f"),
        Sekisho("null", "Sekisho, null crypto", "n", "null"),
        Sekisho("jca", "Sekisho, crypto-jca", "j", "jca"),
        Sekisho("ipsecmb", "Sekisho, crypto-ipsecmb", "i", "ipsecmb"),
        Sekisho("bc", "Sekisho, crypto-bc", "b", "bc"),
        StrongSwan("libipsec", "strongSwan libipsec", "s"),
        NewWireGuard("wireguard-go-13", "wireguard-go of Debian 13", "w", "wireguard"),
        OtherVpn("wireguard-go-12", "wireguard-go of Debian 12", "v", "wireguard"),
        OtherVpn("openvpn", "OpenVPN", "o", "openvpn"),
    ]
