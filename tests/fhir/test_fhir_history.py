"""A health history as FHIR: the form goes out whole, and what comes in is understood or kept in its own words."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medmassage.fhir.errors import FhirError
from medmassage.fhir.history_in import KINDS, read_history
from medmassage.fhir.intake_codes import CANONICAL, ENTRY, SENT
from medmassage.fhir.questionnaire import TRANSLATION, WHEN, WHICH, WORDS, questionnaire
from medmassage.knowledge.history import History, heard, screened
from medmassage.knowledge.intake_rows import intake
from medmassage.knowledge.screen import Report
from paths import CORPUS, needs_corpus

ON = date(2026, 11, 24)
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ASKS = intake().questions


def concept(text: str = "", *codings: tuple[str, str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {"coding": [{"system": s, "code": c, "display": d} for s, c, d in codings]}
    return made | ({"text": text} if text else {})


def condition(text: str = "", *codings: tuple[str, str, str], **other: Any) -> dict[str, Any]:
    status = other.pop("status", "active")
    coded = {"coding": [{"code": status}]}
    return {"resourceType": "Condition", "code": concept(text, *codings), "clinicalStatus": coded, **other}


def medicine(**other: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationStatement", "status": "active", **other}


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}


def coded(answer: str) -> dict[str, Any]:
    system, code = SENT[answer]
    return {"valueCoding": {"system": system, "code": code}}


def item(link: str, *answers: dict[str, Any], text: str = "") -> dict[str, Any]:
    return {"linkId": link, "answer": list(answers)} | ({"text": text} if text else {})


def response(*items: dict[str, Any], status: str = "completed") -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse", "questionnaire": CANONICAL, "status": status, "item": list(items),
    }  # fmt: skip


def as_response(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a form as another system would send them: each question with what hangs under it."""
    items = []
    for id_, said in answers.items():
        values = [coded(said["answer"])] if said.get("answer") else []
        values += [{"valueString": one} for one in said.get("items", ())]
        under = []
        if said.get("chosen"):
            under.append(item(id_ + WHICH, *({"valueCoding": {"system": ENTRY, "code": c}} for c in said["chosen"])))
        if said.get("text"):
            under.append(item(id_ + WORDS, {"valueString": said["text"]}))
        if said.get("on"):
            under.append(item(id_ + WHEN, {"valueDate": said["on"]}))
        items.append({"linkId": id_, "answer": values, "item": under})
    return response({"linkId": "s_all", "item": items})


# ------------------------------------------------------------------ the form out


def walked(parent: dict[str, Any]):
    for one in parent.get("item", ()):
        yield one
        yield from walked(one)


def test_the_form_is_fhir_by_the_judgment_of_others():
    judge = pytest.importorskip("fhir.resources.R4B.questionnaire", reason="the judge is not installed")
    found = judge.Questionnaire.model_validate(questionnaire())
    assert found.url == CANONICAL
    assert len(found.item) == len(intake().sections)


def test_every_question_goes_out_under_its_own_id_and_no_link_stands_twice():
    links = [one["linkId"] for one in walked(questionnaire())]
    assert len(links) == len(set(links))
    assert {ask.id for ask in ASKS} <= set(links)


def test_every_text_has_its_spanish_beside_it():
    for one in walked(questionnaire()):
        found = {p["url"]: p for e in one["_text"]["extension"] for p in e["extension"] if e["url"] == TRANSLATION}
        assert found["lang"]["valueCode"] == "es"
        assert found["content"]["valueString"] not in ("", one["text"])


def test_what_depends_on_an_answer_names_a_question_that_is_there():
    links = {one["linkId"] for one in walked(questionnaire())}
    asked = [when["question"] for one in walked(questionnaire()) for when in one.get("enableWhen", ())]
    assert asked
    assert set(asked) <= links


# ------------------------------------------------------------------ our own answers in


def test_our_own_answers_come_back_as_the_form_hears_them():
    answers = {
        "q_clot": {"answer": "yes", "chosen": ["dvt"], "on": "2026-10-02"},
        "q_heart": {"answer": "unsure"},
        "q_stroke": {"answer": "no"},
        "q_else": {"answer": "yes", "text": "a flumbus"},
        "q_medicines": {"items": ["Eliquis", "lisinopril"]},
    }
    assert read_history(as_response(answers), ON) == heard(answers, ON)


