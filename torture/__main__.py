"""Breaks things around and in the router, and floods it; started by ./sekisho torture."""

import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench" / "harness"))
os.environ.setdefault("SEKISHO_LAB_RUN", "/run/sekisho-lab")
os.environ.setdefault("SEKISHO_LAB_DATA", "/var/tmp/sekisho-lab")
os.environ.setdefault("SEKISHO_BENCH_PREFIX", os.environ.get("SEKISHO_TORTURE_PREFIX", "tq"))

import page  # noqa: E402
import report  # noqa: E402
from faults import all_faults  # noqa: E402
from floods import all_floods, all_targets, measure_floods  # noqa: E402
from lanes import lanes, run_lanes  # noqa: E402
from shell import ROOT, Failed  # noqa: E402

PREFIX = os.environ["SEKISHO_BENCH_PREFIX"]
RESULTS = ROOT / "torture/results.json"
MOST = 19 * 60  # seconds that a run begins something new in
PAGE = ROOT / "docs/reliability.md"


def options(arguments):
    """The command line."""
    parser = argparse.ArgumentParser(prog="./sekisho torture", description=__doc__)
    parser.add_argument("what", nargs="*", default=["all"], metavar="FAULT|FLOOD",
                        help="names, or `faults`, `floods`, `all` (default)")
    parser.add_argument("--quick", action="store_true",
                        help="what lasts minutes lasts seconds; docs/reliability.md stays")
    parser.add_argument("--list", action="store_true", help="the names")
    return parser.parse_args(arguments)


def chosen(words, everything, group):
    """The members of a group that the command line names, in its order."""
    if "all" in words or group in words:
        return everything
    return sorted((one for one in everything if one.name in words), key=lambda o: words.index(o.name))


def say(text):
    """A line on the screen, with the time."""
    print(f"   {time.strftime('%H:%M:%S')} {text}", flush=True)


def stop_on_signal(number, _frame):
    """Makes a signal run the finally clauses."""
    raise SystemExit(128 + number)


class Notebook:
    """What was found, written down at once: a run may be stopped. A run of everything begins with
    an empty page."""

    def __init__(self, quick, fresh):
        self.quick, self.bad, self.lock = quick, [], threading.Lock()
        self.run = {"date": report.now(), "quick": quick, "machine": report.machine()}
        if fresh and not quick:
            report.save({}, RESULTS)

    def keep(self, part, name, target, found):
        """Figures of a router put to a fault or a flood; a quick run writes nothing."""
        with self.lock:
            if target == "sekisho":
                self.bad += [f"{name}: {why}" for why in found["failures"]]
            if self.quick:
                return
            results = report.load(RESULTS)
            results.setdefault(part, {}).setdefault(name, {})[target] = {**found, "run": self.run}
            report.save(results, RESULTS)
            PAGE.write_text(page.page(report.rounded(results), all_faults(), all_floods()))


def main():
    """Runs what the command line says; exit code 1 when something was not as it must be."""
    arguments = options(sys.argv[1:])
    names = [one.name for one in (*all_faults(), *all_floods())]
    if arguments.list:
        for fault in all_faults():
            print(f"{fault.name:20} {fault.title}: {fault.must}")
        for flood in all_floods():
            print(f"{flood.name:20} {flood.title}")
        return 0
    unknown = set(arguments.what) - {*names, "all", "faults", "floods"}
    if unknown:
        raise Failed(f"no fault or flood {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_on_signal)
    notebook = Notebook(arguments.quick, "all" in arguments.what)
    faults = chosen(arguments.what, all_faults(), "faults")
    floods = chosen(arguments.what, all_floods(), "floods")
    begun = time.monotonic()
    run_lanes(lanes(PREFIX, faults, notebook, say, arguments.quick))
    if floods:
        for target in all_targets():
            for name, found in measure_floods(target, floods, arguments.quick, say, begun + MOST):
                notebook.keep("floods", name, target.name, found)
    print("\n" + ("\n".join(notebook.bad) or "everything was as it must be"))
    say(f"after {(time.monotonic() - begun) / 60:.1f} minutes")
    return 1 if notebook.bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as e:
        sys.exit(f"torture: {e}")
    except KeyboardInterrupt:
        sys.exit(130)
