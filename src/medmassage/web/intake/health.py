"""One section of the health questions: read from the form that was sent, and drawn with what was answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from medmassage.knowledge import intake as base
from medmassage.knowledge.answers import NO, UNSURE, YES, given
from medmassage.knowledge.intake_rows import intake as asks
from medmassage.knowledge.load import knowledge
from medmassage.web.intake.days import iso, shown
from medmassage.web.intake.posted import clean

Answers = Mapping[str, Any]
LONGEST, LONGEST_ITEM, MOST_ITEMS = 300, 100, 60
LINES, MORE_LINES = 3, 3
CHOSEN, TEXT, ON, PROMPTED, MORE = ".chosen", ".text", ".on", "prompted", "more"


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with its answer as the page draws it. ``after``: the questions that hang on it."""

    question: base.Question
    answer: str = ""
    chosen: Sequence[str] = ()
    text: str = ""
    on: str = ""
    items: Sequence[str] = ()
    blanks: Sequence[str] = ()
    error: str = ""
    after: list["Shown"] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """What was chosen, in the patient's words."""
        return [choice.label for choice in self.question.choices if choice.entry in self.chosen]

    @property
    def is_open(self) -> bool:
        """Whether nothing was said."""
        return not (self.answer or self.chosen or self.text or self.items)


def read(section: base.Section, posted: QueryDict, language: str, today: date) -> dict[str, Any]:
    """The answers of a section by question id, open ones left out."""
    said = ((question.id, _read(question, posted, language, today)) for question in section.questions)
    return {id_: value for id_, value in said if value}


def _read(question: base.Question, posted: QueryDict, language: str, today: date) -> Any:
    name = question.id
    if question.kind == "yes_no_unsure":
        told = {
            "answer": clean(posted.get(name, "")),
            "chosen": [clean(one) for one in posted.getlist(name + CHOSEN)],
            "text": clean(posted.get(name + TEXT, "")),
            "on": iso(clean(posted.get(name + ON, "")), language, today),
        }
        return {key: value for key, value in told.items() if value}
    if question.kind == "list":
        items = [item for item in (clean(one) for one in posted.getlist(name)) if item][:MOST_ITEMS]
        answers = posted.getlist(name + ".answer")
        answer = next((one for one in (UNSURE, NO) if one in answers), "")
        return {key: value for key, value in (("answer", answer), ("items", items)) if value}
    said = clean(posted.get(name, ""))
    return iso(said, language, today) if question.kind == "date" else said


def problems(section: base.Section, answers: Answers, today: date) -> dict[str, str]:
    """The names of the words for what cannot stand, by question."""
    own = {question.id for question in section.questions}
    found = {wrong.question: wrong.say for wrong in base.check(answers, today) if wrong.question in own}
    long = {id_: "too_long" for id_ in own if _is_long(answers.get(id_))}
    return {**found, **long}


def unclear(section: base.Section, answers: Answers, posted: QueryDict) -> dict[str, str]:
    """Questions answered yes without saying which; each is asked once more, and never a second time."""
    before = {*posted.getlist(PROMPTED), *_told_otherwise(section, answers)}
    several = [question for question in section.questions if len(question.choices) > 1]
    return {
        question.id: "which_or_go_on"
        for question in several
        if question.id not in before and _bare(given(answers.get(question.id)))
    }


def _told_otherwise(section: base.Section, answers: Answers) -> set[str]:
    """Questions that another one settles: a week or a due date says how far a pregnancy is."""
    figures = (question for question in section.questions if question.kind in ("number", "date"))
    return {question.after for question in figures if answers.get(question.id)}


def _bare(said: Any) -> bool:
    return said.answer == YES and not said.chosen and not said.text


def _is_long(value: Any) -> bool:
    said = given(value)
    return len(said.text) > LONGEST or any(len(item) > LONGEST_ITEM for item in said.items)


def show(section: base.Section, answers: Answers, language: str, errors: Answers, lines: int = LINES) -> list[Shown]:
    """The questions of a section, each with those that follow it."""
    found: dict[str, Shown] = {}
    whole: list[Shown] = []
    for question in section.questions:
        one = _shown(question, answers.get(question.id), language, str(errors.get(question.id, "")), lines)
        found[question.id] = one
        (found[question.after].after if question.after in found else whole).append(one)
    return whole


def _shown(question: base.Question, value: Any, language: str, error: str, lines: int) -> Shown:
    said = given(value)
    text = shown(said.text, language) if question.kind == "date" else said.text
    blanks = [""] * (max(lines - len(said.items), 1) if question.kind == "list" else 0)
    on = shown(said.on, language)
    return Shown(question, said.answer, said.chosen, text, on, said.items, blanks, error)


def flat(found: Sequence[Shown]) -> Iterator[Shown]:
    """All of them, one after another; of those that follow only what is still asked."""
    for one in found:
        yield one
        if one.answer in (YES, UNSURE):
            yield from one.after


@lru_cache(maxsize=1)
def medicine_questions() -> frozenset[str]:
    """The questions that list medicines."""
    return frozenset(ask.id for ask in asks().questions if ask.fills == "medicines")


@lru_cache(maxsize=1)
def medicine_names() -> tuple[str, ...]:
    """Brand and generic names that the base knows, to be suggested."""
    base_ = knowledge()
    generics = {drug for entry in base_.entries.values() for drug in entry.drugs}
    return tuple(sorted({*base_.brands, *base_.brands.values(), *generics}, key=str.casefold))
