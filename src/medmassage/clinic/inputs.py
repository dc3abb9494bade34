"""Rows turned into the small frozen facts that the pure rooms take."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from medmassage.care import case as care
from medmassage.care.span import full_years
from medmassage.clinic import clock, wallets
from medmassage.clinic.models import (
    Case,
    Credential,
    HealthItem,
    Patient,
    Referral,
    ReportKind,
    Therapist,
    Verification,
    Visit,
)
from medmassage.knowledge import anatomy
from medmassage.knowledge.screen import PRESSURES, Person, Report
from medmassage.law.question import Held, Question

SELF_PAY = "self_pay"
CODED = "ICD-10-CM "  # how a health item begins that is a diagnosis code of another provider's record


class Worked(Protocol):
    """A stretch of hands-on work, typed or kept."""

    @property
    def region(self) -> str: ...
    @property
    def technique(self) -> str: ...
    @property
    def pressure(self) -> str | None: ...


# Papers that the law may ask for, by its own names, and the kinds of credential that they are.
OF_A_THERAPIST: Mapping[str, str] = {
    Credential.Kind.LIABILITY: "liability_insurance",
    Credential.Kind.CPR: "cpr",
    Credential.Kind.PERMIT: "local_permit",
}
OF_THE_CLINIC: Mapping[str, str] = {Credential.Kind.ESTABLISHMENT: "establishment_license"}


def payer_kind(case: Case) -> str:
    """The kind of payer of a case; without coverage the patient pays."""
    return case.coverage.payer.kind if case.coverage else SELF_PAY


def lawful_question(
    therapist: Therapist | None,
    case: Case,
    *,
    setting: str,
    on: date,
    techniques: Sequence[str] = (),
    areas: Sequence[str] | None = None,
    at: time | None = None,
) -> Question:
    """The first gate's question for this therapist (``None``: nobody chosen yet), in this case's state and setting.

    ``areas``: body regions that a note names; ``None``: those that the orders of the day name. ``at``: the hour on
    the clinic's wall at which the visit begins.
    """
    orders = [r for r in case.referrals.all() if _covers(r, on)]
    regions = areas if areas is not None else [region for r in orders for region in r.regions]
    return Question(
        state=case.state,
        setting=setting,
        holds=tuple(held(paper) for paper in therapist.credentials.all() if paper.state) if therapist else (),
        on=on,
        techniques=tuple(techniques),
        areas=tuple(anatomy.label(region).lower() for region in dict.fromkeys(regions)),
        payer_kind=payer_kind(case),
        referral=bool(orders),
        age=full_years(case.patient.birth_date, on),
        documents=in_hand(therapist, case, on),
        diagnosed=any(r.diagnoses for r in case.referrals.all()) or None,
        at=at,
    )


def held(paper: Credential) -> Held:
    """A paper as the first gate sees it: by its own dates, and by what its register showed at the last look."""
    seen = wallets.last_look(paper)
    return Held(
        code=paper.code,
        state=paper.state,
        number=paper.number,
        valid_from=paper.valid_from,
        valid_to=wallets.relied_until(paper),
        verified=bool(seen and seen.found == Verification.Found.IN_FORCE),
        denied_on=seen.on if seen and seen.found in wallets.DENIED else None,
        limited_on=seen.on if seen and seen.found == Verification.Found.LIMITED else None,
    )


def in_hand(therapist: Therapist | None, case: Case, on: date) -> Mapping[str, date]:
    """The papers that are in hand on the day, by the law's names, each with its newest date: what the patient signed
    and did not take back, what the therapist holds and was trained in, what the clinic holds.
    """
    own = (paper for paper in case.clinic.papers.all() if paper.therapist_id is None)
    papers = [*_signed(case.patient, on), *_held_on(own, OF_THE_CLINIC, case.state, on)]
    if therapist:
        papers += [(course.proves, course.taken_on) for course in therapist.courses.all() if course.proves]
        papers += _held_on(therapist.credentials.all(), OF_A_THERAPIST, case.state, on)
    found: dict[str, date] = {}
    for name, day in papers:
        if day <= on:
            found[name] = max(day, found.get(name, day))
    return found


def _signed(patient: Patient, on: date) -> Iterator[tuple[str, date]]:
    for paper in patient.documents.all():
        if paper.withdrawn_on is None or paper.withdrawn_on > on:
            yield paper.kind, paper.signed_on


def _held_on(
    papers: Iterable[Credential], names: Mapping[str, str], state: str, on: date
) -> Iterator[tuple[str, date]]:
    """Those in force on the day, by the law's names, from the day they began; a paper of another state is none here."""
    for paper in papers:
        if paper.kind in names and paper.state in ("", state) and wallets.in_force(paper, on):
            yield names[paper.kind], paper.valid_from or on


