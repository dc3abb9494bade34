"""Answers of the intake form to facts for the screen. An open answer is unknown, never no; nothing said is dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from medmassage.finding import Finding, Level, Verdict
from medmassage.knowledge import match
from medmassage.knowledge.answers import ANSWERS, NO, UNSURE, YES, Given, day, due, given, listed, week, week_on
from medmassage.knowledge.intake_rows import Ask, intake, names
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import Person, Report, screen


@dataclass(frozen=True, slots=True)
class Remark:
    """Words for the therapist to read, with the question they answer."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """What a person, or another provider's record, tells.

    ``codes``: ICD-10-CM; ``due_on``: when a pregnancy is due, from its week or its day; ``remarks``: words that are
    read by the therapist, not by the screen; ``denied``: ids of the questions answered no (of another's record: the
    words it denies); ``unanswered``: ids of the questions left open.
    """

    reports: tuple[Report, ...] = ()
    medicines: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    pregnancy_week: int | None = None
    due_on: date | None = None
    remarks: tuple[Remark, ...] = ()
    denied: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def has(self) -> tuple[Report, ...]:
        """The reports; where everything was answered no, one that says so, so that nobody seems not to be asked."""
        nothing = not (self.reports or self.medicines or self.codes) and self.denied
        return (Report(knowledge().words.nothing_words[0]),) if nothing else self.reports

    def joined(self, other: "History") -> "History":
        """Both, each thing once; a week or day of this one before that of the other."""
        made: dict[str, Any] = {}
        for name in (field.name for field in fields(self)):
            mine, theirs = getattr(self, name), getattr(other, name)
            made[name] = tuple(dict.fromkeys(mine + theirs)) if isinstance(mine, tuple) else mine
            if mine is None:
                made[name] = theirs
        return History(**made)


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot stand. ``say``: the name of the words to show (``words:`` of intake.yaml)."""

    question: str
    say: str


Answers = Mapping[str, Any]


def heard(answers: Answers, on: date, *, age: int | None = None, sex: str = "") -> History:
    """The facts in the answers of the form by question id, given on a day. Never raises for a wrong shape."""
    return _heard(intake().questions, answers, on, age, sex)


def again_heard(answers: Answers, on: date, *, age: int | None = None, sex: str = "") -> History:
    """The facts in the answers before a further visit."""
    return _heard(intake().again, answers, on, age, sex)


def screened(history: History, on: date, *, age: int | None = None, regions: tuple[str, ...] = ()) -> Verdict:
    """The second gate for what was told, with the questions left open."""
    person = Person(
        on=on, has=history.has, drugs=history.medicines, icd10=history.codes, age=age,
        pregnancy_week=history.pregnancy_week, regions=regions,
    )  # fmt: skip
    return Verdict.of("safe", [*screen(person).findings, *open_questions(history)])


def open_questions(history: History) -> tuple[Finding, ...]:
    """One finding for all questions left open; none where all are answered."""
    left = [ask.ask.en for ask in (*intake().questions, *intake().again) if ask.id in history.unanswered]
    if not left:
        return ()
    many = "One question is" if len(left) == 1 else f"{len(left)} questions are"
    return (
        Finding(
            "safe.unanswered", "safe", Level.UNKNOWN, f"{many} open in the health history. An open answer is not a no.",
            "Ask them before the session.", "health history", details={"action": "clearance", "questions": left},
        ),
    )  # fmt: skip


def check(answers: Answers, on: date, *, again: bool = False) -> list[Problem]:
    """What cannot stand: no such question, a shape that cannot be read, a day to come, answers that contradict."""
    asks = {ask.id: ask for ask in (intake().again if again else intake().questions)}
    problems = [Problem(id_, "unread") for id_ in answers if id_ not in asks]
    for id_, ask in asks.items():
        if id_ in answers and (wrong := _wrong(ask, answers, on)):
            problems.append(Problem(id_, wrong))
    return problems


def _wrong(ask: Ask, answers: Answers, on: date) -> str:
    """The name of the words for what is wrong with one answer; empty where nothing is."""
    value = answers[ask.id]
    said = given(value)
    if ask.after and said.affirmed and given(answers.get(ask.after)).answer == NO:
        return "said_no"
    if ask.kind == "number":
        return "number_unread" if said.text and week(said.text, _most(ask)) is None else ""
    if ask.kind == "date":
        fits = (due_on := day(said.text, on)) and week_on(due_on, on, _longest()) is not None
        return "date_unread" if said.text and not fits else ""
    if said.on:
        return _wrong_day(day(said.on, on), on)
    if said.answer == NO and (said.chosen or said.items):
        return "said_no"
    return "unread" if _unread(ask, value, said) else ""


def _wrong_day(found: date | None, on: date) -> str:
    if found is None:
        return "date_unread"
    return "date_to_come" if found > on else ""


def _unread(ask: Ask, value: Any, said: Given) -> bool:
    """Something is there that was not read: another kind of value, an answer or a choice that was not offered."""
    offered = isinstance(value, Mapping) and value.get("answer") not in (None, "", *ANSWERS)
    return offered or (not said and value not in (None, "", [], {})) or not set(said.chosen) <= set(ask.covers)


