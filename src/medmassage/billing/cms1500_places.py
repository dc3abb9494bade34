"""Where each item of the CMS-1500 (02/12) is printed, read from ``cms1500.csv``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FIRST_SERVICE_LINE, SERVICE_STEP = 44, 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: ``line`` 6 an inch, ``column`` 10 an inch, ``width`` in characters, all from 1.

    ``line`` of a service line is the first one's; ``repeats`` says that five more follow, each two lines lower.
    """

    line: int
    column: int
    width: int
    repeats: bool

    def row(self, number: int) -> int:
        """The line on which service ``number`` (from 0) of a page stands; any other field stays where it is."""
        return self.line + SERVICE_STEP * number * self.repeats


@lru_cache
def places() -> Mapping[tuple[str, str], Place]:
    """The fields of the form by item and what."""
    text = files("medmassage.billing").joinpath("cms1500.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(row for row in text.splitlines() if not row.startswith("#"))
    return {(row["item"], row["what"]): _place(row) for row in rows}


def _place(row: Mapping[str, str]) -> Place:
    shared = {"L": FIRST_SERVICE_LINE, "L-1": FIRST_SERVICE_LINE - 1}
    line = row["line"]
    return Place(shared.get(line) or int(line), int(row["col"]), int(row["width"]), line in shared)


def fields(item: str) -> list[str]:
    """The names of an item's fields, in the order of the form."""
    return [what for of, what in places() if of == item]