SAID = st.fixed_dictionaries(
    {"answer": st.sampled_from(["yes", "no", "unsure"])},
    optional={
        "text": st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12),
        "on": st.sampled_from(["2026-10-02", "2019-01-31"]),
    },
)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(st.sampled_from([a.id for a in ASKS if a.kind == "yes_no_unsure"]), SAID, min_size=1, max_size=5)
)
def test_any_answers_survive_the_journey(answers):
    assert read_history(as_response(answers), ON) == heard(answers, ON)


def test_a_week_comes_in_as_a_number_and_a_reason_as_text():
    found = read_history(
        response(
            item("q_pregnant", coded("yes")),
            item("q_pregnancy_week", {"valueInteger": 20}),
            item("q_reason", {"valueString": "stiff shoulder"}),
        ),
        ON,
    )
    assert found.pregnancy_week == 20
    assert [r.text for r in found.remarks] == ["stiff shoulder"]


@pytest.mark.parametrize(
    ("value", "sure"),
    [({"valueBoolean": True}, True), ({"valueCoding": {"system": "http://loinc.org", "code": "LA33-6"}}, True),
     ({"valueString": "Yes"}, True), ({"valueCoding": {"system": "http://loinc.org", "code": "LA12688-0"}}, False)],
)  # fmt: skip
def test_yes_and_not_sure_are_known_in_other_systems_codes(value, sure):
    found = read_history(response(item("q_one_limb", value)), ON)
    assert [(r.entry, r.sure) for r in found.reports] == [("dvt_signs", sure)]


def test_who_could_not_be_asked_leaves_nothing_open():
    him = {"resourceType": "Patient", "gender": "male", "birthDate": "1980-01-01"}
    found = read_history(bundle(him, response(item("q_heart", coded("no")))), ON)
    assert "q_clot" in found.unanswered
    assert "q_pregnant" not in found.unanswered


def test_a_response_marked_in_error_is_kept_for_the_therapist_only():
    found = read_history(response(item("x", {"valueString": "gout"}, text="Illness"), status="entered-in-error"), ON)
    assert found.reports == ()
    assert [r.text for r in found.remarks] == ["Illness gout"]


# ------------------------------------------------------------------ other forms


def test_another_forms_answer_is_kept_in_words_and_asks():
    found = read_history(response(item("77", {"valueString": "sometimes"}, text="Do your ears ring?")), ON)
    assert found.reports == (Report("Do your ears ring? sometimes", sure=False),)


def test_another_forms_plain_yes_to_something_known_is_heard():
    found = read_history(response(item("77", {"valueBoolean": True}, text="Diabetes")), ON)
    assert "safe.diabetes" in {f.rule for f in screened(found, ON).findings}


@pytest.mark.parametrize("asked", ["Have you ever had a stroke?", "Do you feel safe where you live?", "Gout"])
def test_another_forms_no_never_stops_and_never_vanishes(asked):
    verdict = screened(read_history(response(item("77", {"valueBoolean": False}, text=asked)), ON), ON)
    assert verdict.answer != "no"
    assert verdict.findings


def test_not_at_all_to_a_grave_question_is_asked_and_does_not_stop():
    value = {"valueCoding": {"code": "LA6568-5", "display": "Not at all"}}
    found = read_history(response(item("q9", value, text="Thoughts of deep vein thrombosis")), ON)
    assert screened(found, ON).answer == "unknown"


# ------------------------------------------------------------------ problems


def test_a_problem_with_a_code_is_known_by_its_code():
    found = read_history(condition("Essential (primary) hypertension", (ICD, "I10", "")), ON)
    assert found.codes == ("I10",)
    assert "safe.not_understood" not in {f.rule for f in screened(found, ON).findings}


def test_a_problem_is_known_by_its_words_or_its_snomed_words():
    found = read_history(condition("", (SNOMED, "128053003", "Deep vein thrombosis")), ON)
    assert screened(found, ON).answer == "no"


def test_a_problem_nobody_knows_is_asked():
    found = read_history(condition("Flumbus of the left grommet"), ON)
    assert screened(found, ON).answer == "unknown"


def test_a_code_that_is_none_leaves_the_words_to_speak():
    found = read_history(condition("Deep vein thrombosis", (ICD, "not a code", "")), ON)
    assert found.codes == ()
    assert screened(found, ON).answer == "no"


def test_what_is_over_counts_from_its_last_day():
    over = condition(
        "Deep vein thrombosis", status="resolved", onsetDateTime="2019-01-01", abatementDateTime="2019-06-01"
    )
    rules = {f.rule for f in screened(read_history(over, ON), ON).findings}
    assert "safe.dvt_history" in rules
    assert "safe.dvt" not in rules


