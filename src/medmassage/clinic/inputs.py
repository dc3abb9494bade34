"""Rows turned into the small frozen facts that the pure rooms take."""

from collections.abc import Sequence
from datetime import date

from medmassage.care import case as care
from medmassage.clinic import clock
from medmassage.clinic.models import Case, HealthItem, Patient, Referral, Therapist, Visit
from medmassage.knowledge.screen import Person, Report
from medmassage.law.question import Held, Question

SELF_PAY = "self_pay"


def payer_kind(case: Case) -> str:
    """The kind of payer of a case; without coverage the patient pays."""
    return case.coverage.payer.kind if case.coverage else SELF_PAY


def lawful_question(
    therapist: Therapist, case: Case, *, setting: str, on: date, techniques: Sequence[str] = ()
) -> Question:
    """The first gate's question for this therapist, in this case's state and setting."""
    held = tuple(
        Held(
            code=paper.code,
            state=paper.state,
            number=paper.number,
            valid_from=paper.valid_from,
            valid_to=paper.valid_to,
            verified=paper.verified_on is not None,
        )
        for paper in therapist.licenses.all()
    )
    return Question(
        state=case.state,
        setting=setting,
        holds=held,
        on=on,
        techniques=tuple(techniques),
        payer_kind=payer_kind(case),
        referral=any(_covers(r, on) for r in case.referrals.all()),
        age=_age(case.patient.birth_date, on),
        diagnosed=any(r.diagnoses for r in case.referrals.all()) or None,
    )


def person(patient: Patient, *, on: date, case: Case | None = None) -> Person:
    """The second gate's person: what is on file and not ended by ``on``, and the orders' diagnoses and areas."""
    items = [i for i in patient.health.all() if i.ended_on is None or i.ended_on > on]
    referrals = list(case.referrals.all()) if case else []
    kinds = HealthItem.Kind
    return Person(
        on=on,
        has=tuple(Report(i.text, i.on) for i in items if i.kind == kinds.CONDITION),
        drugs=tuple(i.text for i in items if i.kind == kinds.DRUG),
        clearances=tuple(i.text for i in items if i.kind == kinds.CLEARANCE),
        icd10=tuple(sorted({code for r in referrals for code in r.diagnoses})),
        age=_age(patient.birth_date, on),
        pregnancy_week=_pregnancy_week(patient.pregnancy_due, on),
        regions=tuple(sorted({region for r in referrals for region in r.regions})),
    )


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
        reports=tuple(report.sent_on for report in case.reports.all()),
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


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _pregnancy_week(due: date | None, on: date) -> int | None:
    """Completed weeks, counted back from the due date (40 weeks); ``None`` outside the pregnancy."""
    if due is None:
        return None
    week = 40 - -(-(due - on).days // 7)
    return week if 0 <= week <= 43 else None
