"""Scores of outcome measures: taken, and taken back on the same day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from auditlog.models import LogEntry
from django.db import transaction

from medmassage.clinic import access, clock, measures
from medmassage.clinic.models import Case, Membership, Note, Score
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge import score as scoring

Answers = Sequence[float | None]
TENTH = Decimal("0.1")


@transaction.atomic
def score_add(
    member: Membership,
    *,
    case: Case,
    measure: str,
    on: date,
    value: Decimal | None = None,
    answers: Answers = (),
    own_words: Sequence[str] = (),
) -> Score:
    """Keep a score: of the answers by the measure's published rule, or as it was counted on paper (``value``).

    ``own_words``: the patient's own words for the items, where the patient names them. Raises :class:`Refused` with
    what is missing; a score of a day to come is none.
    """
    access.require(member, Score, write=True)
    access.same_clinic(member, case)
    if on > clock.today(member.clinic):
        raise Refused(f"{on:%-d %b %Y} is still to come.", "on")
    score = Score(
        clinic=member.clinic,
        patient=case.patient,
        case=case,
        measure=measure,
        on=on,
        value=_value(measure, value, answers),
        answers=_kept(answers, own_words),
    )
    score.full_clean()
    score.save()
    return score


@transaction.atomic
def score_remove(member: Membership, *, score: Score) -> None:
    """Take back a score that oneself entered today; the audit log keeps that it was.

    Raises :class:`Refused` for an older one, another's, and pain that stands in a signed note.
    """
    score = access.write(member, Score, score.pk)
    if _in_a_note(score):
        raise Refused("This pain stands in a signed note. Add an amendment to the note instead.")
    if not may_remove(member, score):
        raise Refused("Only who entered a score takes it back, on the same day. Enter a new one instead.")
    score.delete()


def may_remove(member: Membership, score: Score) -> bool:
    """Whether this person entered the score today."""
    if clock.local(member.clinic, score.created_at).date() != clock.today(member.clinic):
        return False
    made = LogEntry.objects.get_for_object(score).filter(action=LogEntry.Action.CREATE)
    return bool(made.filter(actor=member.user).exists()) and not _in_a_note(score)


def _value(measure: str, value: Decimal | None, answers: Answers) -> Decimal:
    known = measures.found(measure)
    if any(answer is not None for answer in answers):
        try:
            counted = Decimal(str(scoring.score(measure, answers).value)).quantize(TENTH)
        except scoring.ScoreError as wrong:
            raise Refused(" ".join([str(wrong), *_calls(wrong)])) from None
        if value is not None and value != counted:
            raise Refused(
                f"The answers come to {measures.figure(counted)}. Leave the score empty, or mend one.", "value"
            )
        return counted
    if value is None:
        raise Refused("Write the score, or answer the items.", "value")
    if known and not known.range[0] <= value <= known.range[1]:
        low, high = known.range
        raise Refused(f"{known.short} runs from {low:g} to {high:g}, not {measures.figure(value)}.", "value")
    return value


def _calls(wrong: scoring.ScoreError) -> list[str]:
    """What the answers call for, though they make no score."""
    return [f"{alert.message} {alert.remedy}" for alert in wrong.alerts]


def _kept(answers: Answers, items: Sequence[str]) -> list[object]:
    if not any(answer is not None for answer in answers):
        return []
    if not items:
        return list(answers)
    return [{"words": words.strip(), "answer": a} for words, a in zip(items, answers, strict=True) if a is not None]


def _in_a_note(score: Score) -> bool:
    if score.measure != measures.PAIN or score.answers:
        return False
    notes = Note.objects.filter(visit__case=score.case_id, signed_at__isnull=False, pain_before=int(score.value))
    return any(
        clock.local(n.visit.clinic, n.visit.starts_at).date() == score.on for n in notes.select_related("visit__clinic")
    )
