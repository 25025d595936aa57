"""An SVG of bars from the results; no library."""

from xml.sax.saxutils import escape

WIDTH, LABELS, BAR, GAP, PANEL_GAP = 900, 210, 16, 8, 46
PANELS = [  # figure, factor, decimals, title
    ("tcp1.cpu", 1, 2, "Daemon CPU seconds a GB of TCP, both ends (less is better)"),
    ("udp100.cpu_us", 1, 1, "µs of daemon CPU for a UDP packet of 100 octets, 30,000 a second, both ends"
     " (less is better)"),
    ("tcp1.mbps", 1, 0, "Mbit/s, one TCP stream (more is better)"),
    ("max64.pps", 1e-3, 0, "1,000 packets of 64 octets a second with at most 1 % loss (more is better)"),
    ("ping_loaded.p99", 1, 1, "ms, 99th percentile of a ping beside four TCP streams (less is better)"),
]
OURS, FLOOR, OTHERS = "#1b6ca8", "#9bb8cc", "#b0a090"


def colour(name):
    """Ours, the floor without crypto, the others."""
    if name in ("none", "null"):
        return FLOOR
    return OURS if name in ("jca", "bc", "ipsecmb") else OTHERS


def panel(results, y, figure, factor, decimals, title):
    """The bars of one figure: the bar to the median, a line from the least to the greatest."""
    rows = [(name, entry["title"], entry["figures"][figure])
            for name, entry in results["dataplane"].items() if figure in entry["figures"]]
    if not rows:
        return [], y
    top = max(f["max"] for _, _, f in rows) * factor
    scale = (WIDTH - LABELS - 90) / top if top else 0
    out = [f'<text x="0" y="{y + 14}" class="t">{escape(title)}</text>']
    y += 26
    for name, label, f in rows:
        middle = y + BAR / 2
        low, mid, high = (f[key] * factor for key in ("min", "median", "max"))
        out.append(f'<text x="{LABELS - 8}" y="{middle + 4:.0f}" class="l">{escape(label)}</text>')
        out.append(f'<rect x="{LABELS}" y="{y}" width="{mid * scale:.1f}" height="{BAR}"'
                   f' fill="{colour(name)}"/>')
        if high > low:
            out.append(f'<path d="M{LABELS + low * scale:.1f} {middle}H{LABELS + high * scale:.1f}"'
                       ' class="s"/>')
        out.append(f'<text x="{LABELS + high * scale + 6:.1f}" y="{middle + 4:.0f}" class="v">'
                   f'{mid:,.{decimals}f}</text>')
        y += BAR + GAP
    return out, y + PANEL_GAP - GAP


def write(results, path):
    """Writes the plot."""
    machine = results["machine"]
    caption = (f"{results['date']} · {machine['processor']}, {machine['processors']} processors · "
               f"Linux {machine['kernel']} · {machine['java']} · "
               f"{results['plan']['rounds']} rounds, medians; lines: least to greatest")
    body, y = [], 10
    for spec in PANELS:
        lines, y = panel(results, y, *spec)
        body += lines
    body.append(f'<text x="0" y="{y}" class="c">{escape(caption)}</text>')
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {WIDTH + 20} {y + 16}"'
        f' width="{WIDTH + 20}" height="{y + 16}" font-family="sans-serif">\n'
        "<style>text{fill:#222}.t{font-size:14px;font-weight:bold}.l{font-size:12px;"
        "text-anchor:end}.v{font-size:12px}.c{font-size:10px;fill:#666}"
        ".s{stroke:#222;stroke-width:1.5}</style>\n"
        f'<rect x="-10" y="0" width="{WIDTH + 20}" height="{y + 16}" fill="#fff"/>\n'
        + "\n".join(body) + "\n</svg>\n", encoding="utf-8")
