"""Pings that run while something breaks, ten a second, and how long nothing came back."""

import re
import signal
import time

from shell import Failed, end, spawn

INTERVAL = 0.1
ANSWER = re.compile(r"^\[(\d+\.\d+)\] \d+ bytes from .* icmp_seq=(\d+) ttl", re.M)
CALM = 2.0  # seconds without a loss count as recovered
SILENT = 1.0  # seconds; less may be the machine that is busy


class Pings:
    """Pings from one namespace to an address until stop."""

    def __init__(self, namespace, address, folder, interval=INTERVAL):
        self.path = folder / f"pings-{namespace}"
        self.interval = interval
        with self.path.open("w") as output:
            self.process = spawn(namespace, "ping", "-n", "-D", "-i", interval, address, log=output)

    def answers(self):
        """Time of each answer (seconds since the epoch) by its number; 16 bits of it, so a run
        lasts less than 100 minutes."""
        found = {}
        for at, number in ANSWER.findall(self.path.read_text()):
            found.setdefault(int(number), float(at))
        return dict(sorted(found.items()))

    def await_calm(self, since, seconds):
        """Waits until nothing was lost for CALM seconds, all of them after `since`."""
        limit = time.monotonic() + seconds
        while not (time.time() > since + CALM and self._calm(time.time())):
            if self.process.poll() is not None:
                raise Failed("ping ended by itself")
            if time.monotonic() > limit:
                raise Failed(f"pings do not pass again within {seconds:.0f} s")
            time.sleep(0.2)

    def _calm(self, now):
        recent = [(number, at) for number, at in self.answers().items() if at > now - CALM]
        if len(recent) < CALM / self.interval / 2:  # a busy machine pings more slowly
            return False
        (first, _), (last, at) = recent[0], recent[-1]
        return last - first == len(recent) - 1 and now - at < SILENT

    def seen(self, begin, until):
        """What came of the pings since `begin`: how many of how many were lost, the longest time
        without an answer, and seconds from `until` to the first answer after the last loss or
        silence. Pings that were kept and answered late are not lost."""
        answers = list(self.answers().items())
        sent = lost = 0
        silence = recovery = 0.0
        for (number, at), (following, later) in zip(answers, answers[1:]):
            if later < begin:
                continue
            sent += following - number
            lost += following - number - 1
            silence = max(silence, later - at)
            if following - number > 1 or later - at > SILENT:
                recovery = max(0.0, later - until)
        return {"sent": sent, "lost": lost, "silence_s": silence, "recovery_s": recovery}

    def stop(self):
        """Ends them."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        end(self.process)
        self.path.unlink(missing_ok=True)
