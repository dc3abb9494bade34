"""All data files of the room, walked; and what a bad file is told."""

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from law.zenda import FOOT, HEAD
from medmassage.datafile import DataFile, DataFileError
from medmassage.finding import Level
from medmassage.law.load import UnknownJurisdiction, covered, entry, jurisdiction, read_register, register
from medmassage.law.question import SETTINGS
from medmassage.law.statefile import read_issuer, read_state
from medmassage.law.topics import EVENTS
from medmassage.law.vocabulary import acts_in, vocabulary
from paths import FACTS, needs_facts

ROOM = Path(str(files("medmassage.law")))
STATES = sorted((ROOM / "states").glob("*.yaml"))
BESIDE = [ROOM / "federal.yaml", *sorted((ROOM / "certifiers").glob("*.yaml"))]
JURISDICTIONS = 52  # fifty states, the federal district, one territory

GOOD = (
    HEAD
    + """\
scope:
  forbids:
    diagnosis:
      - {value: Diagnosing., cite: "§3", source: s1, confidence: primary}
conditions:
  diagnosis:
    rule: scope.forbids.diagnosis
    when: {act: [diagnosis]}
    else: stop
"""
    + FOOT
)


def written(folder, text, name="ZZ.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_register_names_every_jurisdiction_and_each_has_a_file():
    assert len(register()) == JURISDICTIONS
    assert set(register()) == {path.stem for path in STATES}
    assert all(re.fullmatch("[A-Z]{2}", code) and e.name for code, e in register().items())


def test_the_register_and_the_files_say_the_same_name():
    assert all(law.name == entry(law.code).name for law in covered())


@pytest.mark.parametrize("path", STATES, ids=lambda p: p.stem)
def test_a_state_file_reads_and_each_value_has_a_source(path):
    law = read_state(path)
    assert law.topic("regulation").spells
    for topic, value in law.topics.items():
        for spell in value.spells:
            assert spell.basis.cite, topic
            assert spell.basis.url or spell.basis.confidence == "recall", topic


@pytest.mark.parametrize("path", BESIDE, ids=lambda p: p.stem)
def test_federal_law_and_certifiers_read_and_each_value_has_a_source(path):
    law = read_issuer(path)
    for topic, value in law.topics.items():
        for spell in value.spells:
            assert spell.basis.cite, topic
            assert spell.basis.url or spell.basis.confidence == "recall", topic
    assert all(c.remedy for c in law.conditions if c.otherwise > Level.NOTE)


@pytest.mark.parametrize("path", STATES, ids=lambda p: p.stem)
def test_unsaid_and_forbidden_settings_say_why(path):
    for credential in read_state(path).credentials.values():
        for rule in credential.settings.values():
            assert all(s.text for s in rule.spells if s.value != "allowed")


@pytest.mark.parametrize("path", STATES, ids=lambda p: p.stem)
def test_a_condition_that_stops_says_what_to_do(path):
    assert all(c.remedy for c in read_state(path).conditions if c.otherwise > Level.NOTE)


@pytest.mark.parametrize("path", [*STATES, *BESIDE, ROOM / "vocabulary.yaml"], ids=lambda p: p.stem)
def test_words_people_see_are_american_and_without_long_dashes(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        words = re.sub(r"https?://\S+", "", line)
        assert not re.search(r"licen[c]e|authoris|recognis|programme|mobilising", words), line
        assert "—" not in words


def test_every_setting_and_act_has_its_words():
    words = vocabulary()
    assert tuple(words.settings) == SETTINGS
    assert all(act["label"] and act["words"] for act in words.acts.values())
    assert all(name in acts_in(name) for name in words.acts)


@pytest.mark.parametrize("path", [*STATES, *BESIDE], ids=lambda p: p.stem)
def test_no_change_of_law_is_told_with_a_day_that_is_not_written(path):
    """Events and what is pending are dated; a value without a day says so by having none."""
    law = read_issuer(path)
    assert all(spell.since for name in EVENTS for spell in law.topic(name).spells)


def test_no_python_file_of_the_room_names_a_jurisdiction():
    names = "|".join(re.escape(e.name) for e in register().values())
    # A code as a word of its own; Git's and English's capitals of two letters do not occur in this room.
    found = re.compile(rf"\b({names})\b|\b({'|'.join(register())})\b")
    for path in ROOM.glob("*.py"):
        assert not found.search(path.read_text(encoding="utf-8")), path.name


def raw_spells(node):
    if isinstance(node, dict):
        if "value" in node and "cite" in node:
            yield node
        for below in node.values():
            yield from raw_spells(below)
    elif isinstance(node, list):
        for below in node:
            yield from raw_spells(below)


@needs_facts
@pytest.mark.parametrize("path", STATES, ids=lambda p: p.stem)
def test_no_confidence_was_raised_above_the_research(path):
    """Where the same words of law are cited with the same source, the research's confidence is the most there is."""
    rank = {"recall": 0, "secondary": 1, "primary": 2}
    research = yaml.safe_load((FACTS / "law" / path.name).read_text(encoding="utf-8"))
    urls = {name: source["url"] for name, source in research["sources"].items()}
    most: dict[tuple[str, str], int] = {}
    for one in raw_spells(research):
        key = (one["cite"], urls.get(one.get("source"), ""))
        most[key] = max(most.get(key, 0), rank[one.get("confidence", "secondary")])
    for value in read_state(path).topics.values():
        for spell in value.spells:
            allowed = most.get((spell.basis.cite, spell.basis.url), rank["primary"])
            assert rank[spell.basis.confidence] <= allowed, spell


def test_a_good_file_reads(tmp_path):
    law = read_state(written(tmp_path, GOOD))
    assert law.credentials["LMT"].settings["any"].on(date(2026, 1, 1)).value == "allowed"


BAD = yaml.safe_load((Path(__file__).parent / "bad_files.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_a_bad_file_is_refused_with_its_line(tmp_path, case):
    assert case["old"] in GOOD
    with pytest.raises(DataFileError, match=re.escape(case["says"])):
        read_state(written(tmp_path, GOOD.replace(case["old"], case["new"], 1)))


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "ZZ.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match="UTF-8"):
        DataFile(path)


@pytest.mark.parametrize(
    ("line", "message"), [("ZZ: {title: x}", "register.yaml:1: ZZ"), ("ZZ: {name: Z, checked: soon}", "ZZ.checked")]
)
def test_a_bad_register_is_refused_with_its_line(tmp_path, line, message):
    with pytest.raises(DataFileError, match=re.escape(message)):
        read_register(written(tmp_path, line, "register.yaml"))


def test_nothing_is_checked_in_the_future():
    tomorrow_anywhere = datetime.now(UTC).date().toordinal() + 1
    assert all(e.checked.toordinal() <= tomorrow_anywhere for e in register().values() if e.checked)


def test_a_code_that_is_none_is_refused():
    with pytest.raises(UnknownJurisdiction, match="two-letter"):
        jurisdiction("XX")
