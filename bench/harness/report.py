"""Results: the JSON file, the tables on the screen."""

import json
import os
import platform
import re
import statistics
import subprocess
import time
from pathlib import Path

from targets import all_targets

COLUMNS = [  # heading, figure, factor, decimals
    ("TCP 1\nMbit/s", "tcp1.mbps", 1, 0),
    ("TCP 4\nMbit/s", "tcp4.mbps", 1, 0),
    ("CPU-s/GB\nA", "tcp1.cpu_a", 1, 2),
    ("CPU-s/GB\nB", "tcp1.cpu_b", 1, 2),
    ("CPU-s/GB\nboth", "tcp1.cpu", 1, 2),
    ("machine\nCPU-s/GB", "tcp1.machine", 1, 2),
    ("softirq\n%", "tcp1.softirq", 100, 0),
    ("64 B\nµs/pkt", "udp64.cpu_us", 1, 1),
    ("100 B\nµs/pkt", "udp100.cpu_us", 1, 1),
    ("1400 B\nµs/pkt", "udp1400.cpu_us", 1, 1),
    ("64 B\nmax kpps", "max64.pps", 1e-3, 0),
    ("1400 B\nmax kpps", "max1400.pps", 1e-3, 0),
    ("ping idle\np50 ms", "ping_idle.p50", 1, 2),
    ("p99\nms", "ping_idle.p99", 1, 2),
    ("ping load\np50 ms", "ping_loaded.p50", 1, 1),
    ("p99\nms", "ping_loaded.p99", 1, 1),
    ("max\nms", "ping_loaded.max", 1, 1),
    ("RSS A\nMB", "memory.rss_a", 1, 0),
    ("peak A\nMB", "memory.peak_a", 1, 0),
    ("peak B\nMB", "memory.peak_b", 1, 0),
]


def machine():
    """What the figures were made on."""
    model = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.M)
    total = re.search(r"^MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(), re.M)
    release = Path("/etc/os-release")
    system = re.search(r'^PRETTY_NAME="?([^"\n]*)', release.read_text(), re.M) if release.exists() \
        else None
    java = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True, check=False)
    return {
        "processor": model.group(1) if model else platform.machine(),
        "processors": os.cpu_count(),
        "memory_gb": round(int(total.group(1)) / 1e6, 1),
        "kernel": platform.release(),
        "system": system.group(1) if system else "",
        "java": java.stderr.splitlines()[0],
        "load_before": os.getloadavg()[0],
    }


def spread(values):
    """Median, least and greatest of a figure's values."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values),
            "values": values}


def judged(results):
    """The results with their targets."""
    results["targets"] = [target.judge(results) for target in all_targets()]
    return results


def load(path):
    """Results of before, or an empty run."""
    return json.loads(path.read_text()) if path.exists() else {}


def save(results, path):
    """Writes results.json."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rounded(results), indent=1, ensure_ascii=False) + "\n")


def rounded(value):
    """Figures with what digits they are worth."""
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: rounded(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    return value


def cell(figures, figure, factor, decimals):
    """A median with its spread below it."""
    if figure not in figures:
        return "–", ""
    f = figures[figure]
    middle = f"{f['median'] * factor:.{decimals}f}"
    if len(f["values"]) == 1:
        return middle, ""
    return middle, f"{f['min'] * factor:.{decimals}f}–{f['max'] * factor:.{decimals}f}"


def table(results):
    """The table of the data plane, two lines a candidate: medians, then least and greatest."""
    rows = [["", *(heading.split("\n")[0] for heading, *_ in COLUMNS)],
            ["", *(heading.split("\n")[1] for heading, *_ in COLUMNS)]]
    for entry in results["dataplane"].values():
        cells = [cell(entry["figures"], *column[1:]) for column in COLUMNS]
        rows.append([entry["title"], *(c[0] for c in cells)])
        if any(c[1] for c in cells):
            rows.append(["", *(c[1] for c in cells)])
    return aligned(rows)


def aligned(rows):
    """Lines with the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:]))])
        .rstrip() for row in rows)


def soak(figures):
    """What the heaps held before and after the octets of the soak, as the JVMs told it."""
    lines = [f"{figures['octets'] / 1e9:.1f} GB of TCP through {figures['candidate']}"]
    for side in "ab":
        f = figures[side]
        lines.append(
            f"  router {side.upper()}: live heap {f['heap_before'] / 1e6:.2f} MB before, "
            f"{f['heap_after'] / 1e6:.2f} MB after; the packet threads allocated "
            f"{f['allocated_a_packet']:.0f} octets a packet")
        for when in ("before", "after"):
            lines.append(f"    GC.heap_info {when}:")
            lines += [f"      {line.strip()}" for line in f[f"heap_info_{when}"]]
    return "\n".join(lines)


def verdicts(results):
    """One line a target."""
    rows = [["target", "wanted", "figure", ""]]
    for line in results["targets"]:
        value = "–" if line["value"] is None else f"{line['value']:.3g} {line['unit']}".strip()
        rows.append([line["what"], line["target"], value, line["verdict"]])
    return aligned(rows)


def now():
    """The date of a run."""
    return time.strftime("%Y-%m-%d %H:%M:%S %Z")
