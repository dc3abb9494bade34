"""Every counting file: it loads, it is cited, and no Python file of the room names a state or payer."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from medmassage.care import counting
from medmassage.care.sources import note_sources
from medmassage.codes import listed
from medmassage.datafile import DataFileError

FOLDER = files("medmassage.care.counting")
FILES = sorted(p.name for p in FOLDER.iterdir() if p.name.endswith(".yaml"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_loads_and_every_rule_in_it_is_cited(name: str) -> None:
    rule = counting.load(FOLDER.joinpath(name))
    assert rule.state == "" or rule.state in listed.rows("us_state")
    for part in (rule.order, rule.authorization, rule.report, rule.one_a_day):
        if part is not None:
            assert part.source.cite
            assert part.source.confidence == "recall" or part.source.url.startswith("https://")
    if rule.authorization:
        numbers = [step.from_visit for step in rule.authorization.steps]
        assert numbers == sorted(set(numbers))
        assert numbers[0] == rule.authorization.after_visits + 1


def test_no_two_files_speak_for_the_same_state_and_kind() -> None:
    assert len(counting.rules()) == len(FILES)


def test_the_rule_of_the_state_goes_before_the_kind_and_the_kind_before_the_general() -> None:
    assert counting.rule_for("wa", "workers_comp").authorization is not None
    assert counting.rule_for("OH", "workers_comp").authorization is None
    assert counting.rule_for("WA", "self_pay").order.needed is False
    assert counting.rule_for("ZZ", "anything").name == "Insured care"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [", "bad.yaml:2"),
        ("name: a\ncounts: b\norder: {needed: true}\n", "order.source"),
        ("name: a\ncounts: b\nhabit: 1\norder: {needed: true, source: {cite: x, confidence: recall}}\n", "habit"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text + "\n")
    with pytest.raises(DataFileError, match=words.replace(".", r"\.")):
        counting.load(path)


def test_the_notes_sources_are_cited() -> None:
    assert {b.confidence for b in note_sources().values()} == {"primary", "secondary", "recall"}
    assert all(b.cite for b in note_sources().values())


def test_no_python_file_of_the_room_names_a_state_or_a_payer() -> None:
    names = {row["label"] for row in listed.rows("us_state").values()}
    names |= {"L&I", "Medicare", "Medicaid", "Veterans", "TRICARE"}
    folder = Path(str(files("medmassage.care")))
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [n for n in names if re.search(rf"\b{re.escape(n)}\b", text)], path.name
        assert not re.search(r"[\"'](WA|MD|OH|NY|CA|DE|KS|workers_comp|self_pay|va)[\"']", text), path.name
