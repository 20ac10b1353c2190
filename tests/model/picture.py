"""Draws the chart from its reviewed tables, with Graphviz.

picture.py            prints the picture as SVG
picture.py --dot      prints what Graphviz is given
It stands in ARCHITECTURE.md as .ci/pictures/chart.svg.

A row of the table that holds in every mode of a box is drawn once, from the box.
"""
import html
import subprocess
import sys

import chart_tables

# The nesting of controller/therapy_mode.h. It only says where boxes are drawn: whether an
# arrow may leave from a box, the table decides.
BOXES = {
    "trusted": ["off", "armed"],
    "armed": ["self_test", "inhibited", "working"],
    "working": ["lockout", "fallback", "listening"],
    "listening": ["sensing", "refractory", "treating"],
    "treating": ["treating.burst", "treating.pause", "treating.continuous"],
}
COLOURS = {"nobody": "#eceff1", "controller": "#d6e8fb", "baseline": "#d8f0d8", "patient": "#fff0c9",
           "limits": "#e8dcf5", "guard": "#f9d5d3"}
WORDS = {"nobody": "nobody", "controller": "the controller", "baseline": "the clinician's baseline",
         "patient": "the patient", "limits": "the program's limits", "guard": "the guard"}
SHADES = ("#ffffff", "#fafbfc", "#f4f6f8", "#ecf0f3", "#e3e9ed")  # inwards
# An arrow from a box starts at one of its modes; dot must be told at which.
SPOKESMAN = {"trusted": "off", "armed": "self_test", "working": "fallback", "listening": "sensing",
             "treating": "treating.burst"}
STYLE = (
    '  graph [compound=true rankdir=TB fontname="Helvetica" fontsize=13 nodesep=0.6 ranksep=0.6',
    '         style="rounded,filled" color="#90a4ae"]',
    '  node [shape=box style="rounded,filled" fontname="Helvetica" fontsize=14 margin="0.2,0.1"]',
    '  edge [fontname="Helvetica" fontsize=12 arrowsize=0.8 color="#455a64" fontcolor="#263238"]',
)


def members(box):
    """Modes inside of a box, however deep."""
    return [mode for part in BOXES[box] for mode in (members(part) if part in BOXES else [part])]


def arrows(chart):
    """(from a mode or a box, to a mode) -> events, so that together they are the table."""
    drawn = {}
    for event in chart.events:
        left = {m: n for m, e, n in chart.changes() if e == event}
        for box in BOXES:  # the outermost first
            targets = {left.get(mode) for mode in members(box)}
            if len(targets) == 1 and (target := targets.pop()) is not None:
                drawn.setdefault((box, target), []).append(event)
                left = {m: n for m, n in left.items() if m not in members(box)}
        for source, target in left.items():
            drawn.setdefault((source, target), []).append(event)
    return drawn


def spoken(name):
    return name.split(".")[-1].replace("_", " ")


def node(chart, mode):
    weight = 1 if chart.asks[mode] == "nothing" else 3
    colour = COLOURS[chart.in_control[mode]]
    return f'"{mode}" [label="{spoken(mode)}" fillcolor="{colour}" penwidth={weight}]'


def box(chart, name, depth=1):
    indent = "  " * depth
    shade = SHADES[list(BOXES).index(name)]
    side = "l" if name == "treating" else "r"  # where no arrow comes in
    yield f'{indent}subgraph "cluster_{name}" {{ label="{spoken(name)}" labelloc=t labeljust={side} margin=20 fillcolor="{shade}"'
    for part in BOXES[name]:
        yield from box(chart, part, depth + 1) if part in BOXES else [f"{indent}  {node(chart, part)}"]
    yield f"{indent}}}"


def arrow(source, target, events):
    start = SPOKESMAN.get(source, source)
    tail = f' ltail="cluster_{source}" dir=both arrowtail=dot' if source in BOXES else ""
    words = "<br/>".join(spoken(event) for event in events)
    # On white, so that a border does not run through the words.
    label = f'<<table border="0" cellpadding="1" cellspacing="3"><tr><td bgcolor="white">{words}</td></tr></table>>'
    return f'  "{start}" -> "{target}" [id="{source}--{target}" label={label}{tail}]'


def legend(chart):
    present = list(dict.fromkeys(chart.in_control[mode] for mode in chart.modes))
    cells = "".join(f'<td bgcolor="{COLOURS[who]}">{html.escape(WORDS[who])}</td>' for who in present)
    return f'<<table border="0" cellspacing="4"><tr><td>in control:</td>{cells}' \
           f'<td>  thick: may stimulate</td><td>  dot on a box: from each of its modes</td></tr></table>>'


def dot(chart):
    lines = ["digraph chart {", *STYLE, f"  graph [labelloc=b label={legend(chart)} fillcolor=white]",
             "  boot [shape=point width=0.12]", f"  {node(chart, 'fault')}"]
    lines += box(chart, "trusted")
    lines += ['  boot -> off [id="boot--off"]']
    lines += [arrow(*ends, events) for ends, events in arrows(chart).items()]
    return "\n".join([*lines, "}"]) + "\n"


def draw(chart):
    return subprocess.run(["dot", "-Tsvg"], input=dot(chart), capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    print((dot if "--dot" in sys.argv else draw)(chart_tables.read()), end="")
