"""What a running router's JVM tells of itself, by jcmd."""

import re

from shell import Failed, run

PACKET_THREADS = re.compile(r'^"(esp-(?:in|out)bound[^"]*)".* allocated=(\d+)([BKMG])', re.M)
TRANSFORMS = re.compile(r" org\.sekisho\.(?:crypto|bench)\.(\w+)\.\w*(?:Transform|Burst)\b")
UNITS = {"B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Jvm:
    """The JVM of a process."""

    def __init__(self, pid):
        self.pid = pid

    def packet_threads_allocated(self):
        """Octets that the threads of the packet path allocated since they started."""
        text = run("jcmd", self.pid, "Thread.print", "-e")
        found = PACKET_THREADS.findall(text)
        if not found:
            raise Failed(f"process {self.pid} has no thread of the packet path")
        return sum(int(number) * UNITS[unit] for _, number, unit in found)

    def esp_providers(self):
        """Which crypto providers have live ESP transforms. Asked here and not by `show status
        crypto`, which measures rates and would warm up what this router does not use."""
        text = run("jcmd", self.pid, "GC.class_histogram")
        return {"null" if name == "nullcrypto" else name for name in TRANSFORMS.findall(text)}

    def heap_used(self):
        """Octets of live objects, after a full collection."""
        # a histogram of live objects collects first
        text = run("jcmd", self.pid, "GC.class_histogram")
        return int(re.search(r"^Total\s+\d+\s+(\d+)", text, re.M).group(1))

    def heap_info(self):
        """The lines of GC.heap_info."""
        return run("jcmd", self.pid, "GC.heap_info").splitlines()[1:]
