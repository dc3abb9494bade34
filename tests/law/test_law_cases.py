"""The cases of each state, in plain words, on both sides of each date and threshold."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from medmassage.law.ask import lawful
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
    return Question(
        state=state, on=case["day"], **{k: tuple(v) if isinstance(v, list) else v for k, v in asked.items()}
    )


@pytest.mark.parametrize(("state", "case"), [c for c in CASES if "ask" in c.values[1]])
def test_the_gate_answers_as_the_case_says(state, case):
    verdict, expect = lawful(question(state, case)), case["expect"]
    assert verdict.answer == expect["answer"], verdict
    found = [f for f in verdict.findings if f.rule == expect.get("rule")]
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
    assert answer.value == expect.get("value")
    assert any(expect.get("cite", "") in basis.cite for basis in answer.basis) or answer.state == "unknown"


def test_every_covered_state_has_cases():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {code for code, e in register().items() if e.covered}
