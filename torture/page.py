"""docs/reliability.md out of the figures."""

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

| Fault | What must happen | Lasted s | Lost | Silence s | Recovers s | Lines | Saved | |
|---|---|---|---|---|---|---|---|---|
"""

FLOODS = """
## Floods

Two routers with AES-256-GCM in UDP, once both ours, once both strongSwan ({strongswan}); the one in
the gateway's place is flooded from the branch's side of the wire, on the same two processors. The
tunnel carries 100 pings and 1,000 UDP packets of 1,400 octets a second, then one TCP stream. Memory is
resident memory before and after; live heap for ours. Log lines are those of a minute.

| Flood | Against | A second | Pings lost % | p99 ms | UDP lost % | TCP Mbit/s (quiet) | Memory MB | Heap MB | Lines/min | Lost afterwards % | |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""

NAMES = {"sekisho": "Sekisho", "strongswan": "strongSwan"}


def sentence(found):
    """One fault's figures for the screen."""
    if "lost" not in found:
        return "; ".join(found["failures"])
    text = (f"{found['lost']} of {found['sent']} pings lost, silent {found['silence_s']:.1f} s, "
            f"recovered in {found['recovery_s']:.1f} s, {found['lines']} lines")
    return "; ".join([text, *found["failures"]])


def verdict(found):
    """Whether it was as it must be, and what was not."""
    return "; ".join(found["failures"]) or "as it must be"


def fault_row(fault, found):
    """One line of the faults' table."""
    cells = [fault.title, fault.must]
    if "lost" in found:
        cells += [f"{found['lasted_s']:.1f}", f"{found['lost']} of {found['sent']}",
                  f"{found['silence_s']:.1f}", f"{found['recovery_s']:.1f}", str(found["lines"]),
                  "kept" if found["saved"] else "CHANGED"]
    else:
        cells += ["–"] * 6
    return "| " + " | ".join([*cells, verdict(found)]) + " |\n"


def flood_row(flood, name, found, failures):
    """One line of the floods' table."""
    def span(values):
        return " → ".join(f"{value:.0f}" for value in values) if values else "–"
    p99 = "–" if found["ping_p99"] is None else f"{found['ping_p99']:.0f}"
    cells = [flood.title, NAMES[name], f"{found['rate']:,.0f}", f"{found['ping_loss']:.1f}", p99,
             f"{found['udp_loss']:.1f}", f"{found['mbps']:.0f} ({found['quiet']['mbps']:.0f})",
             span(found["resident_mb"]), span(found.get("heap_mb")),
             f"{found['lines_a_minute']:.0f}", f"{found['after_loss']:.0f}",
             verdict({"failures": failures}) if name == "sekisho" else ""]
    return "| " + " | ".join(cells) + " |\n"


def page(results, faults, floods):
    """The whole page, of what was measured so far."""
    runs = [found["run"] for part in ("faults", "floods") for found in results.get(part, {}).values()]
    latest = max(runs, key=lambda run: run["date"])
    text = HEAD.format(date=latest["date"], **latest["machine"])
    for fault in faults:
        if fault.name in results.get("faults", {}):
            text += fault_row(fault, results["faults"][fault.name])
    measured = results.get("floods", {})
    if measured:
        text += FLOODS.format(strongswan="charon with kernel-libipsec")
        for flood in floods:
            found = measured.get(flood.name, {})
            for name in NAMES:
                if name in found:
                    text += flood_row(flood, name, found[name], found["failures"])
    return text
