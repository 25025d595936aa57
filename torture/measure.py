"""One fault: what was lost, how long it took, what the log says, what became of what was saved."""

import time

from network import HOST
from pings import Pings
from shell import Failed

PATIENCE = 120  # seconds beyond a fault's own limit, to see how late it is
LINES_KEPT = 12


def measure(branch, fault, quick):
    """Does the harm under pings; returns the figures, with `failures`, sentences."""
    found = {"failures": []}
    pings = Pings(branch.host, HOST, branch.files)
    try:
        branch.begin()
        pings.await_calm(time.time(), 30)
        lines = len(branch.log())
        begin = time.time()
        try:
            found["seen"] = fault.harm(branch, quick) or {}
        except (Failed, OSError) as e:
            found["failures"].append(str(e))
        until = time.time()
        pings.await_calm(until, fault.recovers + PATIENCE)
        found.update(pings.seen(begin, until), lasted_s=until - begin)
        log = branch.log()
        # the log of a router that began anew begins anew
        new = log[lines:] if len(log) >= lines else log
        found.update(lines=len(new), log=new[:LINES_KEPT], saved=branch.kept())
        if branch.judged:
            found["failures"] += [*judged(fault, found), *branch.problems()]
    except (Failed, OSError) as e:
        found["failures"].append(str(e))
    finally:
        pings.stop()
    return found


def judged(fault, found):
    """What of the figures is not as it must be."""
    bad = []
    if found["lost"] > fault.loses:
        bad.append(f"{found['lost']} of {found['sent']} pings were lost")
    if fault.loses and found["recovery_s"] > fault.recovers:
        bad.append(f"recovered in {found['recovery_s']:.1f} s, not in {fault.recovers:.0f}")
    if found["lines"] > fault.lines:
        bad.append(f"{found['lines']} lines of log, not {fault.lines}")
    return bad