@dataclass(frozen=True, slots=True)
class Work:
    """What is planned for one visit, or what its note names: techniques, areas (regions), the deepest pressure."""

    techniques: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    pressure: str = ""

    @classmethod
    def of(cls, lines: Iterable[Worked]) -> "Work":
        """What the lines of a note name."""
        kept = list(lines)
        pressures = {line.pressure for line in kept}
        return cls(
            techniques=tuple(dict.fromkeys(line.technique for line in kept if line.technique)),
            areas=tuple(dict.fromkeys(line.region for line in kept if line.region)),
            pressure=next((one for one in reversed(PRESSURES) if one in pressures), ""),
        )

    @classmethod
    def planned(cls, case: Case) -> "Work":
        """What the newest plan of the case says, on the areas that its orders name."""
        plan = next(iter(case.plans.all()), None)
        ordered = (region for order in case.referrals.all() for region in order.regions)
        areas = tuple(dict.fromkeys([*(plan.regions if plan else ()), *ordered]))
        return cls(tuple(plan.techniques), areas, plan.pressure) if plan else cls(areas=areas)


def person(patient: Patient, *, on: date, case: Case | None = None, work: Work | None = None) -> Person:
    """The second gate's person: what is on file and not ended by ``on``, the orders' diagnoses, and the work (without
    one that the case plans).
    """
    items = [i for i in patient.health.all() if i.ended_on is None or i.ended_on > on]
    referrals = list(case.referrals.all()) if case else []
    kinds = HealthItem.Kind
    work = work or (Work.planned(case) if case else Work())
    clinic = case.clinic if case else patient.clinic
    told = {kinds.CONDITION, kinds.ALLERGY}
    return Person(
        on=on,
        has=tuple(Report(i.text, i.on, not i.unsure, i.entry) for i in items if i.kind in told and not _code(i)),
        drugs=tuple(i.text for i in items if i.kind == kinds.DRUG),
        clearances=tuple(i.entry or i.text for i in items if i.kind == kinds.CLEARANCE),
        icd10=tuple(sorted({code for r in referrals for code in r.diagnoses} | {_code(i) for i in items} - {""})),
        age=full_years(patient.birth_date, on),
        pregnancy_week=_pregnancy_week(patient.pregnancy_due, on),
        regions=tuple(sorted(work.areas)),
        techniques=work.techniques,
        pressure=work.pressure,
        windows={window.entry: window.days for window in clinic.safety_windows.all()},
    )


def _code(item: HealthItem) -> str:
    """The diagnosis code that a health item stands for; empty for words."""
    return item.text.removeprefix(CODED).partition(" ")[0] if item.text.startswith(CODED) else ""


def care_case(case: Case) -> care.Case:
    """The third gate's case: every order, authorization, visit and report of it, and the plan year."""
    return care.Case(
        state=case.state,
        payer_kind=payer_kind(case),
        referrals=tuple(
            care.Referral(
                id=str(r.pk),
                written=r.written_on,
                starts=r.starts_on,
                ends=r.ends_on,
                visits=r.visits,
                diagnoses=tuple(r.diagnoses),
                regions=tuple(r.regions),
                referrer=str(r.physician),
            )
            for r in case.referrals.all()
        ),
        authorizations=tuple(
            care.Authorization(
                id=str(a.pk), number=a.number, starts=a.starts_on, ends=a.ends_on, visits=a.visits,
                units=a.units, codes=tuple(a.codes),
            )
            for a in case.authorizations.all()
        ),
        plan_year=_plan_year(case),
        visits=tuple(_care_visit(v) for v in case.visits.all()),
        claim_opened=case.accident_on or case.opened_on,
        reports=tuple(report.sent_on for report in case.reports.all() if report.kind != ReportKind.INITIAL),
    )  # fmt: skip


def _plan_year(case: Case) -> care.PlanYear | None:
    coverage = case.coverage
    if not coverage or not coverage.plan_year_starts or coverage.plan_year_visits is None:
        return None
    return care.PlanYear(
        starts=coverage.plan_year_starts,
        visits=coverage.plan_year_visits,
        used_elsewhere=coverage.visits_used_elsewhere,
    )


def _care_visit(visit: Visit) -> care.Visit:
    words = Visit.Status
    status = {words.BOOKED: "booked", words.CHECKED_IN: "done", words.SIGNED: "signed"}.get(
        words(visit.status), visit.status
    )
    if status == "signed" and (claim := visit.live_claim) and claim.status != "draft":
        status = "billed"
    note = getattr(visit, "note", None)
    units = sum(note.units.values()) if note else 0
    return care.Visit(
        id=str(visit.pk), on=clock.local(visit.clinic, visit.starts_at).date(), status=status, units=units
    )


def _covers(referral: Referral, on: date) -> bool:
    return referral.starts_on <= on and (referral.ends_on is None or on <= referral.ends_on)


def _pregnancy_week(due: date | None, on: date) -> int | None:
    """Completed weeks, counted back from the due date (40 weeks); ``None`` outside the pregnancy."""
    if due is None:
        return None
    week = 40 - -(-(due - on).days // 7)
    return week if 0 <= week <= 43 else None