def test_an_active_problem_is_not_over_however_long_ago_it_began():
    found = read_history(condition("Deep vein thrombosis", onsetDateTime="2019-01-01"), ON)
    assert "safe.dvt" in {f.rule for f in screened(found, ON).findings}


def test_a_code_of_what_is_over_only_asks():
    found = read_history(condition("Thing", (ICD, "I82.401", ""), status="resolved"), ON)
    assert found.codes == ()
    assert screened(found, ON).answer == "unknown"
    assert [r.text for r in found.remarks] == ["Thing"]


def test_a_doubtful_problem_asks_and_settles_nothing():
    doubt = {"coding": [{"code": "provisional"}]}
    found = read_history(condition("", (ICD, "I82.401", "Acute DVT"), verificationStatus=doubt), ON)
    assert found.codes == ()
    assert screened(found, ON).answer == "unknown"


@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
def test_what_is_refuted_is_kept_for_the_therapist_only(status):
    found = read_history(condition("Gout", verificationStatus={"coding": [{"code": status}]}), ON)
    assert found == History(remarks=found.remarks)
    assert [(r.question, r.text) for r in found.remarks] == [(f"marked {status}", "Gout")]


# ------------------------------------------------------------------ medicines and allergies


@pytest.mark.parametrize(
    "said",
    [
        {"medicationCodeableConcept": concept("Eliquis")},
        {"medicationCodeableConcept": concept("", (RXNORM, "855332", "warfarin sodium 5 MG Oral Tablet"))},
        {"medicationReference": {"display": "Coumadin"}},
        {"contained": [{"resourceType": "Medication", "id": "m", "code": concept("warfarin")}],
         "medicationReference": {"reference": "#m"}},
    ],
)  # fmt: skip
def test_a_blood_thinner_is_known_however_it_is_written(said):
    rules = {f.rule for f in screened(read_history(medicine(**said), ON), ON).findings}
    assert rules == {"safe.anticoagulants"}


def test_a_medicine_in_a_resource_of_its_own_is_found():
    product = {"resourceType": "Medication", "id": "w", "code": concept("warfarin")}
    order = medicine(medicationReference={"reference": "Medication/w"}) | {"resourceType": "MedicationRequest"}
    assert read_history(bundle(product, order), ON).medicines == ("warfarin",)


@pytest.mark.parametrize("status", ["stopped", "not-taken", "completed", "entered-in-error"])
def test_a_medicine_that_is_not_taken_is_kept_for_the_therapist(status):
    found = read_history(medicine(status=status, medicationCodeableConcept=concept("warfarin")), ON)
    assert found.medicines == ()
    assert [r.text for r in found.remarks] == ["warfarin"]


def test_a_medicine_nobody_knows_is_asked():
    found = read_history(medicine(medicationCodeableConcept=concept("Flumbazol 5 MG Oral Tablet")), ON)
    assert found.medicines == ("Flumbazol 5 MG",)
    assert screened(found, ON).answer == "unknown"


def test_an_allergy_comes_with_its_reaction():
    reaction = [{"manifestation": [concept("hives")]}]
    found = read_history({"resourceType": "AllergyIntolerance", "code": concept("Latex"), "reaction": reaction}, ON)
    assert found.allergies == ("Latex (hives)",)
    assert [r.text for r in found.reports] == ["Latex"]


def test_no_known_allergy_is_a_denial():
    found = read_history({"resourceType": "AllergyIntolerance", "code": concept("NKA", (SNOMED, "716186003", ""))}, ON)
    assert (found.allergies, found.denied) == ((), ("NKA",))


# ------------------------------------------------------------------ whatever comes


def test_what_is_no_fhir_is_refused_in_words():
    with pytest.raises(FhirError, match="not a FHIR Bundle"):
        read_history({"resourceType": "Invoice"}, ON)
    with pytest.raises(FhirError, match="not JSON"):
        read_history(b"not json", ON)


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "coding", "text", "display", "item", "answer", "linkId", "status", "valueCoding"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(["code", "item", "status", "clinicalStatus", "reaction", "contained"]), TREES),
)
def test_no_shape_breaks_the_reading_and_nothing_is_lost(kind, rest):
    found = read_history({**rest, "resourceType": kind}, ON)
    if kind != "QuestionnaireResponse":
        assert found != History()


@needs_corpus
def test_every_sample_of_a_health_history_is_understood_or_kept():
    found = 0
    for path in sorted((CORPUS / "fhir").glob("*.json")):
        resource = json.loads(path.read_text(encoding="utf-8"))
        if resource["resourceType"] in KINDS:
            assert read_history(resource, ON) != History(), path.name
            found += 1
    assert found >= 10
