"""Measures the router against other VPNs; started by ./sekisho bench."""

import argparse
import dataclasses
import os
import signal
import sys
import time
from pathlib import Path

import control
import plot
import report
import targets
from candidates import all_candidates
from control import ControlPlane
from dataplane import FULL, QUICK, DataPlane
from shell import ROOT, Failed

RESULTS = ROOT / "bench/results.json"
PLOT = ROOT / "docs/benchmarks.svg"


def options(arguments):
    """The command line."""
    parser = argparse.ArgumentParser(prog="./sekisho bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=["all", "data", "control", "soak"],
                        default="all",
                        help="data: the packet path; control: key exchanges and many tunnels; "
                        "soak: 10 GB through crypto-jca, and what the heaps hold after them; "
                        "default both, with --quick the packet path alone")
    parser.add_argument("--quick", action="store_true",
                        help="one short round of what the targets name, under 5 minutes")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds, interleaved (default 3)")
    parser.add_argument("--only", metavar="NAME,…", help="these candidates alone")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE",
                        help="where the figures go (default bench/results.json)")
    parser.add_argument("--no-plot", action="store_true", help="leave docs/benchmarks.svg alone")
    parser.add_argument("--list", action="store_true", help="the names of the candidates")
    return parser.parse_args(arguments)


def chosen(only, quick):
    """The candidates that --only names; else all, with --quick those that a target is about."""
    candidates = all_candidates()
    if not only:
        return [c for c in candidates if c.name in targets.NAMES] if quick else candidates
    names = only.split(",")
    unknown = set(names) - {c.name for c in candidates}
    if unknown:
        raise Failed(f"no candidate {', '.join(sorted(unknown))}; there are "
                     + ", ".join(c.name for c in candidates))
    return [c for c in candidates if c.name in names]


def say(text):
    """A line on the screen, with the time."""
    print(f"   {time.strftime('%H:%M:%S')} {text}", flush=True)


def stop_on_signal(number, _frame):
    """Makes a signal run the finally clauses."""
    raise SystemExit(128 + number)


def header(arguments):
    """What a run says of itself."""
    return {"date": report.now(), "quick": arguments.quick, "machine": report.machine()}


def data(arguments):
    """The packet path; returns its part of the results."""
    plan = QUICK if arguments.quick else FULL
    if arguments.rounds:
        plan = dataclasses.replace(plan, rounds=arguments.rounds)
    run = DataPlane(chosen(arguments.only, arguments.quick), plan, say)
    results = {**header(arguments), "plan": dataclasses.asdict(plan)}
    begun = time.monotonic()
    try:
        values = run.run()
        soak = None if arguments.quick else run.soak("jca")
    finally:
        say("removing the labs")
        run.stop()
    if soak:
        results["soak"] = soak
    results["seconds"] = round(time.monotonic() - begun)
    results["missing"] = run.missing
    results["dataplane"] = {
        c.name: {
            "title": c.title, "cipher": c.cipher, "version": run.versions[c.name],
            "figures": {figure: report.spread(v) for figure, v in values[c.name].items()},
        } for c in run.candidates if values.get(c.name)}
    return results


def soak_alone(arguments):
    """10 GB through crypto-jca, in a lab of its own; returns its part of the results."""
    run = DataPlane(chosen("jca", False), FULL, say)
    try:
        run.start_only()
        figures = run.soak("jca")
    finally:
        say("removing the lab")
        run.stop()
    if figures is None:
        raise Failed(f"crypto-jca does not run: {run.missing.get('jca')}")
    return {"soak": {**header(arguments), **figures}}


def control_plane(arguments):
    """The control plane; returns its part of the results."""
    run = ControlPlane(say, arguments.quick)
    try:
        return {"control": {**header(arguments), **run.run()}}
    finally:
        run.stop()


def measure(arguments):
    """What the command line chose; what it did not choose stays as an earlier run left it."""
    results = report.load(arguments.results)
    if arguments.part in ("all", "data"):
        kept = {key: results[key] for key in ("control", "soak") if key in results}
        results = {**kept, **data(arguments)}
        report.save(report.judged(results), arguments.results)
    if arguments.part == "soak":
        results.update(soak_alone(arguments))
        report.save(report.judged(results), arguments.results)
    if arguments.part == "control" or (arguments.part == "all" and not arguments.quick):
        results.update(control_plane(arguments))
        report.save(report.judged(results), arguments.results)
    return results


def show(results):
    """The tables and the targets."""
    if "dataplane" in results:
        print("\n" + report.table(results))
    if "control" in results:
        print("\n" + report.aligned(control.rows(results["control"])))
        print("\n" + report.aligned(control.many_rows(results["control"])))
    if "soak" in results:
        print("\n" + report.soak(results["soak"]))
    print("\n" + report.verdicts(results))
    for name, why in results.get("missing", {}).items():
        print(f"left out: {name}: {why}")


def main():
    """Runs what the command line says."""
    arguments = options(sys.argv[1:])
    if arguments.list:
        for candidate in all_candidates():
            print(f"{candidate.name:16} {candidate.title}")
        return 0
    os.environ.setdefault("SEKISHO_LAB_RUN", "/run/sekisho-lab")
    os.environ.setdefault("SEKISHO_LAB_DATA", "/var/tmp/sekisho-lab")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_on_signal)
    begun = time.monotonic()
    results = measure(arguments)
    show(results)
    print(f"\nmeasured in {(time.monotonic() - begun) / 60:.1f} minutes")
    if not arguments.no_plot and "dataplane" in results:
        plot.write(results, PLOT)
        print(f"\nplot: {PLOT}")
    print(f"figures: {arguments.results}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as e:
        sys.exit(f"bench: {e}")
    except KeyboardInterrupt:
        sys.exit(130)
