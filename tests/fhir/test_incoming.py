"""An order in: what is understood, what is named, what is refused. Nothing is invented."""

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bundles import (
    CPT,
    ICD10CM,
    NPI,
    SNOMED,
    bundle,
    changed,
    condition,
    coverage,
    good,
    order,
    patient,
    practitioner,
    resources,
    without,
    written,
)
from medmassage.codes import listed
from medmassage.fhir import vocabulary
from medmassage.fhir.errors import FhirError
from medmassage.fhir.incoming import Incoming, read
from medmassage.finding import Level
from medmassage.knowledge import anatomy
from paths import CORPUS, needs_corpus

REVERSED = {"start": "2026-12-01", "end": "2026-11-30"}
SIX = {"value": 6, "unit": "visits"}
FORMER = {"use": "old", "family": "Thistle", "given": ["Hazel"]}
FERN = {"reference": "Patient/fern"}


def levels(incoming: Incoming) -> dict[str, str]:
    return {f.rule: f.level.word for f in incoming.findings if f.level > Level.NOTE}


def test_a_whole_order_is_understood_in_every_part() -> None:
    found = read(written(good()))
    assert found.verdict.answer == "yes"
    assert [f.rule for f in found.findings] == ["intake.massage"]
    assert found.patient is not None
    assert (found.patient.given, found.patient.middle, found.patient.family) == ("Hazel", "Ann", "Quillfeather")
    assert (found.patient.birth_date, found.patient.sex, found.patient.address_state) == (date(1981, 4, 2), "F", "MD")
    assert found.physician is not None
    assert (found.physician.family, found.physician.npi, found.physician.fax) == (
        "Ashgrove",
        "1234567893",
        "410-555-0178",
    )
    facts = found.order
    assert facts is not None
    assert (facts.written_on, facts.starts_on, facts.ends_on) == (
        date(2026, 11, 2),
        date(2026, 11, 2),
        date(2026, 12, 13),
    )
    assert (facts.visits, facts.diagnoses, facts.order_number) == (6, ("M54.2",), "HBR-20417")
    assert facts.regions == ("neck_back", "neck_side", "upper_back")
    assert "turn the head" in facts.remarks
    assert found.coverage is not None
    assert (found.coverage.payer_id, found.coverage.member_id, found.coverage.kind) == (
        "HARB1",
        "HHP204811",
        "commercial",
    )


