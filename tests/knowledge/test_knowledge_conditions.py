"""What people are referred for, and groups of people: whole, cited, linked both ways, and hiding nothing."""

import pytest
import yaml

from medmassage.codes import icd10cm
from medmassage.datafile import DataFileError
from medmassage.knowledge.lexicon import lexicon, spelled
from medmassage.knowledge.links import at_region, codes, drugs, generic, links, of_code, of_drug
from medmassage.knowledge.load import knowledge, names_of, read_all
from medmassage.knowledge.rows import Condition
from paths import FACTS, ROOT, needs_facts

ROOM = ROOT / "src" / "medmassage" / "knowledge"
CONDITIONS = list(knowledge().conditions.values())
POPULATIONS = list(knowledge().populations.values())
ADAPTING = [*CONDITIONS, *POPULATIONS]
FILES = [*(ROOM / "conditions").glob("*.yaml"), *(ROOM / "populations").glob("*.yaml")]

# An id is a name, too. These words alone mean more than the group ("feeling down", "neurologic signs", "abuse
# survivors", the setting "hospice"), so its id is a longer one here.
RENAMED = {
    "down": "down_syndrome_pop",
    "neurologic": "neurologic_disease",
    "survivors": "cancer_survivors",
    "hospice": "hospice_care",
}
# Only the name of an id, which nobody says: neuropathy of any cause is its own contraindication.
MAY_HIDE = {("diabetic_neuropathy_care", "diabetes")}


def facts(name: str) -> list[dict]:
    return yaml.safe_load((FACTS / "knowledge" / f"{name}.yaml").read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_has_a_theme_and_fits_on_a_few_screens(path):
    text = path.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["theme"]
    assert len(text.splitlines()) < 500


def test_themes_are_those_of_one_file_each():
    for folder in ("conditions", "populations"):
        themes = [yaml.safe_load(p.read_text(encoding="utf-8"))["theme"] for p in FILES if p.parent.name == folder]
        assert len(themes) == len(set(themes)), folder
    assert all(row.theme for row in ADAPTING)


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda row: row.id)
def test_a_condition_has_evidence_with_its_certainty_and_a_page_behind_it(condition):
    assert condition.evidence.summary.endswith(".") and condition.evidence.certainty
    assert condition.sources or condition.confidence == "recall"
    assert condition.precautions and condition.refer_back and condition.techniques and condition.see


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda row: row.id)
def test_each_dosage_says_what_it_rests_on(condition):
    assert condition.dosage
    pages = {source.url for source in condition.sources}
    for scheme in condition.dosage:
        if scheme.basis == "practice":
            assert scheme.note, "what nobody tested says how it is meant"
        else:
            assert scheme.source in pages, "what was tested or reviewed names the page"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda row: row.id)
def test_each_pair_of_numbers_is_in_order_and_possible(condition):
    for scheme in condition.dosage:
        for span in (scheme.minutes, scheme.sessions_per_week, scheme.weeks, scheme.total_sessions):
            assert span is None or 0 < span[0] <= span[1]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda row: row.id)
def test_each_code_is_whole_and_stands_once(condition):
    assert len(set(condition.icd10cm)) == len(condition.icd10cm)
    for code in condition.icd10cm:
        assert icd10cm.validate(code) == code


@pytest.mark.parametrize("row", ADAPTING, ids=lambda row: row.id)
def test_what_it_links_to_links_back(row):
    beside = links(row)
    for entry in beside.entries:
        back = links(entry)
        assert row in (*back.conditions, *back.populations), entry.id
    for measure in beside.measures:
        assert row in links(measure).conditions, measure.id
    for base in beside.regions:
        assert row in at_region(base).conditions, base
    for code in beside.codes:
        assert row in of_code(code).conditions, code


@pytest.mark.parametrize("row", ADAPTING, ids=lambda row: row.id)
def test_no_link_is_named_twice(row):
    for listed in (row.see, row.implies, getattr(row, "measures", ()), getattr(row, "regions", ())):
        assert len(set(listed)) == len(listed)


def test_a_medicine_and_an_entry_lead_to_each_other():
    for drug in drugs():
        assert generic(drug) == drug
        assert of_drug(drug).entries
        assert all(drug in links(entry).drugs for entry in of_drug(drug).entries)


