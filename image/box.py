"""box - a box with an image in qemu, in the middle of the lab: LAN host, Internet and a gateway."""

import glob
import json
import os
import re
import shutil
import subprocess
import time

from vm import ROOT, Failure, Machine, run

LAB = os.path.join(ROOT, "lab")
# two tests side by side have different names
P = os.environ.get("SEKISHO_IMAGE_TEST", "imgt")
PASSWORD = "kanri-nin"
WORK = os.path.join(ROOT, "target", "image-test", P)
# under emulation, on a machine that has other work
BOOT = 1200


def say(text):
    print(f"   {text}", flush=True)


def image(arch):
    """The newest image of an architecture."""
    found = glob.glob(os.path.join(ROOT, "target", "image", f"sekisho-*-{arch}.img"))
    if not found:
        raise Failure(f"there is no image; run: ./sekisho image {arch}")
    return max(found, key=os.path.getmtime)


def new_disk(name, arch="amd64"):
    """A box that never started, its disk larger than the image: the data partition grows."""
    folder = os.path.join(WORK, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    disk = os.path.join(folder, "disk.img")
    run("cp", "--sparse=always", image(arch), disk)
    os.truncate(disk, 4 << 30)
    return Machine(folder, disk, arch)


def esp(disk):
    """The ESP of a disk, as mtools want it."""
    table = json.loads(run("sfdisk", "--json", disk))["partitiontable"]
    start = next(p["start"] for p in table["partitions"] if p.get("name") == "ESP")
    return f"{disk}@@{start * 512}"


# ---------------------------------------------------------------- the tunnel


def wait_for_carrier(tap):
    """Waits until qemu has opened a tap."""
    end = time.monotonic() + 30
    while True:
        with open(f"/sys/class/net/{tap}/carrier") as file:
            if file.read().strip() == "1":
                return
        if time.monotonic() > end:
            raise Failure(f"qemu does not open {tap}; see qemu.out")
        time.sleep(0.1)


class TunnelLab:
    """LAN host, Internet and gateway of the lab's direct topology; the box is in the middle."""

    def __init__(self):
        out = run(f"{LAB}/topo", "env", "direct", P)
        self.env = dict(re.findall(r"(\w+)=(\S+)", out))
        self.taps = [f"{P}tap0", f"{P}tap1"]

    def __enter__(self):
        self.__exit__()
        run(f"{LAB}/topo", "up", "direct", P, "--bare")
        arguments = run(f"{LAB}/variant", "gateway", "azure-gcm").split("\n")
        run(f"{LAB}/peer", "start", f"{P}-gw", "-n", self.env["NS_R"], *[a for a in arguments if a])
        for number, (tap, veth) in enumerate(zip(self.taps, ("lan0", "wan0"))):
            bridge = f"br{number}"
            run("ip", "-n", f"{P}-l", "link", "add", bridge, "type", "bridge")
            run("ip", "-n", f"{P}-l", "link", "set", veth, "master", bridge)
            for device in (veth, bridge):
                run("ip", "-n", f"{P}-l", "link", "set", device, "up")
        return self

    def __exit__(self, *_):
        for tap in self.taps:
            subprocess.run(["ip", "link", "del", tap], capture_output=True)
        subprocess.run([f"{LAB}/peer", "stop", f"{P}-gw"], capture_output=True)
        subprocess.run([f"{LAB}/topo", "down", P], capture_output=True)

    def start(self, machine, firmware, snapshot=None):
        """Starts the box with its NICs in the lab, or lets it go on from a snapshot."""
        for tap in self.taps:
            subprocess.run(["ip", "-n", f"{P}-l", "link", "del", tap], capture_output=True)
            run("ip", "tuntap", "add", tap, "mode", "tap")
            run("ip", "link", "set", tap, "up")
        machine.start(firmware, [f"tap,id=n{i},ifname={t},script=no,downscript=no"
                                 for i, t in enumerate(self.taps)], snapshot)
        # qemu's open descriptor goes along into the namespace; its serial console comes before its NICs
        for number, tap in enumerate(self.taps):
            wait_for_carrier(tap)
            run("ip", "link", "set", tap, "netns", f"{P}-l")
            run("ip", "-n", f"{P}-l", "link", "set", tap, "master", f"br{number}", "up")

    def configuration(self):
        lines = run(f"{LAB}/variant", "config", "azure-gcm").split("\n")
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

    def wait_for_ping(self, machine, seconds):
        """Waits until pings pass the tunnel; gives the seconds since the box was switched on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            done = subprocess.run(["ip", "netns", "exec", self.env["NS_LH"], "ping", "-qc1", "-w2",
                                   self.env["R_HOST"]], capture_output=True)
            if done.returncode == 0:
                return machine.uptime()
            if machine.process.poll() is not None:
                raise Failure("the box went off")
        raise Failure(f"no ping came through the tunnel within {seconds} s")

    def pings(self):
        out = run("ip", "netns", "exec", self.env["NS_LH"], "ping", "-c5", "-w30", self.env["R_HOST"])
        say(out.strip().split("\n")[-1])

    def wan_is_silent(self):
        """Neither SSH nor a ping is answered on the WAN."""
        for command in (["ping", "-qc2", "-w4", self.env["L_WAN"]],
                        ["timeout", "5", "bash", "-c", f"</dev/tcp/{self.env['L_WAN']}/22"]):
            done = subprocess.run(["ip", "netns", "exec", self.env["NS_R"], *command], capture_output=True)
            if done.returncode == 0:
                raise Failure(f"the WAN answers: {command}")
