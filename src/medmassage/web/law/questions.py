"""The questions that the atlas can color the states by: which values each looks at, and how an answer is shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from medmassage.dated import UNKNOWN, Answer
from medmassage.law.entry import entrance
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.topics import value_words
from medmassage.web.law.staleness import staleness
from medmassage.web.law.tiles import Face

PAPER = "@"  # in a pattern: the papers by which one may begin to treat, the fullest right first
NONE, UNKNOWN_KEY = "none in law", "unknown to us"
ASIDE = {NONE: "tone-none", UNKNOWN_KEY: "is-unknown"}


@dataclass(frozen=True, slots=True)
class Shade:
    """How one state answers: the words of the legend, the tile's face and the value with its source."""

    key: str
    face: Face
    answer: Answer


@dataclass(frozen=True)
class Question:
    """One question. ``keys``: the legend's words with the tone of each; ``of``: a value's key and mark."""

    label: str
    lead: str
    patterns: tuple[str, ...]
    keys: Mapping[str, str]
    of: Callable[[Any], tuple[str, str]]

    def topics(self, law: Jurisdiction) -> list[str]:
        """The topics of a state that it looks at."""
        return [name for pattern in self.patterns for name in _matching(law, pattern)]

    def shade(self, law: Jurisdiction, on: date) -> Shade:
        """How a state answers on a day."""
        answer = _answer(law, self.topics(law), on)
        if answer.state == "unknown":
            return Shade(UNKNOWN_KEY, Face(ASIDE[UNKNOWN_KEY], "unknown", "?"), answer)
        if answer.state == "none":
            return Shade(NONE, Face(ASIDE[NONE], NONE, "–"), answer)
        key, mark = self.of(answer.value)
        doubt = any(basis.confidence == "recall" for basis in answer.basis)
        words = f"{value_words(answer)}{', unverified' if doubt else ''}"
        return Shade(key, Face(self.keys[key], words, f"{mark}{'?' if doubt else ''}"), answer)


def _matching(law: Jurisdiction, pattern: str) -> Iterator[str]:
    if pattern.endswith(".*"):
        yield from (name for name, _ in law.under(pattern.removesuffix(".*")))
    elif PAPER in pattern:
        named = (pattern.replace(PAPER, paper.code) for paper in entrance(law))
        yield from (name for name in named if name in law.topics)
    elif pattern in law.topics:
        yield pattern


def _answer(law: Jurisdiction, topics: Iterable[str], on: date) -> Answer:
    """The first value known, else the first that is none in law; whom it applies to is everyone first."""
    found = [answer for name in topics for answer in _answers(law, name, on) if answer.state != "unknown"]
    return max(found, key=lambda answer: answer.state == "known", default=UNKNOWN)


def _answers(law: Jurisdiction, name: str, on: date) -> Iterator[Answer]:
    value = law.topic(name)
    yield from (value.on(on, who) for who in dict.fromkeys(("", *(spell.applies_to for spell in value.spells))))


def _bins(*bounds: tuple[int, str]) -> Callable[[Any], tuple[str, str]]:
    """A number's key: the first bound that it does not pass."""

    def of(value: Any) -> tuple[str, str]:
        return next(key for most, key in bounds if value <= most), str(value)

    return of


def _words(marks: Mapping[Any, tuple[str, str]]) -> Callable[[Any], tuple[str, str]]:
    return lambda value: marks[value]


def _held(value: Any) -> tuple[str, str]:
    return HELD, "●"


HELD, MOST = "a rule that we read", 10**6
_REGULATION = {
    "license": ("license", "L"), "registration": ("registration", "R"),
    "voluntary_certification": ("voluntary certification", "V"), "local_only": ("city or county only", "loc"),
    "none_at_all": ("not regulated", "no"),
}  # fmt: skip
_REFERRAL = {
    "required_always": ("always asked for", "yes"), "required_for_condition": ("for some conditions", "some"),
    "see_text": ("it depends", "dep"),
}  # fmt: skip

