"""What it takes to be licensed in a state, and what of it somebody has already: the gap list."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from medmassage.dated import UNKNOWN, Answer
from medmassage.law.jurisdiction import Credential, Jurisdiction
from medmassage.law.load import federal
from medmassage.law.question import Held
from medmassage.law.topics import value_words
from medmassage.law.valuefile import many
from medmassage.law.vocabulary import vocabulary

Standing = Literal["counts", "missing", "to_do", "read", "unknown"]
# What every state is asked about; where its file says nothing, that is said.
ALWAYS = ("education_hours", "exams", "minimum_age", "background_check", "fees_usd", "out_of_state_path")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who wants to be licensed. ``hours``: of a massage program; ``has``: requirements met already, by topic name."""

    hours: int | None = None
    exams: tuple[str, ...] = ()
    age: int | None = None
    holds: tuple[Held, ...] = ()
    has: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One requirement: what is asked, what counts already, what is missing. ``read``: judge it yourself."""

    name: str
    label: str
    standing: Standing
    asked: str
    says: str
    answer: Answer


def entrance(law: Jurisdiction) -> list[Credential]:
    """The papers by which one may begin to treat on one's own, the fullest right first as the file has them."""
    return [c for c in law.credentials.values() if c.stands_alone and c.kind != "permit" and c.settings]


def steps(law: Jurisdiction, code: str, who: Applicant, on: date) -> list[Step]:
    """Every requirement of a paper on a day, the file's order; what it lacks comes last, as unknown."""
    start = f"credentials.{code.strip().upper()}.requires."
    asked = {name.removeprefix(start): value.on(on) for name, value in law.topics.items() if name.startswith(start)}
    missing = {name: UNKNOWN for name in ALWAYS if name not in asked}
    found = [_step(name, answer, who, on) for name, answer in (asked | missing).items()]
    return [*found, *_elsewhere(law, who, on)]


def _step(name: str, answer: Answer, who: Applicant, on: date) -> Step:
    label = vocabulary().topics["requires"][name]
    if answer.state == "unknown":
        return Step(name, label, "unknown", "unknown", "Not known to us: ask the board.", answer)
    if answer.state == "none":
        return Step(name, label, "counts", "none in law", answer.text or "Nothing is asked.", answer)
    standing, says = _WEIGHED.get(name, _yes_or_no)(answer, who, on)
    if name in who.has:
        standing, says = "counts", "You have it."
    return Step(name, label, standing, value_words(answer), says or answer.text, answer)


def _hours(answer: Answer, who: Applicant, on: date) -> tuple[Standing, str]:
    if who.hours is None:
        return "read", f"Enter the hours of your program. {answer.text}".strip()
    lacking = int(answer.value) - who.hours
    if lacking > 0:
        return "missing", f"{lacking} hour{'' if lacking == 1 else 's'} more. {answer.text}".strip()
    return "counts", f"Your {who.hours} hours are enough. {answer.text}".strip()


def _exams(answer: Answer, who: Applicant, on: date) -> tuple[Standing, str]:
    passed = {exam.strip().casefold(): exam.strip() for exam in who.exams if exam.strip()}
    taken = [exam for exam in many(answer.value) if str(exam).casefold() in passed]
    if taken:
        return "counts", f"You passed {taken[0]}."
    if passed and not any(_is_a_name(str(exam)) for exam in many(answer.value)):
        return "unknown", f"Ask the board whether it takes {', '.join(passed.values())}."
    return "missing", answer.text or "Any one of these."


def _is_a_name(exam: str) -> bool:
    """Whether words name an examination (MBLEx, NCETMB …) and do not only describe one."""
    return any(len(word) > 2 and sum(letter.isupper() for letter in word) > 2 for word in exam.split())


def _age(answer: Answer, who: Applicant, on: date) -> tuple[Standing, str]:
    if who.age is None:
        return "read", ""
    return ("counts" if who.age >= answer.value else "missing"), f"You are {who.age}."


def _yes_or_no(answer: Answer, who: Applicant, on: date) -> tuple[Standing, str]:
    return ("to_do", "") if answer.value is True else ("read", "")


_WEIGHED: Mapping[str, Callable[[Answer, Applicant, date], tuple[Standing, str]]] = {
    "education_hours": _hours, "exams": _exams, "minimum_age": _age,
}  # fmt: skip


def _elsewhere(law: Jurisdiction, who: Applicant, on: date) -> Iterator[Step]:
    """What papers of other states are worth here: by themselves nothing, until the compact is in force."""
    others = _names(h for h in who.holds if h.state.strip().upper() != law.code)
    member, force = law.topic("compact.member").on(on), federal().topic("federal.compact_in_force").on(on)
    if not others:
        return
    enacted = "has enacted the compact" if member and member.value else "has not enacted the compact, as far as we know"
    yield Step(
        "compact", vocabulary().topics["compact"]["member"], "read", "in force" if force.value else "not in force",
        f"{others} gives no right here by itself. {law.name} {enacted}. {force.text}", force,
    )  # fmt: skip


def _names(held: Iterable[Held]) -> str:
    return ", ".join(f"{h.code} of {h.state.strip().upper()}" for h in held)
