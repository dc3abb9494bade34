"""An order taken into a clinic: patient, coverage, case and referral, all or nothing, and once."""

from datetime import date, timedelta

import pytest

from bundles import changed, good, resources, without
from clinic.fixtures import Covered
from medmassage.clinic import clock
from medmassage.clinic.access import Denied
from medmassage.clinic.models import Case, Coverage, Membership, Patient, Payer, Physician, Referral
from medmassage.clinic.services.outcome import Refused
from medmassage.fhir.referral_in import read, receive


@pytest.fixture
def written(clinic: Membership) -> date:
    """A day three weeks ago, so that the order is in force whenever the tests run."""
    return clock.today(clinic.clinic) - timedelta(21)


def test_a_whole_order_becomes_patient_coverage_case_and_referral(clinic: Membership, written: date) -> None:
    made = receive(clinic, read(good(written)))
    assert (made.visits, made.diagnoses, made.source) == (6, ["M54.2"], "fhir")
    assert made.starts_on == written
    assert made.regions == ["neck_back", "neck_side", "upper_back"]
    assert (made.patient.family, made.patient.address_state, made.physician.npi) == ("Quillfeather", "MD", "1234567893")
    assert (made.case.title, made.case.opened_on) == ("Neck pain", written)
    assert made.case.coverage is not None
    assert (made.case.coverage.member_id, made.case.coverage.payer.kind) == ("HHP204811", "commercial")


def test_the_same_order_twice_is_one_referral(clinic: Membership, written: date) -> None:
    first, second = (receive(clinic, read(good(written))) for _ in range(2))
    assert first.pk == second.pk
    assert [m.objects.count() for m in (Referral, Patient, Case, Coverage, Payer, Physician)] == [1] * 6


def test_a_new_order_for_a_known_patient_makes_no_second_patient(clinic: Membership, written: date) -> None:
    receive(clinic, read(good(written)))
    receive(clinic, read(good(written + timedelta(1))))
    assert [m.objects.count() for m in (Referral, Patient, Coverage, Payer, Physician)] == [2, 1, 1, 1, 1]


def test_an_order_can_join_a_case_that_is_open(covered_case: Covered) -> None:
    today = clock.today(covered_case.owner.clinic)
    made = receive(covered_case.owner, read(good(today)), case=covered_case.case)
    assert made.case_id == covered_case.case.pk
    assert Case.objects.count() == 1


def test_an_order_for_somebody_else_is_not_put_with_this_patient(covered_case: Covered) -> None:
    other = good(clock.today(covered_case.owner.clinic))
    resources(other, "Patient")[0]["birthDate"] = "1990-01-01"
    before = Referral.objects.count()
    with pytest.raises(Refused, match="another patient"):
        receive(covered_case.owner, read(other), case=covered_case.case)
    with pytest.raises(Refused, match="another patient"):
        receive(covered_case.owner, read(other), patient=covered_case.patient)
    assert Referral.objects.count() == before


def test_an_order_that_stops_writes_nothing(clinic: Membership) -> None:
    with pytest.raises(Refused, match="draft"):
        receive(clinic, read(changed("ServiceRequest", status="draft")))
    with pytest.raises(Refused, match="not for massage"):
        receive(clinic, read(changed("ServiceRequest", code={"text": "Chest x-ray"})))
    assert Patient.objects.count() == 0


def test_what_stays_open_is_taken_in_as_open(clinic: Membership, written: date) -> None:
    whole = good(written)
    for name in ("quantityQuantity", "occurrencePeriod"):
        resources(whole, "ServiceRequest")[0].pop(name)
    made = receive(clinic, read(whole))
    assert (made.visits, made.ends_on, made.starts_on) == (None, None, written)


def test_without_coverage_the_case_has_none(clinic: Membership) -> None:
    assert receive(clinic, read(without("Coverage"))).case.coverage is None


def test_a_payer_that_is_known_here_needs_no_kind_in_the_order(covered_case: Covered) -> None:
    whole = good(clock.today(covered_case.owner.clinic))
    resources(whole, "Coverage")[0].pop("type")
    made = receive(covered_case.owner, read(whole))
    assert made.case.coverage is not None
    assert made.case.coverage.payer.payer_id == "HARB1"
    assert Payer.objects.count() == 1


def test_what_the_record_cannot_hold_is_refused_and_nothing_is_left(clinic: Membership, written: date) -> None:
    whole = good(written)
    resources(whole, "Patient")[0]["telecom"] = [{"system": "email", "value": "not an address"}]
    with pytest.raises(Refused, match="Email"):
        receive(clinic, read(whole))
    assert [m.objects.count() for m in (Patient, Payer, Case, Referral)] == [0, 0, 0, 0]


def test_an_order_still_to_be_written_is_refused_and_nothing_is_left(clinic: Membership) -> None:
    with pytest.raises(Refused, match="still to come"):
        receive(clinic, read(good(clock.today(clinic.clinic) + timedelta(2))))
    assert Patient.objects.count() == 0


def test_a_biller_may_not_take_in_orders(member, written: date) -> None:
    with pytest.raises(Denied):
        receive(member("biller"), read(good(written)))


def test_two_clinics_each_have_their_own(clinic: Membership, other_clinic: Membership, written: date) -> None:
    ours, theirs = (receive(who, read(good(written))) for who in (clinic, other_clinic))
    assert ours.pk != theirs.pk
    assert ours.patient_id != theirs.patient_id
