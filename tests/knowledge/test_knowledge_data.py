"""Walks every data file of the room: whole, linked, cited, and no name in the code."""

import re
from pathlib import Path

import pytest
import yaml

from medmassage.datafile import DataFileError, read
from medmassage.knowledge import anatomy
from medmassage.knowledge.links import at_region, links
from medmassage.knowledge.load import knowledge, read_all
from medmassage.knowledge.rows import Theme
from paths import FACTS, ROOT, needs_facts

ROOM = ROOT / "src" / "medmassage" / "knowledge"
FILES = sorted(ROOM.rglob("*.yaml"))
EVERY = [
    *knowledge().entries.values(),
    *knowledge().conditions.values(),
    *knowledge().populations.values(),
    *knowledge().measures.values(),
]
SURE = {"guideline": "primary", "review": "primary", "secondary": "secondary", "recall": "recall"}
RANK = ("recall", "secondary", "primary")


def test_the_25_that_matter_most_are_there():
    wanted = {
        "dvt", "dvt_history", "pulmonary_embolism", "anticoagulants", "fever", "systemic_infection",
        "contagious_skin", "cellulitis", "open_wounds", "burns", "recent_surgery", "acute_fracture",
        "osteoporosis", "unexplained_edema", "unstable_angina_chest_pain", "acute_mi", "recent_stroke",
        "uncontrolled_hypertension", "heart_failure", "cancer_active", "pathologic_fracture", "lymph_node_removal",
        "lymphedema", "pregnancy_third_trimester", "preeclampsia", "cauda_equina", "cervical_artery_dissection",
        "cervical_instability", "ra_flare", "ra_neck", "diabetic_neuropathy", "varicose_veins", "kidney_failure",
        "dialysis_access", "epilepsy", "pacemaker",
    }  # fmt: skip
    assert wanted <= knowledge().entries.keys()


def test_ids_are_unique_over_everything_that_has_a_page():
    ids = [row.id for row in EVERY] + list(anatomy.bases())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.id)
def test_each_row_is_cited_and_no_source_is_surer_than_the_row(row):
    assert row.basis
    for basis in row.basis:
        assert RANK.index(basis.confidence) <= RANK.index(SURE[row.confidence])
    if row.confidence != "recall":
        assert row.sources, "only recall may stand without a page"