@pytest.mark.parametrize(
    ("whole", "rule", "level"),
    [
        (changed("ServiceRequest", status="draft"), "not_active", "stop"),
        (changed("ServiceRequest", status=None), "not_active", "stop"),
        (changed("ServiceRequest", intent="plan"), "not_an_order", "stop"),
        (changed("ServiceRequest", doNotPerform=True), "do_not_perform", "stop"),
        (changed("ServiceRequest", subject=None), "patient_missing", "stop"),
        (changed("ServiceRequest", subject={"reference": "Patient/other"}), "patient_missing", "stop"),
        (without("Patient"), "patient_missing", "stop"),
        (changed("ServiceRequest", requester=None), "physician_missing", "stop"),
        (without("Practitioner"), "physician_missing", "stop"),
        (changed("ServiceRequest", authoredOn=None), "written_missing", "stop"),
        (changed("ServiceRequest", authoredOn="2026-11"), "written_missing", "stop"),
        (changed("ServiceRequest", authoredOn="2026-02-30"), "written_missing", "stop"),
        (
            changed("ServiceRequest", occurrencePeriod={"start": "2026-12-01", "end": "2026-11-30"}),
            "dates_reversed",
            "stop",
        ),
        (changed("ServiceRequest", occurrencePeriod=None), "end_unknown", "unknown"),
        (changed("ServiceRequest", occurrencePeriod={"start": "2026-11-02", "end": "2026"}), "end_unknown", "unknown"),
        (changed("ServiceRequest", quantityQuantity=None), "visits_unknown", "unknown"),
        (changed("ServiceRequest", quantityQuantity={"value": 60, "unit": "minutes"}), "visits_unknown", "unknown"),
        (changed("ServiceRequest", quantityQuantity={"value": 6}), "visits_unknown", "unknown"),
        (changed("ServiceRequest", quantityQuantity={"value": 2.5, "unit": "visits"}), "visits_unknown", "unknown"),
        (
            changed("ServiceRequest", quantityQuantity={**SIX, "comparator": "<"}),
            "visits_unknown",
            "unknown",
        ),
        (changed("ServiceRequest", occurrenceTiming={"repeat": {"count": 8}}), "visits_unknown", "unknown"),
        (changed("ServiceRequest", bodySite=[{"text": "left aura"}]), "region_unknown", "unknown"),
        (changed("ServiceRequest", bodySite=None), "region_missing", "caution"),
        (changed("ServiceRequest", reasonReference=None), "diagnosis_missing", "stop"),
        (without("Condition"), "diagnosis_missing", "stop"),
        (changed("Condition", code={"text": "Neck pain"}), "diagnosis_missing", "stop"),
        (changed("Condition", code={"coding": [{"system": ICD10CM, "code": "NECK"}]}), "diagnosis_malformed", "stop"),
        (changed("Condition", code={"coding": [{"system": ICD10CM, "code": "M54.5"}]}), "diagnosis_malformed", "stop"),
        (changed("Condition", verificationStatus={"coding": [{"code": "refuted"}]}), "diagnosis_refuted", "stop"),
        (changed("Patient", name=None), "patient_name_missing", "stop"),
        (
            changed("Patient", name=[FORMER]),
            "patient_name_missing",
            "stop",
        ),
        (changed("Patient", name=[{"family": "Q" * 61, "given": ["Hazel"]}]), "patient_name_long", "stop"),
        (changed("Patient", birthDate="1981"), "patient_birth_date_missing", "stop"),
        (changed("Patient", birthDate=19810402), "patient_birth_date_missing", "stop"),
        (changed("Patient", address=[{"line": ["L" * 56]}]), "left_out", "caution"),
        (changed("Practitioner", identifier=None), "npi_missing", "stop"),
        (
            changed("Practitioner", identifier=[{"system": NPI, "value": "1234567890"}]),
            "npi_wrong",
            "stop",
        ),
        (changed("Practitioner", name=None), "physician_name_missing", "stop"),
        (without("Coverage"), "coverage_missing", "caution"),
        (changed("Coverage", status="cancelled"), "coverage_missing", "caution"),
        (changed("Coverage", subscriberId=None), "coverage_open", "unknown"),
        (changed("Coverage", type=None), "payer_kind_open", "unknown"),
        (bundle(patient()), "no_order", "stop"),
        (
            bundle(order(), {**order(), "id": "another"}, patient(), practitioner(), condition()),
            "orders_several",
            "stop",
        ),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named(whole: dict[str, Any], rule: str, level: str) -> None:
    found = read(written(whole))
    assert levels(found)[f"intake.{rule}"] == level
    named = next(f for f in found.findings if f.rule == f"intake.{rule}")
    assert named.message.endswith(".")
    assert named.remedy.endswith(".")
    assert named.subject


def test_two_npis_that_differ_are_a_question() -> None:
    both = [{"system": "http://hl7.org/fhir/sid/us-npi", "value": n} for n in ("1234567893", "1033167382")]
    found = read(changed("Practitioner", identifier=both))
    assert levels(found) == {"intake.npi_contradictory": "stop"}
    assert found.physician is not None
    assert found.physician.npi == ""


@pytest.mark.parametrize(
    "whole",
    [
        bundle(order(), patient(), patient("fern", "Thistle"), practitioner(), condition(), coverage()),
        bundle(
            order(),
            patient(),
            patient("fern"),
            practitioner(),
            {**condition(), "subject": FERN},
        ),
        bundle(
            order(),
            patient(),
            patient("fern"),
            practitioner(),
            condition(),
            {**coverage(), "beneficiary": FERN},
        ),
    ],
)
def test_two_different_patients_stop(whole: dict[str, Any]) -> None:
    assert levels(read(whole))["intake.two_patients"] == "stop"


def test_a_subscriber_may_be_another_person_than_the_patient() -> None:
    father = {**patient("father"), "birthDate": "1950-01-31", "name": [{"family": "Quillfeather", "given": ["Oren"]}]}
    plan = {
        **coverage(),
        "relationship": {"coding": [{"code": "child"}]},
        "subscriber": {"reference": "Patient/father"},
    }
    whole = good()
    whole["entry"] = [e for e in whole["entry"] if e["resource"]["resourceType"] != "Coverage"]
    whole["entry"] += bundle(father, plan)["entry"]
    found = read(whole)
    assert levels(found) == {}
    assert found.coverage is not None
    assert (found.coverage.relationship, found.coverage.subscriber_given) == ("child", "Oren")
    assert found.coverage.subscriber_birth_date == date(1950, 1, 31)


def test_two_coverages_are_a_question_unless_one_is_said_to_go_first() -> None:
    second = {**coverage(), "id": "second"}
    whole = changed("ServiceRequest", insurance=None)
    whole["entry"] += bundle(second)["entry"]
    assert levels(read(whole)) == {"intake.coverage_several": "unknown"}
    resources(whole, "Coverage")[0]["order"] = 1
    assert levels(read(whole)) == {}


def test_references_are_followed_in_all_four_forms() -> None:
    by_url, contained, logical = good(), good(), good()
    resources(by_url, "ServiceRequest")[0]["subject"] = {"reference": "https://harbor.example/fhir/Patient/hazel"}
    the_order = resources(contained, "ServiceRequest")[0]
    the_order["contained"] = [{**practitioner(), "id": "inside"}, {**patient(), "id": "inside-too"}]
    the_order["requester"], the_order["subject"] = {"reference": "#inside"}, {"reference": "#inside-too"}
    contained["entry"] = [
        e for e in contained["entry"] if e["resource"]["resourceType"] in {"ServiceRequest", "Condition"}
    ]
    resources(contained, "Condition")[0].pop("subject")
    resources(logical, "ServiceRequest")[0]["requester"] = {"identifier": practitioner()["identifier"][0]}
    for whole in (by_url, contained, logical):
        found = read(whole)
        assert not found.stops
        assert found.physician is not None
        assert found.physician.npi == "1234567893"


def test_urn_uuid_addresses_are_followed() -> None:
    whole = good()
    address = "urn:uuid:6e1f5b1e-8a39-4a57-9d3c-1f3f6b1f0001"
    next(e for e in whole["entry"] if e["resource"]["resourceType"] == "Patient")["fullUrl"] = address
    for resource in (e["resource"] for e in whole["entry"]):
        for key in ("subject", "beneficiary"):
            if key in resource:
                resource[key] = {"reference": address}
    assert read(whole).verdict.answer == "yes"


def test_the_requester_may_be_a_role_of_a_practitioner() -> None:
    role = {"resourceType": "PractitionerRole", "id": "role", "practitioner": {"reference": "Practitioner/ashgrove"}}
    whole = changed("ServiceRequest", requester={"reference": "PractitionerRole/role"})
    whole["entry"] += bundle(role)["entry"]
    assert read(whole).verdict.answer == "yes"


def test_two_unlike_resources_under_one_address_are_no_answer() -> None:
    whole = good()
    whole["entry"] += bundle({**patient(), "birthDate": "1999-09-09"})["entry"]
    assert levels(read(whole))["intake.patient_missing"] == "stop"


@pytest.mark.parametrize(
    ("timing", "ends"),
    [
        (
            {"boundsDuration": {"value": 6, "unit": "weeks", "code": "wk"}},
            date(2026, 12, 13),
        ),
        ({"boundsDuration": {"value": 6, "unit": "weeks"}}, date(2026, 12, 13)),
        ({"boundsDuration": {"value": 30, "code": "d"}}, date(2026, 12, 1)),
        ({"boundsDuration": {"value": 2, "code": "mo"}}, date(2027, 1, 1)),
        ({"boundsDuration": {"value": 6, "code": "h"}}, None),
        ({"boundsDuration": {"value": 900, "code": "a"}}, date(2926, 11, 1)),
        ({"boundsPeriod": {"start": "2026-11-02", "end": "2026-12-20"}}, date(2026, 12, 20)),
    ],
)
def test_a_length_of_time_counts_from_the_day_of_writing(timing: dict[str, Any], ends: date | None) -> None:
    whole = changed(
        "ServiceRequest",
        occurrencePeriod=None,
        quantityQuantity=None,
        occurrenceTiming={"repeat": {**timing, "count": 6}},
    )
    facts = read(whole).order
    assert facts is not None
    assert (facts.visits, facts.starts_on, facts.ends_on) == (6, date(2026, 11, 2), ends)


def test_the_last_day_of_a_month_is_kept_when_months_are_added() -> None:
    whole = changed(
        "ServiceRequest",
        authoredOn="2026-12-31",
        occurrencePeriod=None,
        occurrenceTiming={"repeat": {"boundsDuration": {"value": 2, "code": "mo"}}},
    )
    facts = read(whole).order
    assert facts is not None
    assert facts.ends_on == date(2027, 2, 27)


@pytest.mark.parametrize(
    ("code", "is_massage"),
    [
        ({"coding": [{"system": CPT, "code": "97140"}]}, True),
        ({"coding": [{"system": SNOMED, "code": "387854002"}]}, True),
        ({"text": "Therapeutic MASSAGE, 60 min"}, True),
        ({"text": "Myofascial release"}, True),
        ({"coding": [{"system": CPT, "code": "97110", "display": "Exercise"}]}, False),
        ({"text": "Cardiac massage"}, False),
        ({"text": "Physical therapy, evaluate and treat"}, False),
        ({"coding": [{"system": "urn:other", "code": "97124"}]}, False),
        (None, False),
        ("massage", False),
    ],
)
def test_massage_is_known_by_code_or_words(code: Any, is_massage: bool) -> None:
    found = read(changed("ServiceRequest", code=code))
    assert ("intake.not_massage" not in levels(found)) is is_massage
    if not is_massage:
        assert (found.patient, found.order) == (None, None)


def test_another_order_in_the_bundle_is_left_aside_and_named() -> None:
    whole = good()
    whole["entry"] += bundle({**order(), "id": "lab", "code": {"text": "Basic metabolic panel"}})["entry"]
    found = read(whole)
    assert found.verdict.answer == "yes"
    assert any("Basic metabolic panel" in f.message for f in found.findings)


@needs_corpus
@pytest.mark.parametrize(
    ("name", "words"),
    [("rehab", "Alcohol rehabilitation"), ("bmp", "Basic Metabolic Panel"), ("foodpantry-referral", "Food Pantry")],
)
def test_orders_that_are_not_for_massage_are_refused_with_what_they_are(name: str, words: str) -> None:
    found = read((CORPUS / f"fhir/servicerequest-{name}.json").read_bytes())
    assert [f.rule for f in found.stops] == ["intake.not_massage"]
    assert words in found.stops[0].message


@needs_corpus
def test_every_sample_resource_reads_or_says_why_not() -> None:
    for path in sorted((CORPUS / "fhir").glob("*.json")):
        try:
            found = read(path.read_bytes())
        except FhirError as why:
            assert "not a FHIR Bundle" in str(why), path.name
        else:
            assert found.stops, path.name


@needs_corpus
def test_the_parts_of_the_samples_are_understood() -> None:
    parts = [json.loads((CORPUS / f"fhir/{n}.json").read_bytes()) for n in
             ("patient-example", "practitioner-1", "coverage-example", "organization-acme-payer")]  # fmt: skip
    request = order()
    request["subject"], request["requester"] = (
        {"reference": "Patient/example"},
        {"reference": "Practitioner/practitioner-1"},
    )
    request["insurance"] = [{"reference": "Coverage/coverage-example"}]
    found = read(bundle(request, *parts, {**condition(), "subject": {"reference": "Patient/example"}}))
    assert found.patient is not None
    assert (found.patient.family, found.patient.birth_date) == ("Baxter", date(1987, 2, 20))
    assert levels(found)["intake.npi_wrong"] == "stop"  # the sample's NPI begins with 9
    assert found.coverage is not None
    assert (found.coverage.member_id, found.coverage.group_number, found.coverage.kind) == (
        "88800933501",
        "xyz",
        "commercial",
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON: line 1, column 1"),
        (b'{"resourceType": "Bundle"', "not JSON: line 1"),
        (b"%PDF-1.7\xe2\xe3", "not UTF-8"),
        (b"[]", "not an object"),
        (b'"Bundle"', "not an object"),
        (b"{}", "names no resourceType"),
        (b'{"resourceType": "Patient"}', "It is a Patient"),
        (b'{"resourceType": 5}', "names no resourceType"),
        (b'{"resourceType": "Bundle", "total": NaN}', "NaN"),
        (b'{"resourceType": "Bundle", "total": 1e999}', "characters or numbers"),
        (b'{"resourceType": "Bundle", "id": "\\ud800"}', "characters or numbers"),
        (b'{"resourceType": "Bundle", "entry": [], "entry": []}', "“entry” stands twice"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", "number that cannot be read"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"resourceType": "Bundle", "entry": ' + b"[" * 100 + b"]" * 100 + b"}", "nested too deeply"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
    ids=range(16),
)
def test_what_is_no_bundle_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(FhirError, match=r"\.$") as why:
        read(data)
    assert words in str(why.value)


def test_the_same_order_has_the_same_digest_however_it_is_wrapped() -> None:
    whole = good()
    again = copy.deepcopy(whole)
    again["entry"].reverse()
    again["timestamp"] = "2026-11-03T08:00:00Z"
    resources(again, "Patient")[0]["meta"] = {"lastUpdated": "2026-11-03T08:00:00Z"}
    assert (
        read(written(whole)).digest
        == read(json.dumps(again, indent=2).encode("utf-8-sig")).digest
        == read(whole).digest
    )
    resources(again, "ServiceRequest")[0]["quantityQuantity"]["value"] = 8
    assert read(again).digest != read(whole).digest


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(st.binary(max_size=300) | json_values.map(lambda v: json.dumps(v).encode()))
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything_but_a_fhir_error(data: bytes) -> None:
    try:
        read(data)
    except FhirError as why:
        assert str(why)


PLACES = [
    (e["resource"]["resourceType"], key) for e in good()["entry"] for key in e["resource"] if key != "resourceType"
]


@given(st.sampled_from(PLACES), json_values)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_in_any_place_is_a_finding_or_a_fhir_error(place: tuple[str, str], value: Any) -> None:
    whole = good()
    for resource in resources(whole, place[0]):
        resource[place[1]] = value
    try:
        found = read(whole)
    except FhirError:
        return
    json.dumps(found.verdict.to_dict())
    assert all(f.message for f in found.findings)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_value_deep_inside_is_a_finding_or_a_fhir_error(data: st.DataObject) -> None:
    whole: Any = good()
    at = whole
    while isinstance(at, dict | list) and at:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
            at[key] = data.draw(json_values)
            break
        at = at[key]
    try:
        read(whole)
    except FhirError:
        return


def test_the_vocabulary_loads_and_names_each_code_once() -> None:
    assert len({(c.system, c.code) for c in vocabulary.massage().codes}) == len(vocabulary.massage().codes)
    assert all(words == words.lower() for words in (*vocabulary.massage().words, *vocabulary.regions().words))
    for code in (c.code for c in vocabulary.massage().codes if c.system == CPT):
        assert listed.label("procedure", code)


def test_every_region_of_the_vocabulary_is_on_the_body_map() -> None:
    known = vocabulary.regions()
    used = {region for regions in (*known.codes.values(), *known.words.values()) for region in regions}
    assert used
    assert [region for region in used if not anatomy.is_place(region)] == []


def test_the_good_bundle_is_fhir_by_the_judgment_of_others() -> None:
    judge = pytest.importorskip("fhir.resources.R4B.bundle", reason="the judge is not installed")
    assert judge.Bundle.model_validate(good()).entry[0].resource.status == "active"
