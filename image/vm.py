"""vm - a virtual machine that runs an image in qemu, and a person at its serial console."""

import json
import os
import re
import signal
import socket
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
ANSI = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][0-9A-B]|[=>78])")


class Failure(Exception):
    """What was expected did not come."""


def run(*arguments, **options):
    """Runs a program and gives what it printed; one that fails ends the test."""
    done = subprocess.run(arguments, capture_output=True, text=True, **options)
    if done.returncode:
        raise Failure(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def usable_kvm():
    """Whether to let the kernel run the machines: SEKISHO_KVM=on says so. A /dev/kvm that is there
    may still not work inside a virtual machine, and shows it only after a while."""
    return os.environ.get("SEKISHO_KVM") == "on"


class Machine:
    """A box: its disk, its firmware, its NICs. Starts as often as wanted.

    A disk of the format qcow2 can keep the whole box, memory and all (`keep`), to go on from there.
    """

    def __init__(self, folder, disk, arch="amd64", memory=512):
        self.folder = folder
        self.disk = disk
        self.arch = arch
        self.memory = memory
        self.process = None
        self.started = 0.0
        os.makedirs(folder, exist_ok=True)

    def start(self, firmware, nics, snapshot=None):
        """Switches it on, or goes on where a snapshot was kept.

        firmware: "uefi" or "bios"; nics: qemu -netdev arguments, one a NIC, with id n0, n1, …
        """
        path = os.path.join(self.folder, "serial")
        if os.path.exists(path):
            os.remove(path)
        command = self._board(firmware) + [
            "-m", str(self.memory), "-display", "none", "-nodefaults", "-no-reboot",
            # unsafe: qemu takes what the box flushes to the file and does not wait for this machine's disk
            "-drive", f"file={self.disk},format={self._format()},if=none,id=disk,cache=unsafe",
            "-device", "virtio-blk-pci,drive=disk",
            "-chardev", f"socket,id=serial,path={path},server=on,wait=on,logfile={path}.log,logappend=on",
            "-serial", "chardev:serial",
            "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off",
            *(["-loadvm", snapshot] if snapshot else []),
        ]
        for number, nic in enumerate(nics):
            command += ["-netdev", nic, "-device",
                        f"virtio-net-pci,netdev=n{number},mac=52:54:00:00:00:{number + 1:02x},romfile="]
        with open(os.path.join(self.folder, "qemu.out"), "ab") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.started = time.monotonic()
        self.serial = Serial(path, self.process)

    def _board(self, firmware):
        if self.arch == "arm64":
            return ["qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a72", "-smp", "2",
                    "-accel", "tcg,thread=multi", "-bios", "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd",
                    "-device", "virtio-rng-pci"]
        if usable_kvm():
            board = ["-accel", "kvm", "-cpu", "host"]
        else:
            # emulated AVX is slower than code that does without
            board = ["-accel", "tcg,thread=multi", "-cpu", "max,avx=off,avx2=off"]
        board = ["qemu-system-x86_64", "-machine", "q35", *board, "-smp", "2", "-vga", "std",
                 "-device", "i6300esb", "-action", "watchdog=reset", "-device", "virtio-rng-pci"]
        if firmware == "uefi":
            variables = os.path.join(self.folder, "vars.fd")
            if not os.path.exists(variables):
                run("cp", "/usr/share/OVMF/OVMF_VARS_4M.fd", variables)
            board += ["-drive", "if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd",
                      "-drive", f"if=pflash,format=raw,file={variables}"]
        return board

    def _format(self):
        return "qcow2" if self.disk.endswith(".qcow2") else "raw"

    def keep(self, snapshot):
        """Keeps the running box in its disk, under a name."""
        said = self._monitor("human-monitor-command", {"command-line": f"savevm {snapshot}"})
        if said.strip():
            raise Failure(f"savevm: {said}")

    def write_out(self):
        """Stops the box where it is; what it gave to its disk until then is on the disk."""
        self._monitor("stop", {})

    def _monitor(self, command, arguments):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(300)
            client.connect(os.path.join(self.folder, "qmp"))
            with client.makefile("rw") as lines:
                lines.readline()
                for execute, given in (("qmp_capabilities", {}), (command, arguments)):
                    lines.write(json.dumps({"execute": execute, "arguments": given}) + "\n")
                    lines.flush()
                    answer = json.loads(lines.readline())
                    while "event" in answer:
                        answer = json.loads(lines.readline())
                    if "error" in answer:
                        raise Failure(f"{execute}: {answer['error']['desc']}")
        return answer["return"]

    def uptime(self):
        """Seconds since it was switched on."""
        return time.monotonic() - self.started

    def wait_restart(self, seconds):
        """Waits until it started itself anew, which ends qemu here."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"the box did not restart within {seconds} s") from None
        with open(os.path.join(self.folder, "serial.log"), "rb") as log:
            log.seek(-min(4096, log.seek(0, os.SEEK_END)), os.SEEK_END)
            if b"reboot: Restarting system" not in log.read():
                raise Failure("the box went off instead of restarting")

    def off(self):
        """Whether it switched itself off; a serial line that closed comes a moment before."""
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            return False
        return True

    def cut(self):
        """Takes the power away, from the box's memory and its disk's alike: of a qcow2 disk qemu itself
        holds where newly written clusters lie, until the box flushes. What was not flushed is lost."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


class Serial:
    """Somebody who reads the serial console and types on it."""

    def __init__(self, path, process):
        self.socket = socket.socket(socket.AF_UNIX)
        for _ in range(100):
            try:
                self.socket.connect(path)
                break
            except OSError:
                if process.poll() is not None:
                    raise Failure("qemu ended at once; see qemu.out") from None
                time.sleep(0.1)
        self.process = process
        self.shown = ""

    def expect(self, *texts, seconds):
        """Reads until one of the texts comes; gives what was shown up to its end."""
        end = time.monotonic() + seconds
        while True:
            found = [(self.shown.find(t), t) for t in texts if t in self.shown]
            if found:
                at, text = min(found)
                seen = self.shown[: at + len(text)]
                self.shown = self.shown[at + len(text):]
                return seen
            left = end - time.monotonic()
            if left <= 0:
                raise Failure(f"{texts} did not come within {seconds} s; the last was: {self.shown[-600:]!r}")
            self.socket.settimeout(min(left, 5))
            try:
                octets = self.socket.recv(65536)
            except socket.timeout:
                continue
            except OSError:
                octets = b""
            if not octets:
                raise Failure(f"the box went off before {texts}; the last was: {self.shown[-600:]!r}")
            self.shown = ANSI.sub("", self.shown + octets.decode("utf-8", "replace"))

    def type(self, text):
        """Types, with Enter at the end."""
        self.socket.settimeout(60)
        self.socket.sendall(text.encode() + b"\r")

    def line(self, text, prompt="# ", seconds=120):
        """Types a line and gives what the console answers."""
        self.type(text)
        self.expect(text[-20:], seconds=seconds)
        return self.expect("\n" + prompt, "\r" + prompt, seconds=seconds)

    def wake(self, seconds=300):
        """Comes back to a console where somebody is logged in."""
        self.type("")
        self.expect("# ", seconds=seconds)

    def paste(self, lines, seconds=600):
        """Pastes lines at once, as from a clipboard; one that the router refuses ends the test."""
        self.socket.settimeout(seconds)
        self.socket.sendall("".join(line + "\r" for line in lines).encode())
        self.type("show firmware")
        answer = self.expect("Next start:", seconds=seconds)
        if "Error" in answer:
            raise Failure(f"the router refused a line: {answer}")
        self.expect("# ", seconds=seconds)

    def first_password(self, password, seconds):
        """Sets up a box fresh from the factory."""
        self.expect("press Enter to set it up", seconds=seconds)
        self.type("")
        for question in ("New_Password:", "(Confirm):"):
            self.expect(question, seconds=180)
            self.type(password)
        self.expect("# ", seconds=180)

    def log_in(self, password, seconds):
        """Logs in as administrator."""
        self.expect("Username: ", seconds=seconds)
        self.type("")
        self.expect("Password: ", seconds=120)
        self.type("")
        self.expect("> ", seconds=120)
        self.type("administrator")
        self.expect("Password: ", seconds=120)
        self.type(password)
        self.expect("# ", seconds=120)
