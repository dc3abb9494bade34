"""A clinic's own law notes in the law room's terms: corrections that the gates take in, and what a value may be."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NoReturn

from medmassage.clinic.models import Clinic, LawNote
from medmassage.clinic.services.outcome import Refused
from medmassage.datafile import DataFile
from medmassage.dated import Dated, Spell
from medmassage.finding import Basis, Confidence
from medmassage.law import valuefile
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import covered
from medmassage.law.local import Correction
from medmassage.law.permission import ALLOWED, FORBIDDEN, UNSAID
from medmassage.law.vocabulary import vocabulary

Shape = Literal["choice", "yes_no", "whole", "list", "table", "text"]
OURS = "as corrected by this clinic"


def local(clinic: Clinic, state: str = "") -> tuple[Correction, ...]:
    """The clinic's corrections that stand, the oldest first; of one state where it is named."""
    notes = (note for note in clinic.law_notes.all() if note.corrects and note.withdrawn_at is None)
    return tuple(correction(note) for note in notes if state in ("", note.state))


def correction(note: LawNote) -> Correction:
    """A corrected value as the law room takes it in; its citation says whose it is."""
    return Correction(note.state, note.topic, spell(note))


def spell(note: LawNote) -> Spell:
    """The note's value with its day and its source."""
    value = None if note.none_in_law else frozen(note.value)
    return Spell(value, basis(note), note.since, note.none_in_law, note.applies_to, note.text)


def basis(note: LawNote) -> Basis:
    """Where a note stands."""
    sure: Mapping[str, Confidence] = {"primary": "primary", "secondary": "secondary"}
    said = f"{note.cite} ({OURS})" if note.corrects else note.cite
    return Basis(said, note.url, note.publisher, note.as_of, sure.get(note.confidence, "recall"))


def frozen(value: Any) -> Any:
    """A JSON value as the law room holds it: nothing in it can be changed."""
    if isinstance(value, list):
        return tuple(frozen(one) for one in value)
    return MappingProxyType({k: frozen(v) for k, v in value.items()}) if isinstance(value, dict) else value


def thawed(value: Any) -> Any:
    """The way back from :func:`frozen`, for JSON and YAML."""
    if isinstance(value, Mapping):
        return {key: thawed(one) for key, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, tuple | list) else value


def clean(value: Any) -> Any:
    """The value with a space for each character that nobody sees: feeds, files and databases refuse them."""
    if isinstance(value, str):
        return _UNSEEN.sub(" ", value)
    if isinstance(value, Mapping):
        return {clean(key): clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, tuple | list) else value


_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def asked_of(law: Jurisdiction) -> list[str]:
    """The topics that a state's file lacks and that a clinic may add: what readers expect, and each paper's own."""
    words = vocabulary()
    expected = (f"{name}.payment" if name.startswith("insurance.") else name for name in words.expected)
    papers = [code for code, paper in law.credentials.items() if paper.stands_alone]
    own = [f"credentials.{code}.{name}" for code in papers for name in OF_A_PAPER]
    beside = [f"{group}.{name}" for group in ("before", "records") for name in words.topics[group]]
    return [topic for topic in dict.fromkeys((*expected, *own, *beside)) if topic not in law.topics]


OF_A_PAPER = (
    "requires.education_hours", "requires.exams", "requires.minimum_age", "requires.background_check",
    "requires.fees_usd", "requires.out_of_state_path", "renewal.months", "renewal.cycle", "renewal.ce_hours",
    "renewal.ce_categories",
)  # fmt: skip


def choices(topic: str) -> tuple[str, ...]:
    """The words that a topic's value may be, where it is one of a few."""
    if topic == "regulation":
        return vocabulary().regulation
    if ".settings." in topic:
        return (ALLOWED, FORBIDDEN, UNSAID)
    return valuefile.REFERRAL_RULES if topic == "referral.rule" else ()


def shape(topic: str, law: Jurisdiction) -> Shape:
    """What a value of this topic looks like: as in this state's file, else as in any other."""
    if choices(topic):
        return "choice"
    return next((_shape_of(value) for value in _alike(topic, law)), "text")


def _alike(topic: str, law: Jurisdiction) -> Iterator[Any]:
    """The values that this state's file, then any other's, holds under such a topic."""
    for one in (law, *covered()):
        yield from _values(one, topic)


def _values(law: Jurisdiction, topic: str) -> Iterable[Any]:
    """What a file holds under the topic's last two words, whatever the paper."""
    tail = topic.split(".")[-2:]
    same = (value for name, value in law.topics.items() if name.split(".")[-2:] == tail)
    return (s.value for value in same for s in value.spells if not s.none_in_law)


def _shape_of(value: Any) -> Shape:
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, int):
        return "whole"
    if isinstance(value, tuple):
        return "list" if all(isinstance(one, str) for one in value) else "table"
    return "table" if isinstance(value, Mapping) else "text"


def check(topic: str, value: Any, law: Jurisdiction) -> None:
    """Raise :class:`Refused` for a value the engine could not count with, or a table built unlike the files' own."""
    held, typed = next(_alike(topic, law), value), frozen(value)
    if shape(topic, law) == "table" and isinstance(held, Mapping) != isinstance(typed, Mapping):
        wanted = "{name: value}" if isinstance(held, Mapping) else "[one, another]"
        raise Refused(f"The files write this as {wanted}. Write it alike.", "value")
    valuefile.check_values(_Field(), {topic: Dated((Spell(typed, Basis("")),))})


class _Field(DataFile):
    """Stands where a state file would: what is wrong in a value is said at the form's field."""

    def __init__(self) -> None:
        self.name = ""

    def refuse(self, place: object, words: str) -> NoReturn:
        raise Refused(words, "value")
