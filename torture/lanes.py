"""Faults in several labs at the same time, so that what lasts ten minutes costs ten in all."""

import threading
import time
import traceback

import page
from branch import Branch
from measure import measure
from shell import Failed
from standin import StandIn

LATEST = 690  # seconds after the beginning at which a lane begins no more faults
AT_ONCE = 3  # seconds; then what a lane is doing is made impossible


class Lane:
    """One lab and the faults it is put to, one after the other, on a thread of its own. A lab that
    a fault left broken is built anew for the next."""

    def __init__(self, branch, faults, notebook, say, quick):
        self.branch, self.faults, self.notebook = branch, faults, notebook
        self.say, self.quick, self.stopping = say, quick, False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        begun, standing = time.monotonic(), False
        for fault in self.faults:
            if self.stopping:
                return
            try:
                if time.monotonic() - begun > LATEST:
                    raise Failed(f"not begun, {LATEST} s had passed")
                if not standing:
                    self.branch.down()
                    self.branch.up()
                found = measure(self.branch, fault, self.quick)
            except Exception as e:  # whatever it is, the other rows are measured
                if not isinstance(e, (Failed, OSError)):
                    traceback.print_exc()
                found = {"failures": [str(e) or type(e).__name__]}
            if self.stopping:
                return
            standing = not found["failures"]
            self.say(f"{self.branch.title}, {fault.title}: " + page.sentence(found))
            self.notebook.keep("faults", fault.name, self.branch.name, found)
        self.branch.down()


def lanes(prefix, faults, notebook, say, quick):
    """The lanes for these faults: what is long has a lab of its own, and strongSwan has its own."""
    beside = [fault for fault in faults if fault.beside]
    wanted = ((Branch, "a", [f for f in faults if not f.long]),
              (Branch, "b", [f for f in faults if f.long]),
              (StandIn, "c", [f for f in beside if not f.long]),
              (StandIn, "d", [f for f in beside if f.long]))
    return [Lane(kind(prefix + letter), some, notebook, say, quick)
            for kind, letter, some in wanted if some]


def run_lanes(all_lanes):
    """Runs them to their ends; whatever ends this early, the labs are gone afterwards."""
    for lane in all_lanes:
        lane.thread.start()
    try:
        for lane in all_lanes:
            while lane.thread.is_alive():  # a join without a limit would keep signals away
                lane.thread.join(1)
    finally:
        left = [lane for lane in all_lanes if lane.thread.is_alive()]
        for lane in left:
            lane.stopping = True
        for lane in left:
            lane.thread.join(AT_ONCE)
            lane.branch.down()
