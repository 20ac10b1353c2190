"""The picture in ARCHITECTURE.md shows the chart: its modes, its arrows and their words,
which mode lies in which box, who is in control where. Where exactly Graphviz puts them is
its own affair.

picture_test.py             compares the picture with the tables, and with one drawn anew
picture_test.py --accept    draws it anew
"""
import copy
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

import chart_tables
import picture

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURE = ROOT / ".ci" / "pictures" / "chart.svg"
ACCEPT = "cmake --build --preset release --target accept_transitions"
SVG = "{http" + "://www.w3.org/2000/svg}"


def corners(shape):
    """Of a shape's outline: left, top, right, bottom."""
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", shape.get("d") or shape.get("points"))]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def inside(small, large):
    return large[0] < small[0] and large[1] < small[1] and small[2] < large[2] and small[3] < large[3]


def shown(svg):
    """What a picture says, as a set of lines."""
    groups = {"node": {}, "edge": {}, "cluster": {}}
    for group in xml.fromstring(svg).iter(f"{SVG}g"):
        if group.get("class") in groups:
            groups[group.get("class")][group.find(f"{SVG}title").text + "|" + group.get("id")] = group
    outline = {name.split("|")[0].removeprefix("cluster_"): corners(group.find(f"{SVG}path"))
               for kind in ("node", "cluster") for name, group in groups[kind].items()
               if group.find(f"{SVG}path") is not None}
    boxes = [name.split("|")[0].removeprefix("cluster_") for name in groups["cluster"]]
    for name, group in groups["node"].items():
        mode, shape = name.split("|")[0], group.find(f"{SVG}path")
        if shape is not None:
            yield f"{mode}: {words(group)}, {shape.get('fill')}, {'thick' if shape.get('stroke-width') else 'thin'}"
            yield from (f"{mode} in {box}" for box in boxes if inside(outline[mode], outline[box]))
    for name, group in groups["edge"].items():
        yield f"{name}: {words(group)}"


def words(group):
    return " / ".join(text.text.strip() for text in group.iter(f"{SVG}text"))


def true_of(chart):
    """What a picture of the chart has to say."""
    for mode in chart.modes:
        weight = "thin" if chart.asks[mode] == "nothing" else "thick"
        yield f"{mode}: {picture.spoken(mode)}, {picture.COLOURS[chart.in_control[mode]]}, {weight}"
        yield from (f"{mode} in {box}" for box in picture.BOXES if mode in picture.members(box))
    yield "boot->off|boot--off: "
    for (source, target), events in picture.arrows(chart).items():
        start = picture.SPOKESMAN.get(source, source)
        yield f"{start}->{target}|{source}--{target}: {' / '.join(map(picture.spoken, events))}"


def table_of(chart):
    """The table, read back from the arrows."""
    rows = {key: key[0] for key in chart.next}
    for (source, target), events in picture.arrows(chart).items():
        for mode in picture.members(source) if source in picture.BOXES else [source]:
            rows |= {(mode, event): target for event in events}
    return rows


def changed(chart, mode, event, to):
    other = copy.deepcopy(chart)
    other.next[mode, event] = to
    return other


def faults(svg, chart):
    lines, truth = set(shown(svg)), set(true_of(chart))
    yield from (f"shown, but not so: {line}" for line in sorted(lines - truth))
    yield from (f"so, but not shown: {line}" for line in sorted(truth - lines))


def check_the_check(svg, chart):
    """A change of the table, of who is in control, or of the picture is found."""
    for other in (changed(chart, "treating.continuous", "signal_lost", "treating.continuous"),
                  changed(chart, "lockout", "signal_lost", "fallback"),
                  changed(chart, "refractory", "fault", "refractory")):
        assert list(faults(svg, other)) and table_of(other) == other.next
    other = copy.deepcopy(chart)
    other.in_control["lockout"] = "guard"
    assert list(faults(svg, other))
    assert list(faults(svg.replace("detected", "suspected"), chart))


def main(options):
    chart = chart_tables.read()
    if options == ["--accept"]:
        PICTURE.write_text(picture.draw(chart))
        return
    svg = PICTURE.read_text()
    found = [*faults(svg, chart), *faults(picture.draw(chart), chart)]
    if table_of(chart) != chart.next:
        found.append("the arrows are not the table")
    if ".ci/pictures/chart.svg" not in (ROOT / "ARCHITECTURE.md").read_text():
        found.append("ARCHITECTURE.md does not show it")
    check_the_check(svg, chart)
    if found:
        print("\n".join(found))
        sys.exit(f"the picture of the chart is not true; draw it anew with: {ACCEPT}")
    print(f"{len(set(true_of(chart)))} facts, each shown")


if __name__ == "__main__":
    main(sys.argv[1:])
