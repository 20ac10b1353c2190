"""What the core may take of a device: tests/device/budget.csv, which a change must edit to
exceed."""
import csv
import pathlib

FILE = pathlib.Path(__file__).with_name("budget.csv")


def budget(image):
    """Quantity -> the most of it."""
    with FILE.open(newline="") as table:
        return {row["quantity"]: int(row["most"]) for row in csv.DictReader(table) if row["image"] == image}


def faults(image, measured):
    """What is measured and not in the budget, in it and not measured, or beyond it."""
    allowed = budget(image)
    yield from (f"{image}: {name}: is in no row of {FILE.name}" for name in measured if name not in allowed)
    yield from (f"{image}: {name}: was not measured" for name in allowed if name not in measured)
    for name, value in measured.items():
        if name in allowed and not 0 < value <= allowed[name]:
            yield f"{image}: {name}: {value}, and the budget is {allowed[name]}"
