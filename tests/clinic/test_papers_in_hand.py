"""What a patient signed, a therapist holds and a clinic holds, as the first gate hears of it."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from clinic.fixtures import PHYSICIAN, person_of
from medmassage.clinic import clock, gates, inputs, wanted
from medmassage.clinic.models import Course
from medmassage.clinic.services import booking, charting, documents, intake, opening, wallet
from medmassage.clinic.services.outcome import Refused
from medmassage.law import load
from medmassage.law.ask import lawful

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def florida(clinic):
    """A course of care in a state that asks for consent, assessment and plan before each visit."""
    case = intake.case_open(
        clinic, patient=person_of(clinic), title="Neck", coverage=None, opened_on=clock.today(clinic.clinic),
        state="FL", setting="home",
    )  # fmt: skip
    therapist = opening.therapist_add(clinic, given="Theo", family="Marchetti")
    wallet.credential_add(
        clinic, therapist=therapist, code="LMT", state="FL", valid_to=clock.today(clinic.clinic) + 300 * DAY
    )
    return case, therapist


def sign(clinic, case, kind="consent", days_ago=0):
    on = clock.today(clinic.clinic) - days_ago * DAY
    return documents.document_add(clinic, patient=case.patient, kind=kind, signed_on=on)


def hands(clinic, case, therapist, days_ahead=0):
    return inputs.in_hand(therapist, case, clock.today(clinic.clinic) + days_ahead * DAY)


def book(clinic, case, therapist, hour=10):
    at = clock.at(clinic.clinic, clock.today(clinic.clinic), time(hour))
    return booking.visit_book(clinic, case=case, therapist=therapist, starts_at=at)


def test_without_consent_the_visit_stops_and_with_it_it_goes_ahead(clinic, florida):
    refused = book(clinic, *florida)
    assert [f.rule for f in refused.open] == ["law.fl.consent"]
    assert wanted.named_by(refused.open[0], "FL") == ["consent"]
    sign(clinic, florida[0])
    assert book(clinic, *florida).record


def test_a_consent_taken_back_stops_check_in(clinic, florida):
    consent = sign(clinic, florida[0], days_ago=3)
    visit = book(clinic, *florida).record
    documents.document_withdraw(clinic, document=consent, on=clock.today(clinic.clinic))
    refused = booking.visit_check_in(clinic, visit=visit)
    assert (refused.record, [f.rule for f in refused.open]) == (None, ["law.fl.consent"])


def test_what_the_law_asks_of_the_patient_and_nobody_has_is_named(clinic, florida):
    case, _ = florida
    today = clock.today(clinic.clinic)
    assert [one.kind for one in wanted.wanted(case, today)] == ["consent", "assessment", "treatment_plan"]
    assert all(one.finding.basis for one in wanted.wanted(case, today))
    for kind in ("consent", "assessment"):
        sign(clinic, case, kind)
    assert [one.kind for one in wanted.wanted(case, today)] == ["treatment_plan"]


def test_where_no_law_asks_for_a_paper_none_is_missing(clinic, florida):
    case, _ = florida
    needs = {law.code: [need for one in law.conditions for need in one.needs] for law in load.covered()}
    case.state = next(code for code, asked in needs.items() if not any("document" in need for need in asked))
    assert wanted.wanted(case, clock.today(clinic.clinic)) == []


def test_the_newest_paper_counts_from_the_day_it_was_signed_until_it_is_taken_back(clinic, florida):
    today = clock.today(clinic.clinic)
    sign(clinic, florida[0], days_ago=400)
    newest = sign(clinic, florida[0], days_ago=5)
    assert hands(clinic, *florida)["consent"] == today - 5 * DAY
    assert "consent" not in hands(clinic, *florida, days_ahead=-401)
    documents.document_withdraw(clinic, document=newest, on=today)
    assert hands(clinic, *florida)["consent"] == today - 400 * DAY
    assert hands(clinic, *florida, days_ahead=-1)["consent"] == today - 5 * DAY


@pytest.mark.parametrize(
    ("kind", "name"), [("liability", "liability_insurance"), ("cpr", "cpr"), ("permit", "local_permit")]
)
def test_a_therapists_cover_is_in_hand_while_it_is_in_force(clinic, florida, kind, name):
    case, therapist = florida
    today = clock.today(clinic.clinic)
    wallet.credential_add(clinic, therapist=therapist, kind=kind, valid_from=today - 9 * DAY, valid_to=today + DAY)
    assert hands(clinic, case, therapist)[name] == today - 9 * DAY
    assert name in hands(clinic, case, therapist, days_ahead=1)
    assert name not in hands(clinic, case, therapist, days_ahead=2)
    assert name not in hands(clinic, case, None)


@pytest.mark.parametrize(("state", "counts"), [("FL", True), ("", True), ("MD", False)])
def test_the_license_of_the_place_counts_in_its_own_state(clinic, florida, state, counts):
    wallet.credential_add(clinic, therapist=None, kind="establishment", state=state)
    assert ("establishment_license" in hands(clinic, *florida)) is counts


def test_the_clinics_cover_is_no_therapists_cover(clinic, florida):
    wallet.credential_add(clinic, therapist=None, kind="liability")
    assert "liability_insurance" not in hands(clinic, *florida)


def test_a_course_proves_the_training_from_the_day_it_was_taken(clinic, florida):
    case, therapist = florida
    today = clock.today(clinic.clinic)
    Course.objects.create(
        clinic=clinic.clinic, therapist=therapist, title="Breast massage", provider="River School", taken_on=today,
        hours=Decimal(16), delivery="live", categories=["hands_on"], proves="breast_training",
    )  # fmt: skip
    assert hands(clinic, case, therapist)["breast_training"] == today
    assert "breast_training" not in hands(clinic, case, therapist, days_ahead=-1)


def test_the_gate_hears_the_hour_on_the_clinics_wall_and_the_regions_of_the_order(clinic, florida, monkeypatch):
    case, therapist = florida
    sign(clinic, case)
    order = intake.Order(
        written_on=clock.today(clinic.clinic), starts_on=clock.today(clinic.clinic), ends_on=None, visits=3,
        diagnoses=("M54.6",), regions=("upper_back",), physician=PHYSICIAN,
    )  # fmt: skip
    intake.referral_receive(clinic, case=case, order=order)
    asked = []
    monkeypatch.setattr(gates, "lawful", lambda question, *rest: asked.append(question) or lawful(question, *rest))
    visit = book(clinic, case, therapist, hour=21).record
    gates.for_visit(visit, [charting.Line("neck_back", "Swedish massage", "97124", 30)])
    assert [q.at for q in asked] == [time(21), time(21)]
    assert asked[0].areas == ("upper back",)
    assert "neck" in asked[1].areas[0] and len(asked[1].areas) == 1


def test_a_paper_of_another_kind_or_of_tomorrow_is_refused(clinic, florida):
    case, _ = florida
    with pytest.raises(Refused, match="Choose one of the list"):
        sign(clinic, case, "liability_insurance")
    with pytest.raises(Refused, match="still to come"):
        sign(clinic, case, days_ago=-1)


def test_a_paper_is_taken_back_once_and_not_before_it_was_signed(clinic, florida):
    today = clock.today(clinic.clinic)
    paper = sign(clinic, florida[0], days_ago=2)
    with pytest.raises(Refused, match="signed after this day"):
        documents.document_withdraw(clinic, document=paper, on=today - 3 * DAY)
    documents.document_withdraw(clinic, document=paper, on=today)
    with pytest.raises(Refused, match="already"):
        documents.document_withdraw(clinic, document=paper, on=today)


def test_a_signed_paper_keeps_its_scan(clinic, florida):
    kept = documents.document_add(
        clinic, patient=florida[0].patient, kind="consent", signed_on=date(2026, 1, 5), name="c.pdf", content=b"%PDF-1"
    )
    kept.refresh_from_db()
    assert (bytes(kept.content), kept.media_type) == (b"%PDF-1", "application/pdf")
    with pytest.raises(Refused):
        documents.document_add(
            clinic, patient=florida[0].patient, kind="consent", signed_on=date(2026, 1, 5), name="c.exe", content=b"MZ"
        )
