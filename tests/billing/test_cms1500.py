"""The paper claim: what stands in each item, and where."""

from collections import defaultdict
from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.making import DEPENDENT, WORK_INJURY, claim, line
from medmassage.billing import cms1500
from medmassage.billing.cms1500_places import places
from medmassage.documents import cms1500 as paper
from paths import FACTS, needs_facts


def items(changes=None):
    """Item and what → the texts on the first form."""
    found = defaultdict(list)
    for mark in cms1500.pages(claim(changes))[0]:
        found[mark.item, mark.what].append(mark.text)
    return found


def one(changes, item, what):
    """The only text of a field; empty when nothing stands there."""
    found = items(changes)[item, what]
    assert len(found) <= 1
    return found[0] if found else ""


WHOLE = {
    **WORK_INJURY, **DEPENDENT,
    "frequency": "7", "original_reference": "ICN 55-1", "subscriber.phone": "1 (410) 555-0101",
    "patient.phone": "4105550199", "patient.middle": "Beth", "patient.sex": "F",
    "facility": {"name": "St. Mary's Clinic", "npi": "1992999825", "address": {
        "street": "9 Hill Road", "street2": "Suite 4", "city": "Towson", "state": "MD", "zip_code": "212040001"}},
    "lines": [line(modifiers=["59", "GP"], pointers=[2, 1], units=2)],
}  # fmt: skip
SAID = {
    ("carrier", "name"): "MERIDIAN HEALTH PLAN", ("carrier", "street"): "100 HARBOR ROAD",
    ("carrier", "city state zip"): "BALTIMORE MD 21201",
    ("1", "other (auto, workers compensation, commercial)"): "X", ("1a", "id"): "MHP445566778",
    ("2", "name"): "LINDQVIST, IDA, B", ("3", "month"): "06", ("3", "day"): "30", ("3", "year"): "2012",
    ("3", "female"): "X", ("4", "name"): "LINDQVIST, MAJA", ("5", "street"): "7 ORCHARD LANE",
    ("5", "city"): "COLUMBIA", ("5", "state"): "MD", ("5", "zip"): "21044", ("5", "area code"): "410",
    ("5", "phone"): "5550199", ("6", "child"): "X", ("7", "street"): "7 ORCHARD LANE", ("7", "phone"): "5550101",
    ("10a", "yes"): "X", ("10b", "no"): "X", ("10c", "no"): "X", ("11", "number"): "70012",
    ("11a", "year"): "1984", ("11b", "value (the open program prints employer here)"): "Y4 WC2026771",
    ("11c", "name"): "MERIDIAN HEALTH PLAN", ("11d", "no"): "X", ("12", "text"): "SIGNATURE ON FILE",
    ("13", "text"): "SIGNATURE ON FILE", ("14", "month"): "11", ("14", "day"): "02", ("14", "year"): "2026",
    ("14", "qualifier"): "431", ("17", "qualifier"): "DN", ("17", "name"): "NGOZI OKAFOR",
    ("17b", "npi"): "1033167382", ("20", "no"): "X", ("21", "ICD indicator"): "0", ("21", "A"): "M542",
    ("21", "B"): "M62838", ("22", "code"): "7", ("22", "original number"): "ICN551", ("23", "number"): "A7781203",
    ("24A", "from month"): "11", ("24A", "to year"): "26", ("24B", "pos"): "11", ("24D", "code"): "97124",
    ("24D", "modifiers"): "59 GP", ("24E", "pointers"): "BA", ("24F", "amount"): "   90 00", ("24G", "units"): "2",
    ("24I", "qualifier"): "ZZ", ("24J", "other id"): "225700000X", ("24J", "npi"): "1992999825",
    ("25", "id"): "521234567", ("25", "ein"): "X", ("26", "number"): "M000000042", ("27", "yes"): "X",
    ("28", "amount"): "   90 00", ("31", "text"): "SIGNATURE ON FILE", ("31", "date"): "11 20 26",
    ("32", "name"): "ST MARYS CLINIC", ("32", "street"): "9 HILL ROAD SUITE 4",
    ("32", "city state zip"): "TOWSON MD 21204-0001", ("32a", "npi"): "1992999825", ("33", "area code"): "410",
    ("33", "phone"): "5550142", ("33", "street"): "12 MILL STREET", ("33a", "npi"): "1234567893",
    ("33b", "qualifier"): "ZZ", ("33b", "number"): "225700000X",
}  # fmt: skip


