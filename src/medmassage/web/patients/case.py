"""A course of care as the patient's page shows it: limits, visits, what comes next; and pain over its visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.care.limits import Limit, limits, tightest
from medmassage.clinic import access, clock, inputs
from medmassage.clinic.models import Case, Claim, Membership, Note, Referral, Visit
from medmassage.web.charts import Chart, before_after
from medmassage.web.templatetags.look import day

S = Visit.Status
MOST_ON_A_CHART = 6
NOT_KEPT = {S.CANCELLED.value, S.NO_SHOW.value}
Event = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in the table; ``number`` counts those that took or will take place."""

    visit: Visit
    on: date
    number: int | None
    units: int | None
    claim: Claim | None
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything of one course of care that this person may see."""

    case: Case
    limit: Limit | None
    limits: Sequence[Limit]
    rows: Sequence[VisitRow]
    events: Sequence[Event]
    referral: Referral | None

    @property
    def last_visit(self) -> VisitRow | None:
        """The last visit whose note is signed."""
        return next((row for row in self.rows if row.visit.status == S.SIGNED), None)

    @property
    def today(self) -> Visit | None:
        """The visit of today, if there is one."""
        return next((row.visit for row in self.rows if row.is_today), None)


def sheet(member: Membership, case: Case, today: date) -> CaseSheet:
    """The sheet of a case fetched by :func:`~medmassage.clinic.selectors.cases_of`."""
    facts = inputs.care_case(case)
    visits = list(case.visits.all())
    referrals = list(case.referrals.all())
    return CaseSheet(
        case=case,
        limit=tightest(facts, today),
        limits=limits(facts, today),
        rows=list(reversed(_rows(member, visits, today))),
        events=_events(case, visits, referrals, today),
        referral=_running(referrals, today),
    )


def _rows(member: Membership, visits: Sequence[Visit], today: date) -> list[VisitRow]:
    rows, number = [], 0
    sees_claims, sees_notes = access.may(member, Claim), access.may(member, Note)
    for visit in visits:
        kept = visit.status not in NOT_KEPT
        number += kept
        on = clock.local(visit.clinic, visit.starts_at).date()
        note = getattr(visit, "note", None)
        rows.append(
            VisitRow(
                visit=visit,
                on=on,
                number=number if kept else None,
                units=sum(note.units.values()) if note and note.units and sees_notes else None,
                claim=visit.live_claim if sees_claims else None,
                is_today=on == today and kept,
            )
        )
    return rows


def pain(member: Membership, case: Case) -> Chart | None:
    """Pain before and after the last visits, for those who may read notes."""
    if not access.may(member, Note):
        return None
    points = [p for p in (_pain(visit) for visit in case.visits.all()) if p][-MOST_ON_A_CHART:]
    if not points:
        return None
    top = 9 if max(v for _, *pair in points for v in pair if v is not None) <= 9 else 12
    summary = "0 to 10. Ring: before. Dot: after."
    return before_after("Pain, before and after each visit", points, top=top, summary=summary)


def _pain(visit: Visit) -> tuple[str, int | None, int | None] | None:
    note = getattr(visit, "note", None)
    if visit.status != S.SIGNED or note is None or (note.pain_before is None and note.pain_after is None):
        return None
    return day(clock.local(visit.clinic, visit.starts_at)), note.pain_before, note.pain_after


def _events(case: Case, visits: Sequence[Visit], referrals: Sequence[Referral], today: date) -> list[Event]:
    found: list[Event] = []
    for visit in visits:
        on = clock.local(visit.clinic, visit.starts_at).date()
        if visit.status == S.CHECKED_IN:
            found.append((on, "Note to sign", "now"))
        elif visit.status == S.BOOKED and on >= today:
            found.append((on, f"Visit with {visit.therapist}", "now" if on == today else "ahead"))
    found += [(r.ends_on, "Referral ends", "ahead") for r in referrals if r.ends_on and r.ends_on >= today]
    for paper in case.authorizations.all():
        if paper.ends_on and paper.ends_on >= today:
            found.append((paper.ends_on, f"Authorization {paper.number} ends", "ahead"))
    return sorted(found, key=lambda event: event[0])


def _running(referrals: Sequence[Referral], today: date) -> Referral | None:
    """The order that counts today, otherwise the newest."""
    running = [r for r in referrals if r.starts_on <= today and (r.ends_on is None or r.ends_on >= today)]
    return next(iter(running or referrals), None)
