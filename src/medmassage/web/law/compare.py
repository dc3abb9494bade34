"""Up to four states side by side, on any day: the same questions, and where the answers differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.dated import UNKNOWN, Answer
from medmassage.law import topics
from medmassage.law.entry import entrance
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import register
from medmassage.law.vocabulary import vocabulary
from medmassage.law.wording import capital, said
from medmassage.web.law.reading import Reading, reading, slider
from medmassage.web.law.sections import HEADINGS, OF_A_PAPER, Heading, heading_of
from medmassage.web.law.tabs import tabs

MOST = 4
PAPER = "*"
# Values under names of a file's own choosing are read as one list.
LISTED: Mapping[str, str] = {
    "scope.allows": "Within the scope", "scope.forbids": "Outside the scope", "scope.duties": "Duties",
    "scope.exemptions": "Exempt", "scope.guidance": "Guidance",
}  # fmt: skip
OF_ALL = {beside: own for own, beside in OF_A_PAPER.items()}
ALWAYS = (
    "regulation", "referral.rule", "records.retention_years", "compact.member",
    "credentials.*.requires.education_hours", "credentials.*.renewal.months", "credentials.*.renewal.ce_hours",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """What one state says: one answer, or several where its file lists them."""

    law: Jurisdiction
    topic: str
    answers: tuple[Answer, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The answers as people read them."""
        return tuple(said(self.topic, answer) for answer in self.answers)

    @property
    def held(self) -> bool:
        """Whether the state answers at all."""
        return any(answer.state != "unknown" for answer in self.answers)

    @property
    def said(self) -> list[tuple[str, Answer]]:
        """Each answer with its words."""
        return list(zip(self.words, self.answers, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what each state says."""

    label: str
    cells: tuple[Cell, ...]
    expected: bool

    @property
    def differs(self) -> bool:
        """Whether any two states are known to say different things; what is not held differs from nothing."""
        return len({cell.words for cell in self.cells if cell.held}) > 1


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The states of ``?state=``, at most four; without two of them only the choice."""
    seen = reading(request)
    chosen = [seen.law(code) for code in _codes(request.GET.getlist("state"))]
    groups = _groups(chosen, seen) if len(chosen) > 1 else []
    lines = [line for _, found in groups for line in found]
    context = {
        "tabs": tabs(request), "seen": seen, "chosen": chosen, "groups": groups,
        "places": [chosen[at].code if at < len(chosen) else "" for at in range(MOST)],
        "states": sorted(register().values(), key=lambda known: known.name),
        "differing": sum(line.differs for line in lines), "asked": len(lines),
        "slider": slider(chosen, seen) if groups else None,
        "hidden": [("state", law.code) for law in chosen],
    }  # fmt: skip
    return render(request, "law/compare.html", context)


def _codes(asked: Iterable[str]) -> list[str]:
    """The codes that are states', each once, in the order given."""
    known = (code.strip().upper() for code in asked)
    return [code for code in dict.fromkeys(known) if code in register()][:MOST]


def _groups(laws: Sequence[Jurisdiction], seen: Reading) -> list[tuple[Heading, list[Line]]]:
    """Every question that any of these states answers, under its heading."""
    names = dict.fromkeys((*ALWAYS, *(_generic(law, name) for law in laws for name in law.topics)))
    found: dict[Heading, list[Line]] = {heading: [] for heading in HEADINGS}
    for name in filter(None, names):
        found[heading_of(name)].append(_line(name, laws, seen))
    return [(heading, lines) for heading, lines in found.items() if lines]


def _generic(law: Jurisdiction, topic: str) -> str:
    """A topic as it may stand in several states: the first paper's without its letters, lists as one; else nothing."""
    if topic in topics.EVENTS:
        return ""
    steps = topic.split(".")
    if steps[0] == "credentials":
        return ".".join((steps[0], PAPER, *steps[2:])) if steps[1] == _first_paper(law) else ""
    if steps[0] == "statewide" and steps[1] in OF_ALL:
        return f"credentials.{PAPER}.{OF_ALL[steps[1]]}"
    above = ".".join(steps[:2])
    return above if above in LISTED or steps[0] == "insurance" else topic


def _first_paper(law: Jurisdiction) -> str:
    return next((paper.code for paper in entrance(law)), "")


def _line(name: str, laws: Sequence[Jurisdiction], seen: Reading) -> Line:
    return Line(_label(name), tuple(Cell(law, name, _answers(name, law, seen)) for law in laws), name in ALWAYS)


def _answers(name: str, law: Jurisdiction, seen: Reading) -> tuple[Answer, ...]:
    if name in LISTED or name.startswith("insurance."):
        held = (value.on(seen.on) for _, value in law.under(name))
        return tuple(answer for answer in held if answer.state != "unknown")
    value = law.topic(_place(name, law))
    everyone = (value.on(seen.on, who) for who in dict.fromkeys(("", *(s.applies_to for s in value.spells))))
    return (next((answer for answer in everyone if answer.state != "unknown"), UNKNOWN),)


def _place(name: str, law: Jurisdiction) -> str:
    """Where a state holds it: at its first paper, else for the whole state."""
    own = name.replace(PAPER, _first_paper(law))
    beside = f"statewide.{OF_A_PAPER.get(name.removeprefix(f'credentials.{PAPER}.'), '')}"
    return beside if own not in law.topics and beside in law.topics else own


def _label(name: str) -> str:
    if name in LISTED:
        return LISTED[name]
    if name.startswith("insurance."):
        return capital(vocabulary().payers[name.removeprefix("insurance.")])
    return capital(topics.label(name).removeprefix(f"{PAPER}: "))