@pytest.mark.parametrize(("field", "words"), SAID.items(), ids=[f"{i} {w}" for i, w in SAID])
def test_a_full_claim_fills_every_item(field, words):
    assert items(WHOLE)[field] == [words]


def test_what_does_not_apply_stays_empty():
    assert not one(None, "10b", "state") and not one(None, "14", "month") and not one(None, "22", "code")
    assert not {item for item, _ in items()} & {"8", "9", "9a", "9b", "9c", "9d", "15", "16", "18", "24C", "24H", "30"}


def test_one_box_of_item_one_is_marked_by_the_kind_of_payer():
    boxes = {kind: [w for i, w in items({"payer.kind": kind}) if i == "1"] for kind in ("medicare", "medicaid", "auto")}
    assert [len(marked) for marked in boxes.values()] == [1, 1, 1]
    assert [marked[0].lower().split()[0] for marked in boxes.values()] == ["medicare", "medicaid", "other"]


@pytest.mark.parametrize(
    ("kind", "item", "state"), [("employment", "10a", ""), ("auto", "10b", "WA"), ("other", "10c", "")]
)
def test_an_accident_marks_its_cause_and_only_a_car_names_the_state(kind, item, state):
    found = items({"accident": {"kind": kind, "on": "2026-11-02", "state": "WA"}})
    assert [i for i in ("10a", "10b", "10c") if (i, "yes") in found] == [item]
    assert found["10b", "state"] == ([state] if state else [])


def test_onset_goes_before_the_accident_in_item_14():
    changes = {"onset": "2026-10-01", "accident": {"kind": "other", "on": "2026-09-01"}}
    assert one(changes, "14", "month") == "10"


def test_sex_unknown_marks_no_box():
    assert not one({"patient.sex": "U"}, "3", "male") and not one({"patient.sex": "U"}, "3", "female")


def test_names_lose_points_and_accents_and_keep_hyphens():
    changes = {"patient.family": "O’Brien-Müller", "patient.given": "José"}
    assert one(changes, "2", "name") == "OBRIEN-MULLER, JOSE"


def test_a_second_line_of_the_payers_address_stands_below_the_first():
    changes = {"payer.address.street": "Claims Dept.", "payer.address.street2": "PO Box 9"}
    assert (one(changes, "carrier", "attention"), one(changes, "carrier", "street")) == ("CLAIMS DEPT", "PO BOX 9")


def test_without_a_facility_the_place_is_the_billing_providers_but_not_for_a_home_visit():
    assert one(None, "32", "street") == "12 MILL STREET"
    assert not one({"place_of_service": "12"}, "32", "street")


def test_a_social_security_number_marks_its_own_box():
    found = items({"billing_provider.tax_id_kind": "SY"})
    assert found["25", "ssn"] == ["X"] and not found["25", "ein"]


def test_the_referral_number_stands_in_item_23_when_nothing_was_authorized():
    assert one({"authorization_number": "", "referral_number": "VA 0012-3"}, "23", "number") == "VA00123"


def test_no_assignment_marks_no():
    found = items({"accept_assignment": False, "signature_on_file": False})
    assert found["27", "no"] == ["X"] and not found["13", "text"]


def test_services_stand_two_lines_apart():
    marks = cms1500.fill(claim({"lines": [line() for _ in range(6)]}))
    assert [m.line for m in marks if (m.item, m.what) == ("24D", "code")] == [44, 46, 48, 50, 52, 54]
    assert [m.line for m in marks if (m.item, m.what) == ("24J", "other id")] == [43, 45, 47, 49, 51, 53]


