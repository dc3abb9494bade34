"""What is held of each state by question, how sure and how old; and where one would look for the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.law.coverage import Cell, cells, summary
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import register
from medmassage.law.vocabulary import vocabulary
from medmassage.web.law.reading import reading
from medmassage.web.law.staleness import Staleness, staleness
from medmassage.web.law.tabs import tabs


@dataclass(frozen=True, slots=True)
class Line:
    """One state: its cells, the day it was last checked, and the age of its sources."""

    law: Jurisdiction
    checked: date | None
    cells: tuple[tuple[str, Cell], ...]
    age: Staleness

    @property
    def open(self) -> list[tuple[str, Cell]]:
        """The questions that no source which was read answers."""
        return [(label, cell) for label, cell in self.cells if not cell.answered]


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """The table of states by questions, and below it each open question with where to look."""
    seen = reading(request)
    labels = {name: str(spec["label"]) for name, spec in vocabulary().cells.items()}
    laws = seen.laws()
    table = {law.code: cells(law, seen.on) for law in laws}
    lines = [_line(law, table[law.code], labels, seen.on) for law in laws]
    context = {
        "tabs": tabs(request), "seen": seen, "labels": labels, "lines": lines, "summary": summary(table),
        "open": [line for line in lines if line.open], "oldest": _oldest(lines),
    }  # fmt: skip
    return render(request, "law/coverage.html", context)


def _line(law: Jurisdiction, row: Mapping[str, Cell], labels: Mapping[str, str], on: date) -> Line:
    named = tuple((labels[name], cell) for name, cell in row.items())
    return Line(law, register()[law.code].checked, named, staleness(law, on))


def _oldest(lines: Iterable[Line]) -> date | None:
    """The day of the state that was checked longest ago."""
    return min((line.checked for line in lines if line.checked), default=None)
