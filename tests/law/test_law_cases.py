"""The cases of each state, in plain words, on both sides of each date and threshold."""

from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest
import yaml

from medmassage.law.ask import billable, lawful
from medmassage.law.load import jurisdiction, register
from medmassage.law.question import Held, Question

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def held(words: str, state: str) -> Held:
    paper, _, days = words.partition(":")
    code, _, issuer = paper.partition("@")
    start, end = (date.fromisoformat(day) for day in days.split("..")) if days else (None, None)
    return Held(code, issuer or state, valid_from=start, valid_to=end)


def question(state: str, case: dict) -> Question:
    asked = {**case["ask"], "holds": tuple(held(words, state) for words in case["ask"]["holds"])}
    if "at" in asked:
        asked["at"] = time.fromisoformat(asked["at"])
    return Question(
        state=state, on=case["day"], **{k: tuple(v) if isinstance(v, list) else v for k, v in asked.items()}
    )


@pytest.mark.parametrize(("state", "case"), [c for c in CASES if "ask" in c.values[1]])
def test_the_gate_answers_as_the_case_says(state, case):
    asked, expect = question(state, case), case["expect"]
    verdict, bill = lawful(asked), billable(asked)
    assert verdict.answer == expect["answer"], verdict
    assert bill.answer == expect.get("bill", bill.answer), bill
    found = [f for f in (*verdict.findings, *bill.findings) if f.rule == expect.get("rule")]
    assert bool(found) == ("rule" in expect), verdict
    assert expect.get("without") not in {f.rule for f in verdict.findings}
    if "cite" in expect:
        assert any(expect["cite"] in basis.cite for f in found for basis in f.basis), found
    assert any(expect.get("says", "") in f.message for f in found) or not found


@pytest.mark.parametrize(("state", "case"), [c for c in CASES if "topic" in c.values[1]])
def test_the_value_is_what_the_case_says(state, case):
    answer = jurisdiction(state).topic(case["topic"]).on(case["day"], case.get("applies_to", ""))
    expect = case["expect"]
    assert answer.state == expect.get("state", "known")
    assert answer.value == frozen(expect.get("value"))
    assert any(expect.get("cite", "") in basis.cite for basis in answer.basis) or answer.state == "unknown"


def frozen(value):
    """A value as the engine holds it: a list is a tuple there."""
    return tuple(frozen(one) for one in value) if isinstance(value, list) else value


def test_every_jurisdiction_has_at_least_three_cases_and_there_are_many():
    each = Counter(state for state, _ in (case.values for case in CASES))
    assert set(each) == set(register())
    assert min(each.values()) >= 3
    assert sum(each.values()) >= 250


def test_every_case_says_what_is_expected():
    for state, case in (param.values for param in CASES):
        assert case["name"], state
        assert ("ask" in case) != ("topic" in case), case["name"]
        assert "answer" in case["expect"] or "value" in case["expect"] or "state" in case["expect"], case["name"]


def test_every_case_file_is_a_jurisdictions():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(register())
