"""The lab of the faults: a branch with our router, a NAT box, and strongSwan in the cloud."""

import base64
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

from network import VARIANT, Network
from shell import LAB, ROOT, Failed, lab, run

BOOT = 240  # seconds, on a machine that does much else
SLOW = 240  # the same for a line; a new bundle is examined and watched before it is answered
OWN_LINES = re.compile(
    r": (Login succeeded for|Logout from) SSH: 127\.0\.0\.1 admin$|: same message repeated ")


class Branch(Network):
    """One lab with our router in the branch."""

    name = "sekisho"
    title = "Sekisho"
    judged = True

    def __init__(self, prefix):
        super().__init__(prefix)
        self.data = Path(os.environ["SEKISHO_LAB_DATA"]) / "router" / prefix / "data"
        self.saved_before = b""

    def up(self):
        """Builds the lab and returns when the tunnel is up."""
        self.files.mkdir(parents=True, exist_ok=True)
        lab("topo", "up", "nat", self.prefix, "--bare")
        self.start_gateway()
        file = self.files / f"{self.prefix}.rtx"
        file.write_text(lab("variant", "config", VARIANT))
        self.steppable()
        lab("router", "start", self.prefix, "--config", file, env=self.environment)
        self.await_console()
        self.await_tunnel(120)

    def halt(self):
        """Ends the router and removes its data."""
        lab("router", "down", self.prefix, check=False)
        (self.files / f"{self.prefix}.rtx").unlink(missing_ok=True)

    def begin(self):
        """Saves, and remembers what was saved."""
        self.type("save")
        self.saved_before = self.saved()

    def kept(self):
        """Whether what was saved is still there, octet for octet."""
        return self.saved() == self.saved_before

    def problems(self):
        """What is wrong after a fault beside what the pings show."""
        bad = []
        if not self.kept():
            bad.append("the saved configuration is another one")
        if "Online" not in self.type("show status tunnel 100"):
            bad.append("show status tunnel 100 does not say that it is online")
        return bad

    # ---- the router

    def await_console(self):
        """Waits until the router's console answers."""
        lab("router", "wait", self.prefix, BOOT, timeout=BOOT + 30)

    def kill_router(self):
        """It loses its power."""
        lab("router", "kill", self.prefix)

    def start_router(self):
        """Starts it with the data it left, without waiting for it."""
        lab("router", "start", self.prefix, "--keep", env=self.environment)

    def pid(self):
        """Its process."""
        return int(lab("router", "pid", self.prefix))

    def type(self, line):
        """Runs a line of the console; returns what it printed, whether or not it was accepted."""
        return run("sh", "-c", 'exec "$@" 2>&1', "sh", LAB / "router", "exec", self.prefix, line,
                   check=False, timeout=SLOW)

    def console(self):
        """Words of a command that opens a console and takes what is typed from its input."""
        folder = self.data.parent
        return ("ssh", "-tt", "-F", "/dev/null", "-o", "BatchMode=yes", "-o",
                f"UserKnownHostsFile={folder}/known_hosts", "-i", f"{folder}/key", "-p", "2222",
                "admin@127.0.0.1")

    def log(self):
        """Its log without what our own logins leave there."""
        lines = lab("router", "exec", self.prefix, "show log").replace("\r", "").splitlines()
        return [line for line in lines if line and not OWN_LINES.search(line)]

    def saved(self):
        """The octets of the saved configuration."""
        return (self.data / "config0").read_bytes()

    def inside(self, script):
        """Runs a line of shell in the router's own mount namespace, which no other process sees."""
        return run("nsenter", "-t", self.pid(), "-m", "sh", "-ec", script)

    @contextmanager
    def limit(self, what, value):
        """Lowers a limit of the running router for a while (prlimit(1), `fsize` or `nofile`)."""
        had = self._prlimit("--output", "SOFT", "--noheadings", f"--{what}").strip()
        self._prlimit(f"--{what}={value}:")
        try:
            yield
        finally:
            self._prlimit(f"--{what}={had}:")

    def _prlimit(self, *arguments):
        return self._as_router("prlimit", "--pid", self.pid(), *arguments)

    def _as_router(self, *command):
        # what root may not do to others' processes where it lacks CAP_SYS_RESOURCE or CAP_SYS_PTRACE
        status = Path(f"/proc/{self.pid()}/status").read_text()
        user = status.split("\nUid:\t")[1].split("\t")[0]
        return run("setpriv", "--reuid", user, "--regid", user, "--clear-groups", *command)

    @contextmanager
    def small_disk(self):
        """Puts a small file system in the place of its data directory, with what lies there."""
        disk = SmallDisk(self)
        try:
            yield disk
        finally:
            disk.remove()

    @contextmanager
    def harmed(self):
        """Adds the bundle that does harm on order, as an administrator adds one."""
        jars = sorted((ROOT / "torture/harm/target").glob("*.torture.harm-*.jar"))
        if not jars:
            raise Failed("torture/harm is not built; run: ./sekisho torture")
        jar = self.data.with_name("harm.jar")
        shutil.copy(jars[0], jar)
        self.type("bundle unsigned permit on")
        try:
            said = self.type(f"bundle swap {jar}")
            if "it stays" not in said:
                raise Failed(f"the bundle that does harm was not taken: {said.strip()}")
            yield
        finally:
            self.type("bundle swap torture.harm")
            self.type("bundle unsigned permit off")
            jar.unlink()

    @contextmanager
    def order(self, name):
        """Lets that bundle do one of its harms for a while."""
        order = self.data / name
        order.touch()
        try:
            yield
        finally:
            order.unlink()

    def open_descriptors(self):
        """How many files it has open."""
        return len(self._as_router("ls", f"/proc/{self.pid()}/fd").split())

    def devices(self):
        """Names of the devices in its namespace."""
        return run("ip", "-n", self.router_space, "-br", "link")


class SmallDisk:
    """A file system of a few megabytes that only the router sees."""

    def __init__(self, branch):
        self.branch, self.place = branch, branch.data.with_name("small")
        self.place.mkdir(exist_ok=True)
        # what the router has open or loads classes from stays reachable where it was
        self._do("""
            mount -t tmpfs -o size=2m,mode=700,uid=$(stat -c %u $D) tmpfs $S
            find $D -maxdepth 1 -type f -exec cp -p {} $S ';'
            for d in $(cd $D && find . -mindepth 1 -maxdepth 1 -type d); do
              mkdir $S/$d; mount --bind $D/$d $S/$d
            done
            mount --rbind $S $D
        """)

    def fill(self):
        """Uses what room there is."""
        self._do("cat /dev/zero >$D/filler 2>/dev/null || true")

    def empty(self):
        """Gives the room back."""
        self._do("rm -f $D/filler")

    def saved(self):
        """The octets of the configuration that is saved there."""
        encoded = self.branch.inside(f"base64 {self.branch.data}/config0")
        return base64.b64decode(encoded)

    def remove(self):
        """Shows the router its own data directory again."""
        self._do("umount -l $D; umount -l $S")
        self.place.rmdir()

    def _do(self, script):
        self.branch.inside(f"D={self.branch.data} S={self.place}\n{script}")