def test_a_seventh_service_makes_a_second_whole_form_with_its_own_total():
    forms = cms1500.pages(claim({"lines": [line(charge="10.00") for _ in range(6)] + [line(charge="7.50")]}))
    totals = [m.text.strip() for form in forms for m in form if m.item == "28"]
    assert totals == ["60 00", "7 50"]
    assert all(any(m.item == "2" for m in form) and any(m.item == "33a" for m in form) for form in forms)
    assert [m.line for m in forms[1] if m.what == "code" and m.item == "24D"] == [44]


def test_more_than_one_form_is_asked_for_by_its_pages():
    with pytest.raises(ValueError, match="7 services"):
        cms1500.fill(claim({"lines": [line() for _ in range(7)]}))


def test_a_text_too_long_is_cut_with_a_caution_that_says_how():
    found = cms1500.cautions(claim({"patient.family": "Featherstonehaugh-Cholmondeley", "subscriber.family": "Li"}))
    cut = next(f for f in found if f.subject == "cms1500.2.name")
    assert cut.level.word == "caution" and "holds 28" in cut.message and cut.remedy
    assert one({"patient.family": "Featherstonehaugh-Cholmondeley"}, "2", "name") == "FEATHERSTONEHAUGH-CHOLMONDEL"


def test_a_claim_that_fits_gives_no_caution():
    assert cms1500.cautions(claim({"billing_provider.name": "Riverside Massage"})) == ()


def test_an_amount_that_does_not_fit_is_left_out_rather_than_cut():
    huge = {"lines": [line(charge="123456.78")]}
    assert not one(huge, "24F", "amount") and not one(huge, "28", "amount")
    assert any("left out" in f.message for f in cms1500.cautions(claim(huge)))


def test_the_thirteenth_diagnosis_is_said_to_be_missing():
    found = cms1500.cautions(claim({"diagnoses": [f"M54.{n}" for n in range(10)] + ["M25.5", "M25.6", "M25.7"]}))
    assert any("twelve" in f.message for f in found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=50), st.text(max_size=40), st.text(max_size=60))
def test_no_text_reaches_into_the_next_field(name, member_id, street):
    changes = {
        "patient.family": name,
        "payer.name": name,
        "subscriber.member_id": member_id,
        "patient.address.street": street,
    }
    for form in cms1500.pages(claim(changes)):
        for mark in form:
            assert 0 < len(mark.text) <= mark.width
            beside = [m.column for m in form if m.line == mark.line and m.column > mark.column]
            assert all(mark.column + len(mark.text) <= column for column in beside)


def test_every_field_is_on_the_page_and_none_covers_another():
    for one_place in places().values():
        assert 1 <= one_place.line <= 64 and one_place.column >= 1
        assert one_place.column + one_place.width <= 80
    by_line = defaultdict(list)
    for (item, what), p in places().items():
        if item != "24 shaded":  # free text over the whole half; used instead of the others
            by_line[p.line].append((p.column, p.column + p.width, item, what))
    for fields in by_line.values():
        for left, right in zip(sorted(fields), sorted(fields)[1:], strict=False):
            assert left[1] <= right[0], (left, right)


@needs_facts
def test_the_places_are_those_of_the_facts():
    facts = yaml.safe_load((FACTS / "billing/cms1500.yaml").read_text(encoding="utf-8"))
    told = {(i["item"], p["what"]): (str(p["line"]), p["col"], p["width"]) for i in facts["items"] for p in i["print"]}
    words = {44: "L", 43: "L-1"}
    ours = {field: (words[p.line] if p.repeats else str(p.line), p.column, p.width) for field, p in places().items()}
    assert ours == told


def test_the_file_says_where_it_comes_from():
    head = files("medmassage.billing").joinpath("cms1500.csv").read_text(encoding="utf-8").split("item,what")[0]
    for word in ("publisher:", "url: https://", "as_of:", "confidence: secondary", "rebuild:"):
        assert word in head


def test_the_forms_of_a_claim_print():
    made = paper.pdf(cms1500.pages(claim({"lines": [line() for _ in range(8)]})), "full")
    assert made.startswith(b"%PDF")