@needs_facts
def test_no_confidence_was_raised_over_the_facts():
    facts = yaml.safe_load((FACTS / "knowledge" / "contraindications.yaml").read_text())["entries"]
    held = {fact["id"]: fact for fact in facts}
    for entry in knowledge().entries.values():
        assert entry.confidence == held[entry.id]["confidence"]
        assert entry.level == held[entry.id]["level"]
        assert entry.red_flag == held[entry.id]["red_flag"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_says_what_it_is_and_has_no_tab(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "\t" not in text
    assert "—" not in text


def test_words_are_american():
    british = re.compile(r"\b\w*(isation|ising|ised|colour|tumour|oedema|centre|licence[sd]?)\b")
    fine = {
        "raised",
        "rising",
        "raising",
        "bruising",
        "revised",
        "advised",
        "promised",
        "supervised",
        "bruised",
        "exercised",
    }
    for row in EVERY:
        said = row.model_dump_json(exclude={"sources", "published_changes"})
        found = {m.group() for m in british.finditer(said)} - fine
        assert not found, row.id


def test_what_stops_says_what_to_do_and_asks():
    for entry in knowledge().entries.values():
        assert entry.ask and entry.do.endswith(".") and entry.why.endswith(".")
        if entry.red_flag:
            assert entry.urgency in ("emergency", "same_day")
            assert entry.keeps_out


def test_an_afterwards_stands_behind_a_window():
    for entry in knowledge().entries.values():
        assert not entry.when.afterwards or entry.when.window_days


def test_85_regions_in_47_bases():
    assert len(anatomy.regions()) == 85
    assert len(anatomy.bases()) == 47
    assert anatomy.expand("neck_back") == ("neck_back_l", "neck_back_r")
    assert anatomy.expand("neck_back_l") == ("neck_back_l",)
    assert set(anatomy.bases_of("upper_back")) == {"shoulder_top", "scapula", "thoracic_spine", "midback"}
    assert anatomy.expand("site") == anatomy.expand("nowhere") == ()
    assert anatomy.label("calf_l") == "Calf, left"


def test_whole_body_is_every_region():
    assert set(anatomy.expand("whole_body")) == {r.id for r in anatomy.regions()}


def test_links_go_both_ways():
    whiplash = links(knowledge().conditions["whiplash"])
    back = links(knowledge().entries[whiplash.entries[0].id])
    assert "whiplash" in {c.id for c in back.conditions}
    measure = links(whiplash.measures[0])
    assert "whiplash" in {c.id for c in measure.conditions}
    assert "whiplash" in {c.id for c in at_region("neck_back").conditions}


def test_a_condition_to_plan_by_has_evidence_dosage_and_measures():
    for id_ in ("neck_pain_chronic", "lbp_chronic", "tension_headache", "shoulder_pain", "whiplash"):
        condition = knowledge().conditions[id_]
        assert condition.dosage and condition.evidence.summary and condition.measures


def test_no_python_file_names_a_medicine_or_a_condition():
    names = {drug for e in knowledge().entries.values() for drug in e.drugs} | {b.lower() for b in knowledge().brands}
    names |= {e.id for e in knowledge().entries.values() if e.id not in ("fever",)} | knowledge().conditions.keys()
    names |= {"fever", "thrombosis", "stroke", "cancer", "pregnan", "hypertens"} - {"pregnan"}
    word = re.compile(r"[\"'](" + "|".join(map(re.escape, sorted(names))) + r")[\"']", re.IGNORECASE)
    for path in ROOM.glob("*.py"):
        assert not word.findall(path.read_text(encoding="utf-8")), path.name


# Bad files -----------------------------------------------------------------------------------------------------

GOOD = (ROOM / "contraindications" / "cancer_and_lymph.yaml").read_text(encoding="utf-8")


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as wrong:
        read(path, Theme)
    return str(wrong.value)


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def test_a_word_that_is_none_is_refused_with_file_and_line(tmp_path):
    bad = GOOD.replace("level: local", "level: lokal", 1)
    assert refused(tmp_path, bad).startswith(f"bad.yaml:{line_of(bad, 'lokal')}: ")


def test_an_unknown_key_is_refused_with_file_and_line(tmp_path):
    bad = GOOD.replace("    why:", "    whi:", 1)
    assert "bad.yaml:" in refused(tmp_path, bad)


def test_a_key_twice_is_refused(tmp_path):
    assert "stands twice" in refused(tmp_path, GOOD.replace("theme:", "theme: A\ntheme:", 1))


def test_broken_yaml_is_refused_with_its_line(tmp_path):
    assert re.match(r"bad.yaml:\d+: ", refused(tmp_path, "theme: [a\nentries: ]"))


def test_an_empty_file_is_refused(tmp_path):
    assert refused(tmp_path, "").startswith("bad.yaml:1: ")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match=r"bad.yaml:1: This is not UTF-8"):
        read(path, Theme)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("conditions/back_and_neck.yaml", "measures: [ndi,", "measures: [nosuch,", "nosuch, which is no measure"),
        ("conditions/back_and_neck.yaml", "regions: [neck_back,", "regions: [nosuch,", "nosuch, which is no region"),
        ("populations/age.yaml", "see: [", "see: [nosuch, ", "nosuch, which is no entry"),
        (
            "contraindications/clots_and_bleeding.yaml",
            "afterwards: dvt_history",
            "afterwards: nosuch",
            "nosuch, which is no",
        ),
        ("contraindications/clots_and_bleeding.yaml", "- id: dvt_history", "- id: dvt", "stands twice"),
    ],
)
def test_a_broken_link_is_refused(tmp_path, file, old, new, says):
    import shutil

    shutil.copytree(ROOM, tmp_path / "room", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "room" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=says):
        read_all(tmp_path / "room")