def test_a_code_leads_to_the_entries_of_its_category():
    assert "dvt" in {e.id for e in of_code("i82401").entries}
    assert "dvt" in {e.id for e in of_code("I82").entries}
    assert "dvt" not in {e.id for e in of_code("M54.2").entries}
    assert not of_code("H61.23").entries and not of_code("H61.23").conditions


def test_every_listed_code_has_a_page():
    assert codes() == tuple(sorted({code for c in CONDITIONS for code in c.icd10cm}))


def inside(name: str) -> list[frozenset[str]]:
    """The entries that parts of a name are names of, part by part."""
    words, named = spelled(name), lexicon().named
    parts = [words[i:j] for i in range(len(words)) for j in range(i + 1, len(words) + 1) if j - i < len(words)]
    found = [frozenset(named.get(part, ())) & knowledge().entries.keys() for part in parts]
    return [ids for ids in found if ids]


@pytest.mark.parametrize("row", ADAPTING, ids=lambda row: row.id)
def test_no_name_hides_a_contraindication_that_is_said_in_it(row):
    """The longest name wins, so whatever a part of it says must be implied, or what follows from that."""
    entries = knowledge().entries
    for name in names_of(row):
        told = lexicon().named[spelled(name)]
        for ids in inside(name):
            hidden = {id_ for id_ in ids if id_ not in told and entries[id_].when.afterwards not in told}
            assert hidden < ids or {(row.id, id_) for id_ in hidden} <= MAY_HIDE, (name, hidden)


@pytest.mark.parametrize("row", [r for r in ADAPTING if r.implies], ids=lambda row: row.id)
def test_whoever_says_it_has_said_what_it_implies(row):
    for name in names_of(row):
        assert set(row.implies) <= lexicon().named[spelled(name)], name


def test_a_name_of_a_condition_is_no_medicine():
    medicines = {" ".join(words) for words in lexicon().medicines}
    for condition in CONDITIONS:
        for name in names_of(condition):
            assert not medicines & {" ".join(spelled(name)[i:j]) for i in range(9) for j in range(i + 1, 10)}, name


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("conditions/cancer_and_comfort.yaml", "implies: [cancer_active]", "implies: [dvt]", "dvt, which see does not"),
        ("populations/mind.yaml", "implies: [ptsd_trauma]", "implies: [dvt]", "dvt, which see does not"),
        ("populations/mind.yaml", "theme: Mind", "thema: Mind", "mind.yaml:"),
        ("conditions/mind_and_sleep.yaml", "- id: insomnia", "- id: anxiety", "stands twice"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_what_is_wrong(tmp_path, file, old, new, says):
    import shutil

    shutil.copytree(ROOM, tmp_path / "room", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "room" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=says):
        read_all(tmp_path / "room")


@needs_facts
@pytest.mark.parametrize("name", ["conditions", "populations"])
def test_every_fact_is_carried_over_as_sure_as_it_is_and_no_surer(name):
    held = {row.id: row for row in ADAPTING if isinstance(row, Condition) == (name == "conditions")}
    for fact in facts(name):
        row = held[RENAMED.get(fact["id"], fact["id"])]
        assert row.confidence == fact["confidence"], row.id
        assert {source.url for source in row.sources} == {source["url"] for source in fact["sources"]}, row.id
        assert set(fact.get("see_contraindications", ())) <= set(row.see), row.id


@needs_facts
def test_codes_and_numbers_are_those_of_the_facts():
    keys = ("minutes", "sessions_per_week", "weeks", "total_sessions")
    for fact in facts("conditions"):
        row = knowledge().conditions[fact["id"]]
        assert list(row.icd10cm) == fact["icd10cm"], row.id
        assert list(row.regions) == fact["regions"], row.id
        assert len(row.dosage) == len(fact["dosage"]), row.id
        for scheme, told in zip(row.dosage, fact["dosage"], strict=True):
            assert scheme.basis == told["basis"], row.id
            for key in keys:
                assert list(getattr(scheme, key) or []) == told.get(key, []), (row.id, key)
