"""A course of care as the patient's page shows it: limits, change over time, visits, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from medmassage.care.limits import Limit, limits, tightest
from medmassage.clinic import access, clock, inputs
from medmassage.clinic.models import Case, Claim, Goal, Membership, Note, ProgressReport, Referral, Score, Visit
from medmassage.web.charts import Chart, before_after, line
from medmassage.web.patients import measures
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
class Aim:
    """A goal, where it stands now, and how far that is: ``full``, ``half`` or ``empty``."""

    goal: Goal
    measure: str
    latest: Decimal | None
    mark: str

    @property
    def words(self) -> str:
        """Such as "began at 6, now 3, goal 2"."""
        now = f", now {self.latest.normalize():f}" if self.latest is not None else ""
        return (
            f"{self.measure}: began at {self.goal.baseline.normalize():f}{now}, goal {self.goal.target.normalize():f}"
        )


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything of one course of care that this person may see."""

    case: Case
    limit: Limit | None
    limits: Sequence[Limit]
    rows: Sequence[VisitRow]
    charts: Sequence[Chart]
    aims: Sequence[Aim]
    events: Sequence[Event]
    referral: Referral | None
    reports: Sequence[ProgressReport]

    @property
    def visits_since_report(self) -> int:
        """How many visits were held after the last report left; all of them while none has."""
        last = self.reports[0].sent_on if self.reports else None
        held = [row.on for row in self.rows if row.number and row.visit.status != S.BOOKED]
        return sum(1 for on in held if last is None or on > last)

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
        charts=_charts(member, case, visits),
        aims=_aims(case) if access.may(member, Goal) else (),
        events=_events(case, visits, referrals, today),
        referral=_running(referrals, today),
        reports=list(case.reports.all()) if access.may(member, ProgressReport) else (),
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


def _charts(member: Membership, case: Case, visits: Sequence[Visit]) -> list[Chart]:
    charts = []
    if access.may(member, Note):
        points = [p for p in (_pain(visit) for visit in visits) if p][-MOST_ON_A_CHART:]
        if points:
            top = 9 if max(v for _, *pair in points for v in pair if v is not None) <= 9 else 12
            charts.append(
                before_after(
                    "Pain, before and after each visit", points, top=top, summary="0 to 10. Ring: before. Dot: after."
                )
            )
    if access.may(member, Score):
        charts += _scores(case)
    return charts


def _pain(visit: Visit) -> tuple[str, int | None, int | None] | None:
    note = getattr(visit, "note", None)
    if visit.status != S.SIGNED or note is None or (note.pain_before is None and note.pain_after is None):
        return None
    return day(clock.local(visit.clinic, visit.starts_at)), note.pain_before, note.pain_after


def _scores(case: Case) -> list[Chart]:
    charts = []
    goals = {goal.measure: float(goal.target) for goal in case.goals.all()}
    for measure in dict.fromkeys(score.measure for score in case.scores.all()):
        points = [(day(s.on), float(s.value)) for s in case.scores.all() if s.measure == measure][-MOST_ON_A_CHART:]
        if measure != measures.PAIN and len(points) > 1:
            charts.append(_score_chart(measure, points, goals.get(measure)))
    return charts


def _score_chart(measure: str, points: Sequence[tuple[str, float]], goal: float | None) -> Chart:
    first, last = points[0][1], points[-1][1]
    highest = max([value for _, value in points] + [goal or 0])
    return line(measures.label(measure), points, top=_round_up(highest), summary=f"{first:g}, now {last:g}.", goal=goal)


def _round_up(value: float) -> float:
    """The next multiple of three (or thirty) above, so that the axis has whole numbers."""
    step = 3 if value <= 30 else 30
    return float(step * (int(value / step) + 1))


def _aims(case: Case) -> list[Aim]:
    return [_aim(case, goal) for goal in case.goals.all()]


def _aim(case: Case, goal: Goal) -> Aim:
    latest = next((s.value for s in reversed(list(case.scores.all())) if s.measure == goal.measure), None)
    way = goal.target - goal.baseline
    done = 0 if latest is None else (latest - goal.baseline) / way
    mark = "full" if done >= 1 else "half" if done > 0 else "empty"
    return Aim(goal, measures.label(goal.measure), latest, mark)


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
