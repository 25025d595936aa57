"""updates - updates of a box: one that works, those that must be taken back, and cuts of power.

All begin with the same box, kept with its memory when it was set up and its tunnel was up: an emulated
start takes minutes, going on from a snapshot a second.
"""

import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

from box import BOOT, PASSWORD, WORK, TunnelLab, esp, image, new_disk, say
from vm import HERE, ROOT, Failure, Machine, run

PORT = 8080
IMAGES = os.path.join(ROOT, "target", "image")
READY = "ready"
READY_DISK = os.path.join(ROOT, "target", "image-test", "ready.qcow2")
# what an update is of: why it must be taken back, and the files over its root that see to it
BAD = {
    "no-karaf": ("a router that does not start", {"usr/lib/sekisho/etc/startup.properties": "no.such.bundle = 1\n"}),
    "panic": ("a kernel that panics", {"boot/initrd.img": "no initramfs\n"}),
    "no-init": ("a root without a first process", {"usr/lib/systemd/systemd": "no program\n"}),
}
GOOD = "second"
# cuts also come a little after the writing: GRUB's environment is changed then
BEYOND = 1.15


def bundle_path(name):
    return os.path.join(IMAGES, f"sekisho-{name}-amd64.raucb")


def make_bundle(name, files):
    """Builds a bundle of version NAME with files over its root."""
    found = bundle_path(name)
    if os.path.exists(found) and os.path.getmtime(found) > os.path.getmtime(image("amd64")):
        return
    overlay = os.path.join(WORK, f"overlay-{name}")
    shutil.rmtree(overlay, ignore_errors=True)
    os.makedirs(overlay)
    for path, text in files.items():
        target = os.path.join(overlay, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w") as file:
            file.write(text)
    run(f"{HERE}/build", "amd64", "--bundle-only", "--version", name, "--overlay", overlay)
    say(f"bundle {name}")


@contextlib.contextmanager
def serving(lab, folder):
    """An HTTP server on the LAN."""
    server = subprocess.Popen(
        ["ip", "netns", "exec", lab.env["NS_LH"], sys.executable, "-m", "http.server", str(PORT), "-d", folder],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://{lab.env['L_HOST']}:{PORT}"
    finally:
        server.kill()
        server.wait()


class Rounds:
    """A box set up once, and as many rounds with it as wanted, each of which begins there."""

    def __init__(self, lab, url):
        self.lab = lab
        self.url = url
        self.version = re.search(r"sekisho-(.*)-amd64", os.path.basename(image("amd64"))).group(1)
        self.config = ""
        self.digest = ""
        self.machine = None

    def prepare(self):
        """Sets the box up: slot A confirmed, configuration saved, tunnel up, administrator at the console.
        What a test before this one kept of the same image is taken."""
        notes = READY_DISK + ".json"
        if os.path.exists(notes) and os.path.getmtime(notes) > os.path.getmtime(image("amd64")):
            with open(notes) as file:
                self.config = json.load(file)
            return
        self.machine = machine = new_disk("upgrade")
        disk = os.path.join(machine.folder, "ready.qcow2")
        run("qemu-img", "convert", "-O", "qcow2", machine.disk, disk)
        os.remove(machine.disk)
        machine.disk = disk
        self.lab.start(machine, "bios")
        machine.serial.first_password(PASSWORD, BOOT)
        say(f"at the console after {machine.uptime():.0f} s")
        # without pages: what it shows is compared
        machine.serial.paste(["console lines infinity", *self.lab.configuration()])
        machine.serial.line("save")
        self.lab.wait_for_ping(machine, 300)
        self.wait_for_slot("A", self.version)
        self.config = self.configuration()
        machine.keep(READY)
        machine.cut()
        os.replace(disk, READY_DISK)
        with open(notes, "w") as file:
            json.dump(self.config, file)
        say(f"slot A runs {self.version}, the tunnel is up, all is kept: {machine.uptime():.0f} s")

    def begin(self, name):
        """Goes on where `prepare` ended, with a disk of the round's own."""
        folder = os.path.join(WORK, f"upgrade-{name}")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        disk = os.path.join(folder, "disk.qcow2")
        run("cp", "--sparse=always", "--reflink=auto", READY_DISK, disk)
        self.machine = Machine(folder, disk)
        self.lab.start(self.machine, "bios", READY)
        self.machine.serial.wake()

    def end(self):
        """Forgets a round that went well; the disk of one that did not stays."""
        self.machine.cut()
        os.remove(self.machine.disk)

    def configuration(self):
        """What the box shows as its configuration, without the heading that has the time."""
        shown = self.machine.serial.line("show config | grep -v ^#", seconds=300)
        return [line.strip() for line in shown.splitlines() if line.strip()][:-1]

    def wait_for_slot(self, slot, version):
        """Waits until a slot runs and is confirmed; gives what `show firmware` says."""
        end = time.monotonic() + 600
        while True:
            shown = self.machine.serial.line("show firmware")
            if f"Slot {slot}: {version} (running)" in shown:
                return shown
            if time.monotonic() > end:
                raise Failure(f"slot {slot} with {version} is not confirmed: {shown}")
            time.sleep(5)

    def write(self, name):
        """Types an update and waits until its slot is written; gives how many seconds that took."""
        self.machine.serial.type(f"firmware update {self.url}/sekisho-{name}-amd64.raucb restart")
        self._progress("Copying image")
        begin = time.monotonic()
        self._progress("Restarting")
        return time.monotonic() - begin

    def _progress(self, text):
        if "Error" in self.machine.serial.expect(text, "Error", seconds=BOOT):
            raise Failure(f"the update failed: {self.machine.serial.expect(chr(10), seconds=10)}")

    def back_in(self):
        """Starts the box until it stays on, as one without -no-reboot does by itself. It works and has
        its configuration when pings pass its tunnel and its password is asked for."""
        for _ in range(6):
            self.lab.start(self.machine, "bios")
            try:
                self.lab.wait_for_ping(self.machine, BOOT)
                self.machine.serial.log_in(PASSWORD, BOOT)
                break
            except Failure:
                if not self.machine.off():
                    raise
        else:
            raise Failure("the box restarts for ever")
        config = self.configuration()
        if config != self.config:
            raise Failure(f"the configuration is another one: {config} instead of {self.config}")

    # ------------------------------------------------------------ rounds

    def good(self):
        """An update that works."""
        self.begin(GOOD)
        writing = self.write(GOOD)
        self.machine.wait_restart(300)
        say(f"an update is written in {writing:.0f} s")
        self.back_in()
        self.wait_for_slot("B", GOOD)
        say(f"update: slot B runs with its tunnel after {self.machine.uptime():.0f} s, and is confirmed")
        self.end()

    def writing(self):
        """How many seconds it takes to write a slot."""
        self.begin("writing")
        seconds = self.write(GOOD)
        self.end()
        return seconds

    def bad(self, name):
        """An update that must be taken back."""
        begin = time.monotonic()
        self.begin(name)
        self.write(name)
        self.machine.wait_restart(300)
        self.back_in()
        shown = self.wait_for_slot("A", self.version)
        if f"Last update failed: Version {name}" not in shown:
            raise Failure(f"show firmware does not tell of {name}: {shown}")
        reason = re.search(r"Last update failed: (.*)", shown).group(1).strip()
        say(f"update with {BAD[name][0]}: back in slot A with its tunnel, "
            f"{time.monotonic() - begin:.0f} s after the update was typed: {reason}")
        self.end()

    def cut(self, number, pause, kept):
        """Cuts the power some seconds into the writing; the disk must hold a box that works."""
        self.begin(f"cut{number}")
        self.machine.serial.type(f"firmware update {self.url}/sekisho-{GOOD}-amd64.raucb")
        self._progress("Copying image")
        time.sleep(pause)
        if kept:
            self.machine.write_out()
        self.machine.cut()
        chosen = self.chosen()
        self.back_in()
        shown = self.wait_for_slot(chosen, self.version if chosen == "A" else GOOD)
        failed = re.search(r"Last update failed: (.*)", shown)
        say(f"power cut {number}, {pause:.0f} s into the writing, what was not flushed "
            f"{'is there' if kept else 'is lost'}: slot {chosen} runs with its tunnel after "
            f"{self.machine.uptime():.0f} s; {failed.group(1).strip() if failed else 'no failure told'}")
        self.end()

    def chosen(self):
        """The slot that GRUB would take now. Slot B must not be one it could take before it is whole."""
        raw = self.machine.disk + ".raw"
        run("qemu-img", "convert", "-O", "raw", self.machine.disk, raw)
        try:
            environment = run("mtype", "-i", esp(raw), "::/grub/grubenv")
            order = re.search(r"^ORDER=(A B|B A)$", environment, re.MULTILINE)
            if not order or "A_OK=1" not in environment:
                raise Failure(f"GRUB's environment is spoilt: {environment!r}")
            if "B_OK=1" in environment and slot_digest(raw) != self.digest:
                raise Failure("slot B could be started and holds something else than the update")
            return order.group(1)[0]
        finally:
            os.remove(raw)


def slot_digest(disk):
    """SHA-256 of slot B of a disk."""
    start, size = re.search(r'start=\s*(\d+), size=\s*(\d+).*name="rootB"', run("sfdisk", "--dump", disk)).groups()
    digest = hashlib.sha256()
    with open(disk, "rb") as file:
        file.seek(int(start) * 512)
        left = int(size) * 512
        while left:
            octets = file.read(min(left, 1 << 20))
            digest.update(octets)
            left -= len(octets)
    return digest.hexdigest()


def bundle_digest(name):
    """SHA-256 of the root in a bundle, as its signed manifest tells it."""
    config = os.environ.get("XDG_CONFIG_HOME", os.path.expanduser("~/.config"))
    keyring = os.environ.get("SEKISHO_FIRMWARE_CERT", os.path.join(config, "sekisho", "firmware-cert.pem"))
    told = run("rauc", "info", f"--keyring={keyring}", "--output-format=shell", bundle_path(name))
    return re.search(r"RAUC_IMAGE_DIGEST_0='(\w+)'", told).group(1)


def upgrade(what="all", count="10"):
    """Runs the rounds: all of them, `good`, one of the bad ones, or `cuts`."""
    if what not in ("all", "good", "cuts", *BAD):
        raise Failure(f"{what} is none of: all good cuts {' '.join(BAD)}")
    make_bundle(GOOD, {})
    for name, (_, files) in BAD.items():
        if what in ("all", name):
            make_bundle(name, files)
    with TunnelLab() as lab, serving(lab, IMAGES) as url:
        rounds = Rounds(lab, url)
        try:
            rounds.prepare()
            if what in ("all", "good"):
                rounds.good()
            for name in BAD:
                if what in ("all", name):
                    rounds.bad(name)
            if what in ("all", "cuts"):
                cuts(rounds, int(count))
        finally:
            if rounds.machine:
                rounds.machine.cut()


def cuts(rounds, count):
    """Cuts the power at random moments. Every second time all that the box wrote is on the disk, else
    what it flushed alone: disks may do the one or the other."""
    seed = int(os.environ.get("SEKISHO_SEED", random.randrange(1 << 30)))
    chance = random.Random(seed)
    say(f"power cuts with SEKISHO_SEED={seed}")
    rounds.digest = bundle_digest(GOOD)
    writing = rounds.writing()
    for number in range(1, count + 1):
        rounds.cut(number, chance.uniform(0, BEYOND * writing), number % 2 == 0)
