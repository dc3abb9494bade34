"""The rest of the day's book: five more people, each for what the screens have to show."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from medmassage.clinic.models import Case, Coverage, Patient
from medmassage.clinic.services import booking, intake
from medmassage.demo import people
from medmassage.demo.notes import SHOULDER
from medmassage.demo.scene import Scene
from medmassage.demo.signing import signed
from medmassage.demo.stage import Stage
from medmassage.demo.treating import held

WASHINGTON_VISITS = (36, 33, 29, 26, 22, 19)
CONFIRMED = {"order.visits_unknown": "The office confirmed six visits by telephone; the letter follows."}


def today(stage: Stage) -> Scene:
    """Who comes today: an order without a number, a fund that counts per claim, somebody who pays herself."""
    _washington(stage)
    _book(stage, "Hazel", "Theo", 8, 30)
    _book(stage, "Silas", "Theo", 9, 30)
    _book(stage, "Odile", "Rosa", 10, 30)
    _book(stage, "June", "Rosa", 11, 30)
    _book(stage, "Marek", "Theo", 14, 0, reasons=CONFIRMED)
    return Scene(
        "The book for today",
        ("Hazel, Silas, Odile, June and Marek are expected in Baltimore.",
         "Marek's order does not say how many visits: booking him needed a reason, which is kept."),
    )  # fmt: skip


def _book(stage: Stage, name: str, therapist: str, hour: int, minute: int, **how: Any) -> None:
    case = stage.cases.get(name) or _case(stage, name)
    result = booking.visit_book(
        stage.owner, case=case, therapist=stage.therapists[therapist], starts_at=stage.at(0, hour, minute),
        minutes=45, **how,
    )  # fmt: skip
    assert result.record, result.open


def _case(stage: Stage, name: str) -> Case:
    facts = people.CASES[name]
    patient = _patient(stage, name, days_ago=20)
    case = intake.case_open(
        stage.owner, patient=patient, title=facts["title"], coverage=_coverage(stage, patient, facts.get("member_id")),
        opened_on=stage.today - timedelta(20),
    )  # fmt: skip
    if facts.get("diagnoses"):
        intake.referral_receive(stage.owner, case=case, order=_order(stage, facts))
    stage.cases[name] = case
    return case


def _patient(stage: Stage, name: str, days_ago: int) -> Patient:
    patient = intake.patient_create(stage.owner, given=name, **people.PATIENTS[name])
    for kind, text in people.HEALTH.get(name, ()):
        intake.health_add(stage.owner, patient=patient, kind=kind, text=text)
    signed(stage, patient, days_ago)
    stage.patients[name] = patient
    return patient


def _coverage(stage: Stage, patient: Patient, member_id: str | None) -> Coverage | None:
    if member_id is None:
        return None
    payer = intake.payer_add(stage.owner, **people.HARBOR_PLAN)
    return intake.coverage_add(stage.owner, patient=patient, payer=payer, member_id=member_id)


def _order(stage: Stage, facts: Mapping[str, Any], days_ago: int = 20) -> intake.Order:
    start = stage.today - timedelta(days_ago)
    return intake.Order(
        written_on=start - timedelta(1), starts_on=start, ends_on=start + timedelta(facts["days"]),
        visits=facts["visits"], diagnoses=facts["diagnoses"], regions=facts["regions"], physician=people.PHYSICIAN,
    )  # fmt: skip


def _washington(stage: Stage) -> None:
    """Six visits on one claim of the state fund, then a second referral, which starts nothing anew."""
    facts = people.CASES["Wendell"]
    patient = _patient(stage, "Wendell", days_ago=40)
    payer = intake.payer_add(stage.owner, **people.WASHINGTON_FUND)
    coverage = intake.coverage_add(stage.owner, patient=patient, payer=payer, member_id="WA204117")
    injured = stage.today - timedelta(44)
    case = intake.case_open(
        stage.owner, patient=patient, title=facts["title"], coverage=coverage, opened_on=stage.today - timedelta(40),
        state="WA", setting="medical_clinic", accident_kind="employment", accident_on=injured, accident_state="WA",
    )  # fmt: skip
    stage.cases["Wendell"] = case
    intake.referral_receive(stage.owner, case=case, order=_order(stage, facts, days_ago=40))
    for days_ago in WASHINGTON_VISITS:
        held(stage, case, stage.therapists["Noor"], days_ago, SHOULDER)
    intake.referral_receive(stage.owner, case=case, order=_order(stage, facts, days_ago=10))
