"""Commands, namespaces, and what the kernel tells about processes."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAB = ROOT / "lab"
TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A command or a measurement went wrong; the message is a sentence for the screen."""


def run(*command, check=True, timeout=120, **options):
    """Runs a command and returns what it printed; raises Failed with its last words."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, timeout=timeout, **options)
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(words[:6])} took longer than {timeout} s") from None
    if check and done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-3:]
        raise Failed(f"{' '.join(words[:6])}: {' / '.join(said) or 'exit ' + str(done.returncode)}")
    return done.stdout


def lab(script, *arguments, **options):
    """Runs a script of the lab."""
    return run(LAB / script, *arguments, **options)


def in_namespace(namespace, *command, **options):
    """Runs a command in a network namespace."""
    return run("ip", "netns", "exec", namespace, *command, **options)


def spawn(namespace, *command, log=subprocess.DEVNULL, talk=False):
    """Starts a process in a network namespace; `talk` connects its input too."""
    return subprocess.Popen(
        ["ip", "netns", "exec", namespace, *map(str, command)],
        stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
        stdout=subprocess.PIPE if talk else log, stderr=subprocess.STDOUT, text=True)


def end(process):
    """Ends a process that spawn started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_seconds(pid):
    """User and system time of a process with all its threads, ended ones too (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine_seconds():
    """Busy time of all processors, and of it the time in soft interrupts (proc(5), stat)."""
    fields = [int(f) for f in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return (sum(fields) - idle) / TICKS, fields[6] / TICKS


def memory(pid):
    """Resident memory now and at most, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return tuple(
        int(re.search(rf"^{key}:\s+(\d+) kB", status, re.M).group(1)) / 1024
        for key in ("VmRSS", "VmHWM"))


class CpuMeter:
    """What daemons and the machine spend between start and read."""

    def __init__(self, pids):
        self.pids = pids
        self.before = [cpu_seconds(pid) for pid in pids]
        self.machine = machine_seconds()

    def read(self):
        """Seconds of each daemon, busy seconds of the machine, share of soft interrupts in them."""
        daemons = [cpu_seconds(pid) - was for pid, was in zip(self.pids, self.before)]
        busy, soft = (now - was for now, was in zip(machine_seconds(), self.machine))
        return daemons, busy, soft / busy if busy > 0 else 0.0
