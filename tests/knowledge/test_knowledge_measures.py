"""The files of measures and of range of motion: whole, cited, carried over without raising anything."""

import ast

import pytest
import yaml

from medmassage.datafile import DataFileError
from medmassage.knowledge import motion
from medmassage.knowledge.links import links
from medmassage.knowledge.load import knowledge, read_all
from medmassage.knowledge.rows import Measure
from paths import FACTS, ROOT, needs_facts

ROOM = ROOT / "src" / "medmassage" / "knowledge"
MEASURES = knowledge().measures
RANK = ("recall", "secondary", "review", "guideline")


def facts():
    return yaml.safe_load((FACTS / "knowledge" / "measures.yaml").read_text(encoding="utf-8"))


def ours(fact_id: str) -> Measure:
    return MEASURES[fact_id.lower().replace("-", "")]


@needs_facts
def test_every_measure_of_the_facts_is_here_with_its_range_and_its_owner():
    for fact in facts()["measures"]:
        measure = ours(fact["id"])
        percent = measure.unit == "percent"
        assert percent or list(measure.range) == fact["score_range"], measure.id
        assert measure.better == fact["better"]
        assert measure.license.status.replace("license", "licence") == fact["licence"]["status"]
        assert RANK.index(measure.confidence) <= RANK.index(fact["confidence"])
        assert RANK.index(measure.license.confidence) <= RANK.index(fact["licence"]["confidence"])


@needs_facts
def test_every_published_figure_of_the_facts_is_here():
    for fact in facts()["measures"]:
        had = {(one.kind, one.value, one.population) for one in ours(fact["id"]).published_changes}
        for change in fact["change"]:
            value = tuple(change["value"]) if isinstance(change["value"], list) else change["value"]
            assert (change["kind"], value, change["population"]) in had, fact["id"]


@needs_facts
def test_every_motion_of_the_facts_is_here_with_its_figures():
    told = sorted(
        (m["normal_degrees"], *m["also_reported"]) for j in facts()["range_of_motion"]["joints"] for m in j["motions"]
    )
    rows = {(m.joint, m.label.split(",")[0]): (m.usual, *m.normal) for m in motion.motions().values()}
    assert sorted(rows.values()) == told


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.id)
def test_each_figure_and_rule_names_a_page_of_its_measure(measure):
    pages = {source.url for source in measure.sources}
    named = [measure.scoring.source, *(one.source for one in measure.published_changes)]
    named += [measure.meaningful.source] if measure.meaningful else []
    assert {url for url in named if url} <= pages
    for one in measure.published_changes:
        assert one.source or one.confidence == "recall"


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.id)
def test_bands_rise_and_lie_in_the_range(measure):
    lows = [band.low for band in measure.bands]
    assert lows == sorted(set(lows))
    assert all(measure.range[0] <= low <= measure.range[1] for low in lows)
    assert not lows or lows[0] == measure.range[0]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.id)
def test_a_change_that_counts_is_possible(measure):
    width = measure.range[1] - measure.range[0]
    thresholds = [one.threshold for one in measure.published_changes if one.threshold]
    thresholds += [measure.meaningful.value] if measure.meaningful else []
    assert all(0 < threshold <= width for threshold in thresholds)


def test_figures_of_groups_and_norms_judge_nobody():
    for measure in MEASURES.values():
        for one in measure.published_changes:
            if one.kind in ("norm", "effect", "anchor") or "between groups" in one.unit:
                assert one.threshold is None
                assert one.percent is None


def test_no_python_file_of_the_room_names_a_measure():
    names = {m.id for m in MEASURES.values() if m.id != "rom"} | {m.short for m in MEASURES.values()}
    for path in ROOM.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        assert not said & names, path.name


# Range of motion ----------------------------------------------------------------------------------------------


def test_a_motion_has_its_words_and_what_is_usual():
    assert motion.label("cervical_rotation_right") == "Neck rotation, right"
    assert motion.normal("cervical_rotation_right") == (60, 80)
    assert motion.motions()["cervical_rotation_right"].usual == 60


def test_both_sides_are_there_and_alike():
    for id_, one in motion.motions().items():
        if id_.endswith("_left"):
            other = motion.motions()[id_.removesuffix("left") + "right"]
            assert (one.usual, one.normal, one.range) == (other.usual, other.normal, other.range)


def test_what_is_usual_can_be_entered():
    for one in motion.motions().values():
        assert one.range[0] <= one.normal[0] <= one.normal[1] <= one.range[1]
        assert one.range[0] <= one.usual <= one.range[1]


def test_each_motion_is_a_measure_of_its_own_listed_under_one():
    whole = MEASURES["rom"]
    for id_, one in motion.motions().items():
        measure = MEASURES[f"rom_{id_}"]
        assert (measure.part_of, measure.name, measure.unit, measure.better) == ("rom", one.label, one.unit, "higher")
        assert measure.range == measure.scoring.item == one.range
    assert not whole.part_of
    assert {m.part_of for m in MEASURES.values()} == {"", "rom"}


def test_the_error_of_a_goniometer_is_not_that_of_a_ruler():
    assert MEASURES["rom_jaw_opening"].unit == "mm"
    assert MEASURES["rom_jaw_opening"].published_changes == ()
    assert MEASURES["rom_hip_flexion_left"].published_changes[0].kind == "MDC"


def test_links_of_a_measure_and_of_its_part_are_found():
    for condition in knowledge().conditions.values():
        for id_ in condition.measures:
            assert condition in links(MEASURES[id_]).conditions
    assert links(MEASURES["rom_hip_flexion_left"]).conditions == ()


# Bad files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("measures/mind_and_sleep.yaml", "entry: suicidal_ideation", "entry: nosuch", "alerts names nosuch"),
        (
            "measures/mind_and_sleep.yaml",
            "        - item: 9\n",
            "        - item: 10\n",
            "item 10 is named, but there are 9",
        ),
        ("measures/mind_and_sleep.yaml", "items: [17, 18]", "items: [17, 19]", "item 19 is named, but there are 18"),
        ("measures/spine.yaml", "theme: Neck and back\n", "", "theme: this key is missing"),
        ("measures/spine.yaml", "- id: odi", "- id: ndi", "ndi stands twice"),
        ("motion.yaml", "sources: [exrx, kurz]", "sources: [nosuch]", "sources names nosuch, which is no page"),
        ("motion.yaml", "normal: [35, 45]", "normal: [45, 35]", "write two numbers, the lower first"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_mend(tmp_path, file, old, new, says):
    import shutil

    shutil.copytree(ROOM, tmp_path / "room", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = tmp_path / "room" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=says):
        read_all(tmp_path / "room")
