"""Minutes to units: every worked example of the facts, and the edges that we hold without them."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from medmassage.billing.units import RULES, basis, units
from paths import FACTS, needs_facts


def worked_examples() -> list[dict[str, Any]]:
    path = FACTS / "billing/units.yaml"
    if not path.is_file():
        return []
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["worked_examples"]


EXAMPLES = worked_examples()


def asked(example: dict[str, Any], rule: str) -> Any:
    untimed = {s["code"] for s in example["services"] if not s["timed"]}
    return units(rule, [(s["code"], s["minutes"]) for s in example["services"]], untimed)


@needs_facts
def test_all_worked_examples_are_here() -> None:
    assert len(EXAMPLES) == 28


@needs_facts
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["id"])
def test_a_worked_example_by_the_total_time_rule(example: dict[str, Any]) -> None:
    found = asked(example, "cms")
    assert sum(found.units.values()) == example["cms_units_total"]
    assert found.total_minutes == example["timed_minutes"]
    if "cms_tie" not in example:
        assert found.units == example["cms"]
    else:
        may_carry = example["cms_tie"].partition("any of ")[2].split(", ")
        differs = {c for c in found.units.keys() | example["cms"] if found.units.get(c) != example["cms"].get(c)}
        assert differs <= set(may_carry)
        assert set(found.ties) <= set(may_carry) and found.ties


@needs_facts
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["id"])
def test_a_worked_example_by_the_midpoint_rule(example: dict[str, Any]) -> None:
    found = asked(example, "ama")
    assert found.units == example["ama"]
    assert sum(found.units.values()) == example["ama_units_total"]


@pytest.mark.parametrize(
    ("rule", "services", "expected"),
    [
        ("cms", [("97124", 7)], {}),
        ("cms", [("97124", 8)], {"97124": 1}),
        ("cms", [("97124", 22)], {"97124": 1}),
        ("cms", [("97124", 23)], {"97124": 2}),
        ("cms", [("97124", 23), ("97140", 8)], {"97124": 1, "97140": 1}),
        ("ama", [("97124", 23), ("97140", 8)], {"97124": 2, "97140": 1}),
        ("full_blocks", [("97124", 29), ("97140", 15)], {"97124": 1, "97140": 1}),
        ("full_blocks", [("97124", 14)], {}),
        ("cms", [("97140", 25), ("97140", 20)], {"97140": 3}),
        ("cms", [("97010", 40), ("97124", 0)], {"97010": 1}),
        ("ama", [], {}),
    ],
)
def test_the_edges_of_each_rule(rule: str, services: list[tuple[str, int]], expected: dict[str, int]) -> None:
    assert units(rule, services).units == expected


def test_a_tie_says_who_else_could_have_had_the_unit() -> None:
    found = units("cms", [("97124", 8), ("97140", 8)])
    assert found.ties == ("97140",)
    assert (found.most("97124"), found.most("97140")) == (1, 1)
    assert "97140" in found.explain[-1]


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_says_where_it_stands(rule: str) -> None:
    assert basis(rule).cite and basis(rule).confidence in {"primary", "secondary", "recall"}
    assert basis(rule).url or basis(rule).confidence == "recall"


def test_an_unknown_rule_and_negative_minutes_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="cms, ama, full_blocks"):
        units("eights", [("97124", 20)])
    with pytest.raises(ValueError, match="negative"):
        units("cms", [("97124", -1)])


SERVICES = st.lists(st.tuples(st.sampled_from(["97124", "97140", "97112", "97110"]), st.integers(0, 120)), max_size=6)


@given(SERVICES)
def test_the_total_time_rule_gives_what_the_total_earns(services: list[tuple[str, int]]) -> None:
    found = units("cms", services)
    assert sum(found.units.values()) == (found.total_minutes + 7) // 15
    minutes = {c: sum(m for d, m in services if d == c) for c, _ in services}
    assert all(minutes[c] // 15 <= found.most(c) <= minutes[c] // 15 + 1 for c in minutes)


@given(SERVICES, st.sampled_from(RULES))
def test_no_code_without_minutes_gets_a_unit(services: list[tuple[str, int]], rule: str) -> None:
    found = units(rule, services)
    assert all(count > 0 for count in found.units.values())
    assert all(sum(m for d, m in services if d == c) > 0 for c in found.units)


@given(SERVICES)
def test_full_blocks_never_give_more_than_the_midpoint(services: list[tuple[str, int]]) -> None:
    full, midpoint = units("full_blocks", services).units, units("ama", services).units
    assert all(midpoint.get(code, 0) >= count for code, count in full.items())
