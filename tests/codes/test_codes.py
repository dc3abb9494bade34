"""Each code system: what it takes, what it refuses and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.codes import (
    adjustment,
    claim_status,
    ein,
    icd10cm,
    modifier,
    npi,
    place,
    procedure,
    taxonomy,
    us_state,
)
from medmassage.codes.errors import CodeError, InvalidChecksum, InvalidFormat, InvalidLength, NotListed

SYSTEMS = [ein, icd10cm, modifier, npi, place, procedure, taxonomy, us_state, claim_status]


@pytest.mark.parametrize("number", ["1234567893", "1993999998", " 1234-567-893 "])
def test_an_npi_with_the_right_check_digit_passes(number: str) -> None:
    assert npi.validate(number).isdigit()


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("1234567890", InvalidChecksum),
        ("1234567839", InvalidChecksum),
        ("123456789", InvalidLength),
        ("3234567899", InvalidFormat),
        ("12345678X3", InvalidFormat),
        ("", InvalidFormat),
        ("١٢٣٤٥٦٧٨٩٣", InvalidFormat),
    ],
)
def test_an_npi_is_refused_with_its_reason(number: str, why: type[CodeError]) -> None:
    with pytest.raises(why):
        npi.validate(number)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 8))
def test_one_mistyped_digit_of_an_npi_is_always_seen(digit: int, other: int, place_: int) -> None:
    right = "1234567893"
    wrong = right[:place_] + str(other) + right[place_ + 1 :]
    assert npi.is_valid(wrong) == (wrong == right)


@pytest.mark.parametrize("code", ["M54.2", "m542", "S13.4XXA", "G44.209", "U07.1"])
def test_icd10cm_takes_the_form_with_or_without_dot(code: str) -> None:
    assert icd10cm.is_valid(code)


@pytest.mark.parametrize("code", ["", "54.2", "M54.5", "S13.4", "M5", "M54.2.1!", "neck"])
def test_icd10cm_refuses_what_is_not_whole(code: str) -> None:
    assert not icd10cm.is_valid(code)


def test_icd10cm_shows_its_dot() -> None:
    assert icd10cm.validate("m542") == "M54.2"
    assert icd10cm.label("M54.2") == "neck pain"


def test_a_tax_id_has_nine_digits() -> None:
    assert ein.validate("52-1234567") == "521234567"
    for wrong in ("52-123456", "abc", "000000000"):
        assert not ein.is_valid(wrong)


def test_procedures_know_which_are_timed_and_whose_they_are_not() -> None:
    assert {"97124", "97140"} <= procedure.timed()
    assert "97010" not in procedure.timed()
    assert procedure.not_for_massage("98941")
    assert procedure.not_for_massage("97124") is None


def test_labels_are_plain_words_and_unknown_codes_have_none() -> None:
    assert place.label("11") == "office"
    assert us_state.label("md") == "Maryland"
    assert taxonomy.label("225700000X") == "massage therapist"
    assert modifier.label("59")
    assert us_state.label("XX") is None
    with pytest.raises(NotListed):
        place.validate("77")


def test_adjustments_say_who_pays_and_what_to_do() -> None:
    patient = adjustment.group("PR")
    other = adjustment.group("OA")
    deductible = adjustment.carc("1")
    assert patient and patient.patient_pays is True
    assert other and other.patient_pays is None
    assert deductible and deductible.plain == "deductible" and deductible.usual_group == "PR"
    assert adjustment.rarc("M51")
    assert adjustment.carc("no such") is None


def test_a_claim_status_category_moves_a_claim() -> None:
    assert claim_status.state("A2") == "accepted"
    assert claim_status.state("A7") == "rejected"
    assert claim_status.reason("562")


@given(st.text(max_size=40))
def test_no_text_crashes_a_code_system(text: str) -> None:
    for system in SYSTEMS:
        assert system.is_valid(text) in {True, False}
