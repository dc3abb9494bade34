"""A state's values in the order of the questions people ask, each with the clinic's own notes beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from medmassage.clinic import corrections
from medmassage.clinic.models import LawNote
from medmassage.dated import UNKNOWN
from medmassage.law import topics
from medmassage.law.coverage import cells
from medmassage.law.entry import entrance
from medmassage.law.jurisdiction import Condition, Jurisdiction
from medmassage.law.topics import Row
from medmassage.law.vocabulary import vocabulary
from medmassage.law.wording import capital, said
from medmassage.web.law.reading import Reading, shipped

# What a reader looks for under a state's first paper, and where the whole state may answer instead.
OF_A_PAPER = {
    "requires.education_hours": "education_hours", "requires.exams": "exams", "renewal.months": "months",
    "renewal.ce_hours": "ce_hours",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a state's page: its anchor, its words, and the topics that stand in it."""

    anchor: str
    title: str
    lead: str
    starts: tuple[str, ...]


HEADINGS = (
    Heading("where", "Who may treat where", "Which papers the state knows, and in which settings each may be used.",
            ("regulation", "credential_kinds", "titles.", "health_care.", "settings", "issued", "statewide.settings",
             "scope.exemptions.")),
    Heading("techniques", "Techniques and areas", "What lies within the scope of massage, and what outside.",
            ("scope.allows.", "scope.forbids.", "scope.guidance.")),
    Heading("before", "Before hands-on work", "What must stand before the first touch.", ("before.", "scope.duties.")),
    Heading("treat", "Referral: may I treat?", "Whether law asks for a referral before treating.", ("referral.",)),
    Heading("bill", "Payers: may I bill?", "Lawful to treat is not lawful to bill: what the law says of each payer.",
            ("insurance.",)),
    Heading("records", "Notes and records", "What a record holds, and how long it is kept.", ("records.",)),
    Heading("renewal", "Renewal and continuing education", "When a paper is due again, and what it asks for by then.",
            ("renewal", "statewide.months", "statewide.ce_hours")),
    Heading("entry", "Getting licensed, and coming from elsewhere", "What it takes to hold the paper.",
            ("requires", "statewide.education_hours", "statewide.exams", "compact.")),
    Heading("sources", "The law itself", "Who decides, and by which statutes.", ("authority", "statutes", "federal.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Own:
    """A note of the clinic's, with its value in words."""

    note: LawNote
    words: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the page shows it: ``row`` as it holds for this clinic, ``before`` as shipped where that differs.

    ``look``: where one would have to look, for what is unknown. ``met_by``: what meets the rule. ``topic``: the
    place at which a clinic's note on it is entered.
    """

    row: Row
    before: Row | None
    notes: Sequence[Own]
    look: str
    met_by: str
    topic: str

    @property
    def words(self) -> str:
        """What holds, as people read it."""
        return said(self.row.topic, self.row.answer)

    @property
    def label(self) -> str:
        """The topic's words."""
        return capital(self.row.label)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its values."""

    heading: Heading
    values: Sequence[Value]


def heading_of(topic: str) -> Heading:
    """The section in which a topic stands."""
    steps = topic.split(".")
    name = f"{steps[2]}." if steps[0] == "credentials" else f"{topic}."
    return next(h for h in HEADINGS if any(name.startswith(start) for start in h.starts))


def sections(law: Jurisdiction, seen: Reading) -> list[Section]:
    """Every value of the day in its section; sections without any are left out."""
    found: dict[Heading, list[Value]] = {heading: [] for heading in HEADINGS}
    for value in values(law, seen):
        found[heading_of(value.row.topic)].append(value)
    return [Section(heading, held) for heading, held in found.items() if held]


def values(law: Jurisdiction, seen: Reading) -> Iterator[Value]:
    """Every value of the day, with the clinic's notes on it."""
    notes = seen.about(law.code)
    changed = {(note.topic, note.applies_to) for note in notes if note.corrects}
    original = _shipped_rows(law, seen) if changed else {}
    looks, met = _looks(law, seen), _met_by(law.conditions)
    for row in _rows(law, seen):
        place = (row.topic, row.audience)
        yield Value(
            row=row,
            before=original.get(place, Row(row.topic, row.label, UNKNOWN)) if place in changed else None,
            notes=[_own(note) for note in notes if (note.topic, note.applies_to) == place],
            look=next((words for pattern, words in looks if _alike(pattern, row.topic)), ""),
            met_by=met.get(row.topic, ""),
            topic=_place(row.topic),
        )  # fmt: skip


def _own(note: LawNote) -> Own:
    return Own(note, topics.spell_words(corrections.spell(note)) if note.corrects else "")


def _place(topic: str) -> str:
    """Where a note on a value is entered; a payer of whom nothing is held has no value of its own yet."""
    return f"{topic}.payment" if topic.startswith("insurance.") and topic.count(".") == 1 else topic


def _rows(law: Jurisdiction, seen: Reading) -> list[Row]:
    """What stands in the law, and of a state also what a reader misses; federal law is asked nothing."""
    held = topics.rows(law, seen.on)
    is_state = "regulation" in law.topics
    return [*held, *_lacking(law)] if is_state else [row for row in held if row.topic in law.topics]


def _shipped_rows(law: Jurisdiction, seen: Reading) -> Mapping[tuple[str, str], Row]:
    return {(row.topic, row.audience): row for row in topics.rows(shipped(law.code), seen.on)}


def _lacking(law: Jurisdiction) -> list[Row]:
    """What a reader expects of the state's first paper and its file does not say."""
    first = [f"credentials.{paper.code}" for paper in entrance(law)[:1]]
    names = [(f"{start}.{name}", f"statewide.{beside}") for start in first for name, beside in OF_A_PAPER.items()]
    absent = [name for name, beside in names if name not in law.topics and beside not in law.topics]
    return [Row(name, topics.label(name), UNKNOWN) for name in absent]


def _looks(law: Jurisdiction, seen: Reading) -> list[tuple[str, str]]:
    """Where one would have to look, by the pattern of the topics it is about."""
    found = cells(law, seen.on)
    return [(pattern, found[name].look) for name, spec in vocabulary().cells.items() for pattern in spec["topics"]]


def _alike(pattern: str, topic: str) -> bool:
    return all(p in ("*", t) for p, t in zip(pattern.split("."), topic.split("."), strict=False))


def _met_by(conditions: Iterable[Condition]) -> Mapping[str, str]:
    """What meets the rule that stands at a topic, in words."""
    found: dict[str, dict[str, None]] = {}
    for condition in conditions:
        for need in condition.needs:
            found.setdefault(condition.topic, {}).setdefault(_need(need))
    return {topic: " or ".join(words) for topic, words in found.items()}


def _need(need: Mapping[str, object]) -> str:
    """``special consent to breast massage, not older than 365 days, and a referral``."""
    said = [_NEEDS[name](value) for name, value in need.items() if name in _NEEDS]
    return " and ".join(said) + (f", not older than {need['days']} days" if "days" in need else "")


_NEEDS: Mapping[str, Callable[[object], str]] = {
    "credential": lambda value: f"the {value}",
    "document": lambda value: str(vocabulary().documents[str(value)]["label"]),
    "referral": lambda value: "a referral" if value else "no referral",
    "diagnosed": lambda value: "a diagnosis" if value else "no medical diagnosis",
}
