"""The three questions at check-in, ten seconds. The desk may ask them; what is on file it does not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from medmassage.clinic import access, clock, histories
from medmassage.clinic.models import HealthItem, HealthReview, Membership, Visit
from medmassage.clinic.services import reviewing
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge import intake as base
from medmassage.knowledge.answers import NO, YES, given
from medmassage.knowledge.intake_rows import intake as asks
from medmassage.web.intake import health
from medmassage.web.templatetags.look import clock as hour

DUE = "due_on"
SECTION = "again"
NOT_WHOLE = "Answer all of them, or leave all of them open."
SAY_WHAT = "Say what is new, in a few words."
SAY_WHICH = "Say which of them."
DAY = "Choose the day from the calendar."


Wrong = Mapping[str, str]
NOTHING: Wrong = {}


@dataclass(frozen=True, slots=True)
class Heard:
    """What came with the press: the answers by question, the due date, and what is wrong by question."""

    answers: Mapping[str, Any]
    due_on: date | None
    wrong: Wrong


def section(who: Membership, visit: Visit, posted: QueryDict, wrong: Wrong = NOTHING) -> dict[str, Any]:
    """The three questions for the page, in English and, for whom it was chosen, in Spanish; and the last answer."""
    if not _is_asked(who, visit):
        return {"again": None, **_unread(who, visit)}
    form = _form(who, visit, "en")
    answers = _read(form, posted, clock.today(who.clinic))
    shown = health.show(form, answers, "en", wrong)
    other = _other_words(who, visit)
    known = histories.review_of(visit)
    return {
        "again": [(one, other.get(one.question.id, "")) for one in shown],
        "again_wrong": bool(wrong),
        "again_w": base.words("en"),
        "pregnant": reviewing.PREGNANT,
        "again_due": posted.get(DUE, ""),
        "again_known": f"Asked today at {hour(known.created_at)} by {known.by}: {_said(known)}" if known else "",
        "doubts": _doubts(who, visit, known),
        **_unread(who, visit),
    }


def _unread(who: Membership, visit: Visit) -> dict[str, Any]:
    """That an intake was signed and not reviewed yet, with the way to it."""
    found = histories.unread(visit.patient)
    row = histories.latest(who, visit.patient) if found and access.may(who, HealthItem) else None
    return {
        "unread": found,
        "unread_ways": [("Review the intake", reverse("web:intake", args=[row.pk]))] if row else [],
    }


def hear(who: Membership, visit: Visit, posted: QueryDict) -> Heard:
    """The answers as they were sent, looked over. None at all is none: the visit goes on as before."""
    if not _is_asked(who, visit):
        return Heard({}, None, {})
    form = _form(who, visit, "en")
    answers = _read(form, posted, clock.today(who.clinic))
    wrong = {}
    for question in form.questions:
        said = given(answers.get(question.id))
        if answers and not said:
            wrong[question.id] = NOT_WHOLE
        elif said.answer == YES and not said.text and not said.chosen:
            words = _bare(question, posted)
            wrong |= {question.id: words} if words else {}
    due_on, unread = _due(posted)
    return Heard(answers, due_on, wrong | ({reviewing.PREGNANT: DAY} if unread else {}))


def keep(who: Membership, visit: Visit, heard: Heard) -> Wrong:
    """Keep what was heard, if anything was; what is in the way, by question."""
    if not heard.answers:
        return NOTHING
    try:
        reviewing.health_review(who, visit=visit, answers=heard.answers, due_on=heard.due_on)
    except Refused as wrong:
        return {wrong.field: str(wrong)}
    return NOTHING


def _is_asked(who: Membership, visit: Visit) -> bool:
    """Whether it is asked here: on the day of the visit, by somebody who may write it down."""
    on = clock.local(visit.clinic, visit.starts_at).date()
    return access.may(who, HealthReview, write=True) and on == clock.today(who.clinic)


def _bare(question: base.Question, posted: QueryDict) -> str:
    """What a yes without a word still needs. A pregnancy needs none: without a day it asks how far it is."""
    if question.id == reviewing.PREGNANT:
        return ""
    return SAY_WHICH if question.choices else SAY_WHAT


def _due(posted: QueryDict) -> tuple[date | None, bool]:
    said = posted.get(DUE, "").strip()
    try:
        return (date.fromisoformat(said) if said else None), False
    except ValueError:
        return None, True


def _form(who: Membership, visit: Visit, language: str) -> base.Section:
    on = clock.today(who.clinic)
    asked = base.again(language, age=histories.age(visit.patient, on), sex=visit.patient.sex)
    return base.Section(SECTION, "", asked)


def _read(form: base.Section, posted: QueryDict, on: date) -> dict[str, Any]:
    return health.read(form, posted, "en", on)


def _other_words(who: Membership, visit: Visit) -> dict[str, str]:
    """The questions in the language that the patient chose for the intake, where it is not English."""
    row = histories.latest(who, visit.patient)
    if row is None or row.language == "en":
        return {}
    return {question.id: question.ask for question in _form(who, visit, row.language).questions}


def _said(known: HealthReview) -> str:
    news = [value for value in known.answers.values() if given(value).answer != NO]
    return "something is new." if news else "nothing new."


def _doubts(who: Membership, visit: Visit, known: HealthReview | None) -> list[histories.Doubt]:
    """What is on file and was answered no today; for those who treat, to decide."""
    if known is None or not access.may(who, HealthItem):
        return []
    no = [id_ for id_, value in known.answers.items() if given(value).answer == NO]
    items = access.rows(who, HealthItem).filter(patient=visit.patient_id, ended_on=None)
    return histories.denied(items, no, asks().again)
