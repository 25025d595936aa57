"""Measures the router against other VPNs; started by ./sekisho bench."""

import argparse
import dataclasses
import os
import signal
import sys
import time
from pathlib import Path

import plot
import report
from candidates import all_candidates
from dataplane import FULL, QUICK, DataPlane
from shell import ROOT, Failed

RESULTS = ROOT / "bench/results.json"
PLOT = ROOT / "docs/benchmarks.svg"


def options(arguments):
    """The command line."""
    parser = argparse.ArgumentParser(prog="./sekisho bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, under 5 minutes")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds, interleaved (default 3)")
    parser.add_argument("--only", metavar="NAME,…", help="these candidates alone")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE",
                        help="where the figures go (default bench/results.json)")
    parser.add_argument("--no-plot", action="store_true", help="leave docs/benchmarks.svg alone")
    parser.add_argument("--list", action="store_true", help="the names of the candidates")
    return parser.parse_args(arguments)


def chosen(only):
    """The candidates that --only names, or all."""
    candidates = all_candidates()
    if not only:
        return candidates
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


def measure(arguments):
    """The data plane; returns its results."""
    plan = QUICK if arguments.quick else FULL
    if arguments.rounds:
        plan = dataclasses.replace(plan, rounds=arguments.rounds)
    run = DataPlane(chosen(arguments.only), plan, say)
    results = {"date": report.now(), "quick": arguments.quick, "plan": dataclasses.asdict(plan),
               "machine": report.machine()}
    begun = time.monotonic()
    try:
        values = run.run()
    finally:
        say("removing the labs")
        run.stop()
    results["seconds"] = round(time.monotonic() - begun)
    results["missing"] = run.missing
    results["dataplane"] = {
        c.name: {
            "title": c.title, "cipher": c.cipher, "version": run.versions[c.name],
            "figures": {figure: report.spread(v) for figure, v in values[c.name].items()},
        } for c in run.candidates if values.get(c.name)}
    return results


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
    results = measure(arguments)
    before = report.load(arguments.results)
    if "control" in before:
        results["control"] = before["control"]
    report.judged(results)
    report.save(results, arguments.results)
    print("\n" + report.table(results) + "\n\n" + report.verdicts(results))
    for name, why in results["missing"].items():
        print(f"left out: {name}: {why}")
    if not arguments.no_plot:
        plot.write(results, PLOT)
        print(f"\nfigures: {arguments.results}, plot: {PLOT}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as e:
        sys.exit(f"bench: {e}")
    except KeyboardInterrupt:
        sys.exit(130)
