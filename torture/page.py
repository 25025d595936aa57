"""docs/reliability.md out of the figures."""

from floods import MOST_LINES, MOST_MB

HEAD = """\
# Faults and floods

Made by `./sekisho torture` from `torture/results.json`; do not edit. `./sekisho torture --list` names
what there is, `./sekisho torture NAME…` measures some of it, `--quick` shortens what lasts minutes and
writes nothing. All of it happens in network namespaces and, for disks and devices, in the router's
own mount namespace, on one machine.

Figures of a run at {date}: {processors} × {processor}, {kernel}, load {load_before:.1f} before it began.
The load counts: generators, routers and whatever else ran shared these processors.

## Faults

The tunnel is that of the scenario: our router behind a NAT box, strongSwan as the gateway, the
keepalive's defaults. Ten pings a second go through it. *Recovers* is the time from the end of the
fault to the first answer after the last loss; *silence* the longest time without an answer. *Lines* are
those of the log. What was saved is compared octet for octet with what was saved before.

Where a fault happens outside the router, a second lab has strongSwan in our router's place
({strongswan}; `dpd_delay = 10s`, `dpd_action = restart`, `close_action = start`, `keyingtries = 0`, the
retransmissions Debian's), at the same time. Up to four labs ran beside each other.

| Fault | What must happen | Router | Lasted s | Lost | Silence s | Recovers s | Lines | Saved | |
|---|---|---|---|---|---|---|---|---|---|
"""

FLOODS = """
## Floods

Two routers with AES-256-GCM in UDP, once both ours, once both strongSwan ({strongswan}); the one in
the gateway's place is flooded from the branch's side of the wire, on the same two processors. The
tunnel carries 100 pings and 1,000 UDP packets of 1,400 octets a second, then one TCP stream. Memory is
resident memory before and after; live heap for ours. Log lines are those of a minute.

What must happen to ours: while packets come at 10,000 a second, at most 2 % of the pings are lost and TCP
keeps a third of its rate; under all packets and connections that one processor can make, which leaves
the other one for both routers, something passes; in every case no ping is lost two seconds
after it is over, resident memory grows by at most {most_mb} MB, and the log by at most {most_lines} lines.

| Flood | Against | A second | Pings lost % | p99 ms | UDP lost % | TCP Mbit/s (quiet) | Memory MB | Heap MB | Lines/min | Lost afterwards % | |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""

NAMES = {"sekisho": "Sekisho", "strongswan": "strongSwan"}


def sentence(found):
    """One fault's figures for the screen."""
    if "lost" not in found:
        return "; ".join(found["failures"]) or "not measured"
    text = (f"{found['lost']} of {found['sent']} pings lost, silent {found['silence_s']:.1f} s, "
            f"recovered in {found['recovery_s']:.1f} s, {found['lines']} lines")
    return "; ".join([text, *found["failures"]])


def verdict(found):
    """Whether it was as it must be, and what was not; and what else was seen."""
    seen = [f"{what}: {value}" for what, value in found.get("seen", {}).items()]
    return "; ".join([*found["failures"], *seen] if found["failures"] else ["as it must be", *seen])


def said(target, found):
    """The last cell of a line: ours is judged, of the other what kept it from being measured."""
    if target == "sekisho":
        return verdict(found)
    return "; ".join(found["failures"])


def fault_row(fault, target, found):
    """One line of the faults' table."""
    cells = [fault.title, fault.must, NAMES[target]]
    if "lost" in found:
        kept = {True: "kept", False: "CHANGED", None: "–"}[found["saved"]]
        cells += [f"{found['lasted_s']:.1f}", f"{found['lost']} of {found['sent']}",
                  f"{found['silence_s']:.1f}", f"{found['recovery_s']:.1f}", str(found["lines"]), kept]
    else:
        cells += ["–"] * 6
    return "| " + " | ".join([*cells, said(target, found)]) + " |\n"


def flood_row(flood, target, found):
    """One line of the floods' table."""
    def span(values):
        return " → ".join(f"{value:.0f}" for value in values) if values else "–"
    cells = [flood.title, NAMES[target]]
    if "rate" in found:
        p99 = "–" if found["ping_p99"] is None else f"{found['ping_p99']:.0f}"
        cells += [f"{found['rate']:,.0f}", f"{found['ping_loss']:.1f}", p99,
                  f"{found['udp_loss']:.1f}", f"{found['mbps']:.0f} ({found['quiet']['mbps']:.0f})",
                  span(found["resident_mb"]), span(found.get("heap_mb")),
                  f"{found['lines_a_minute']:.0f}", f"{found['after_loss']:.0f}"]
    else:
        cells += ["–"] * 9
    return "| " + " | ".join([*cells, said(target, found)]) + " |\n"


def table(entries, measured, row):
    """The lines of what was measured, each fault or flood with all its routers."""
    return "".join(row(one, target, measured[one.name][target]) for one in entries
                   for target in NAMES if target in measured.get(one.name, {}))


def page(results, faults, floods):
    """The whole page, of what was measured so far."""
    runs = [found["run"] for part in results.values() for routers in part.values()
            for found in routers.values()]
    latest = max(runs, key=lambda run: run["date"])
    strongswan = "charon with kernel-libipsec"
    text = HEAD.format(date=latest["date"], strongswan=strongswan, **latest["machine"])
    text += table(faults, results.get("faults", {}), fault_row)
    if results.get("floods"):
        text += FLOODS.format(strongswan=strongswan, most_mb=MOST_MB, most_lines=MOST_LINES)
        text += table(floods, results["floods"], flood_row)
    return text