QUESTIONS: Mapping[str, Question] = {
    "regulation": Question(
        "Regulation", "How the state regulates massage therapists.", ("regulation",),
        {"license": "tone-4", "registration": "tone-3", "voluntary certification": "tone-2",
         "city or county only": "tone-1", "not regulated": "tone-none"},
        _words(_REGULATION),
    ),
    "education_hours": Question(
        "Education, hours", "Hours of a massage program that the first license asks for.",
        ("credentials.@.requires.education_hours", "statewide.education_hours"),
        {"500 or fewer": "tone-1", "501 to 600": "tone-2", "601 to 700": "tone-3", "more than 700": "tone-4"},
        _bins((500, "500 or fewer"), (600, "501 to 600"), (700, "601 to 700"), (MOST, "more than 700")),
    ),
    "ce_hours": Question(
        "Continuing education, hours", "Hours of continuing education in each renewal cycle.",
        ("credentials.@.renewal.ce_hours", "statewide.ce_hours"),
        {"10 or fewer": "tone-1", "11 to 16": "tone-2", "17 to 23": "tone-3", "24 or more": "tone-4"},
        _bins((10, "10 or fewer"), (16, "11 to 16"), (23, "17 to 23"), (MOST, "24 or more")),
    ),
    "renewal": Question(
        "Renewal, months", "How many months a license lasts.",
        ("credentials.@.renewal.months", "statewide.months"),
        {"every year": "tone-4", "every two years": "tone-2", "less often": "tone-1"},
        _bins((12, "every year"), (24, "every two years"), (MOST, "less often")),
    ),
    "referral_rule": Question(
        "Referral", "Whether law asks for a referral before treating; what payers ask is another question.",
        ("referral.rule",),
        {"always asked for": "tone-4", "for some conditions": "tone-3", "it depends": "tone-2"}, _words(_REFERRAL),
    ),
    "record_retention": Question(
        "Records kept, years", "How many years a treatment record is kept after the last treatment.",
        ("records.retention_years",),
        {"up to 3": "tone-1", "4 or 5": "tone-2", "6": "tone-3", "7 or more": "tone-4"},
        _bins((3, "up to 3"), (5, "4 or 5"), (6, "6"), (MOST, "7 or more")),
    ),
    "workers_comp": Question(
        "Workers' compensation", "Whether we hold a rule on massage in workers' compensation; open the state for it.",
        ("insurance.workers_comp.*",), {HELD: "tone-2"}, _held,
    ),
    "auto_pip": Question(
        "Auto insurance", "Whether we hold a rule on massage in auto insurance; open the state to read it.",
        ("insurance.auto.*",), {HELD: "tone-2"}, _held,
    ),
    "compact": Question(
        "Interstate compact", "Whether the state enacted the interstate massage compact, which is not in force yet.",
        ("compact.member",), {"enacted": "tone-4", "not enacted": "tone-none"},
        _words({True: ("enacted", "yes"), False: ("not enacted", "no")}),
    ),
}  # fmt: skip
STALENESS = "staleness"
LABELS = {**{name: question.label for name, question in QUESTIONS.items()}, STALENESS: "Age of the sources"}
STALE_LEAD = "The share of a state's values whose source shows a day more than two years back."
STALE_KEYS = {"up to 10%": "tone-1", "11 to 25%": "tone-2", "26 to 50%": "tone-3", "more than half": "tone-4"}
_SHARE = _bins((10, "up to 10%"), (25, "11 to 25%"), (50, "26 to 50%"), (MOST, "more than half"))


def stale(law: Jurisdiction, on: date) -> Shade:
    """How old a state's sources are."""
    found = staleness(law, on)
    key, mark = _SHARE(found.share)
    return Shade(key, Face(STALE_KEYS[key], found.words, f"{mark}%"), UNKNOWN)