def _heard(asks: Sequence[Ask], answers: Answers, on: date, age: int | None, sex: str) -> History:
    said = {ask.id: given(answers.get(ask.id)) for ask in asks}
    weeks, due_on = _pregnancy(asks, said, on)
    reports = [report for ask in asks for report in _reports(ask, said[ask.id], on, weeks)]
    strangers = {id_: given(value) for id_, value in answers.items() if id_ not in said}
    reports += [Report(text) for other in strangers.values() for text in (other.text, *other.items) if text]
    return History(
        reports=tuple(dict.fromkeys(reports)),
        medicines=_items("medicines", asks, said),
        allergies=_items("allergies", asks, said),
        pregnancy_week=weeks,
        due_on=due_on,
        remarks=tuple(Remark(ask.id, said[ask.id].text) for ask in asks if _is_remark(ask, said[ask.id])),
        denied=tuple(ask.id for ask in asks if said[ask.id].answer == NO),
        unanswered=tuple(ask.id for ask in asks if not said[ask.id] and _is_asked(ask, said, age, sex)),
    )


def _is_asked(ask: Ask, said: Mapping[str, Given], age: int | None, sex: str) -> bool:
    """Whether an answer is wanted; a question that follows another is, once that one was not answered no."""
    before = said.get(ask.after) if ask.after else None
    follows = before is None or before.answer == UNSURE or before.affirmed
    return ask.wants_answer and follows and ask.only.fits(age, sex)


def _items(fills: str, asks: Sequence[Ask], said: Mapping[str, Given]) -> tuple[str, ...]:
    return tuple(item for ask in asks if ask.fills == fills for item in listed(said[ask.id]))


def _is_remark(ask: Ask, said: Given) -> bool:
    return ask.words == "known" and bool(said.text)


def _pregnancy(asks: Sequence[Ask], said: Mapping[str, Given], on: date) -> tuple[int | None, date | None]:
    """The week and the day it is due; a day that was told rules, since it does not move."""
    for ask in asks:
        found = day(said[ask.id].text, on) if ask.fills == "due_on" else None
        if found and (weeks := week_on(found, on, _longest())) is not None:
            return weeks, found
    for ask in asks:
        told = week(said[ask.id].text, _most(ask)) if ask.fills == "pregnancy_week" else None
        if told is not None:
            return told, due(told, on)
    return None, None


def _longest() -> float:
    return max(_most(ask) for ask in intake().questions if ask.fills == "pregnancy_week")


def _most(ask: Ask) -> float:
    return ask.range[1] if ask.range else 0


def _reports(ask: Ask, said: Given, on: date, weeks: int | None) -> Iterator[Report]:
    """What one answer says, for the screen."""
    if ask.kind == "text":
        yield from _own_words(ask, said, None)
    elif ask.kind == "list":
        yield from _of_list(ask, said)
    elif ask.kind == "yes_no_unsure" and said:
        since = day(said.on, on)
        since = since if since and since <= on else None
        yield from _chosen(ask, said, since)
        yield from _open(ask, said, weeks)
        yield from _own_words(ask, said, since)


def _of_list(ask: Ask, said: Given) -> Iterator[Report]:
    """Not sure of a list: all it may hold. Where a list stands for one entry, each item of it is that entry."""
    if said.answer == UNSURE:
        yield from (entry_report(id_, sure=False) for id_ in ask.covers)
    if len(ask.covers) == 1 and ask.fills != "medicines":
        yield from (entry_report(ask.covers[0], words=item) for item in listed(said))


def _chosen(ask: Ask, said: Given, since: date | None) -> Iterator[Report]:
    """What was chosen. Chosen beside a no or a not sure, it asks; a question of one entry needs no choice."""
    ids = said.chosen or (ask.covers if said.affirmed and len(ask.covers) == 1 else ())
    sure = said.answer not in (NO, UNSURE)
    detail = said.text if len(ids) == 1 and _is_detail(ids[0], said.text) else ""
    for id_ in ids:
        yield entry_report(id_, detail=detail, on=since if sure else None, sure=sure)


def _open(ask: Ask, said: Given, weeks: int | None) -> Iterator[Report]:
    """All that a question covers, where the answer leaves open which of it."""
    named = match.read(said.text).named & set(ask.covers)
    which = said.affirmed and not said.chosen and not named and len(ask.covers) > 1
    if said.answer == UNSURE or which:
        entries = knowledge().entries
        settled = {id_ for id_ in ask.covers if weeks is not None and id_ in entries and entries[id_].weeks}
        yield from (entry_report(id_, sure=False) for id_ in ask.covers if id_ not in {*settled, *said.chosen})
    if not ask.covers and not said.text and ask.words == "all" and said.answer in (YES, UNSURE):
        yield Report(ask.ask.en, sure=False)


def _own_words(ask: Ask, said: Given, since: date | None) -> Iterator[Report]:
    """The person's own words, unless they only add a place or a time to the one thing that was chosen."""
    ids = said.chosen or ask.covers
    if not said.text or (said.affirmed and len(ids) == 1 and _is_detail(ids[0], said.text)):
        return
    if ask.words == "all" or match.read(said.text).named & knowledge().entries.keys():
        yield Report(said.text, since)


def _is_detail(id_: str, text: str) -> bool:
    """Whether words beside an entry's name say nothing that is not understood and name nothing else."""
    entry = knowledge().entries.get(id_)
    if entry is None or not text:
        return False
    read = match.read(f"{entry.name} {text}")
    return not read.left and not read.medicines and read.named <= {id_} and not match.read(text).denied


def entry_report(id_: str, *, words: str = "", detail: str = "", on: date | None = None, sure: bool = True) -> Report:
    """A report of an entry in the patient's words for it; of one that the base does not hold, the words alone."""
    known = names().get(id_)
    text = words or (known.en if known else id_)
    return Report(f"{text}: {detail}" if detail else text, on, sure, id_ if id_ in knowledge().entries else "")


def allergy_report(text: str) -> Report:
    """An allergy from another provider's record, as the form's own list would hear it."""
    covered = next((ask.covers[0] for ask in intake().questions if ask.fills == "allergies" and ask.covers), "")
    return entry_report(covered, words=text)
