"""``gate ordered`` and ``fhir check``: answers, exit codes, and one line for what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from medmassage.cli.main import application
from paths import ROOT

CASE = {
    "state": "WA",
    "payer_kind": "workers_comp",
    "referrals": [
        {"id": "r1", "written": "2026-11-02", "starts": "2026-11-02", "ends": "2026-12-12", "visits": 6},
    ],
    "visits": [{"id": f"v{i}", "on": f"2026-11-0{i}", "status": "signed", "units": 3} for i in range(3, 7)],
}  # fmt: skip
ORDER = {
    "resourceType": "ServiceRequest", "status": "active", "intent": "order",
    "code": {"text": "Chest x-ray"}, "subject": {"display": "Hazel"},
}  # fmt: skip


def run(*words: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(application(words[0]), list(words))
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found.exit_code, found.stdout, found.stderr


@pytest.fixture
def case_file(tmp_path: Path):
    def make(**changes: Any) -> str:
        path = tmp_path / "case.json"
        path.write_text(json.dumps({**CASE, **changes}))
        return str(path)

    return make


def test_a_visit_with_room_passes_and_the_limits_stand_beside(case_file) -> None:
    code, out, _ = run("gate", "ordered", case_file(), "--on", "2026-11-20", "--adding", "--json")
    found = json.loads(out)
    assert (code, found["gate"], found["answer"]) == (0, "ordered", "yes")
    assert found["tightest"]["left"] == 2
    assert {limit["kind"] for limit in found["limits"]} == {"referral", "counting_rule"}


def test_one_past_the_limit_does_not_pass(case_file) -> None:
    six = [{"id": str(i), "on": f"2026-11-0{i}", "status": "booked"} for i in range(3, 9)]
    code, out, _ = run("gate", "ordered", case_file(visits=six), "--on", "2026-11-20", "--adding", "--json")
    assert code == 1
    assert {"order.authorization_missing", "order.visits_used_up"} <= {f["rule"] for f in json.loads(out)["findings"]}


def test_without_json_the_answer_and_the_one_number_are_printed(case_file) -> None:
    code, out, _ = run("gate", "ordered", case_file(), "--on", "2026-11-20")
    assert code == 0
    assert "2 of 6 left, until 12 Dec, by referral" in out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"referals": []}, "referals: there is no such field."),
        ({"state": 5}, "state: "),
        ({"visits": [{"id": "1", "on": "soon", "status": "booked"}]}, "visits[0].on: "),
        ({"visits": [{"id": "1", "on": "2026-11-03", "status": "dreamt"}]}, "visits[0].status: “dreamt”"),
        ({"visits": [{"id": "1", "on": "2026-11-03", "status": "done", "units": 10**9}]}, "visits[0].units: "),
        ({"referrals": [{**CASE["referrals"][0], "visits": -1}]}, "referrals[0].visits: "),
        ({"referrals": [{**CASE["referrals"][0], "ends": "2026-01-01"}]}, "referrals[0].ends: "),
    ],
)
def test_a_broken_case_is_refused_in_one_line_that_names_the_field(
    case_file, changes: dict[str, Any], words: str
) -> None:
    code, out, err = run("gate", "ordered", case_file(**changes), "--on", "2026-11-20", "--json")
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_no_file_no_day_and_no_json_are_bad_usage(tmp_path: Path, case_file) -> None:
    assert run("gate", "ordered", str(tmp_path / "none.json"), "--on", "2026-11-20")[0] == 2
    assert run("gate", "ordered", case_file())[0] == 2
    assert run("gate", "ordered", case_file(), "--on", "20 Nov")[0] == 2
    broken = tmp_path / "broken.json"
    broken.write_bytes(b'{"state": ')
    code, _, err = run("gate", "ordered", str(broken), "--on", "2026-11-20")
    assert code == 2
    assert "not JSON" in err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(case_file, day: str) -> None:
    plan = {"starts": "2026-07-01", "visits": 20, "used_elsewhere": 0}
    assert run("gate", "ordered", case_file(plan_year=plan), "--on", day, "--json")[0] == 1


def test_an_order_for_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    path.write_text(json.dumps(ORDER))
    code, out, _ = run("fhir", "check", str(path), "--json")
    found = json.loads(out)
    assert (code, found["gate"], found["answer"]) == (1, "intake", "no")
    assert [f["rule"] for f in found["findings"]] == ["intake.not_massage"]
    assert found["patient"] is None


def test_an_order_with_gaps_says_what_was_understood_and_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    path.write_text(
        json.dumps({**ORDER, "code": {"text": "Massage"}, "quantityQuantity": {"value": 6, "unit": "visits"}})
    )
    code, out, _ = run("fhir", "check", str(path))
    assert code == 1
    assert "6 visits" in out
    assert "The patient (Hazel) is not in the Bundle." in out


def test_what_is_no_bundle_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7 \xff")
    code, out, err = run("fhir", "check", str(path), "--json")
    assert (code, out) == (2, "")
    assert "UTF-8" in err
    assert run("fhir", "check", str(tmp_path))[0] == 2


def test_the_case_in_the_docs_is_one_and_answers_as_the_docs_say(tmp_path: Path) -> None:
    page = (ROOT / "docs/care.md").read_text(encoding="utf-8")
    path = tmp_path / "case.json"
    path.write_text(page.split("```json\n")[1].split("```")[0])
    code, out, _ = run("gate", "ordered", str(path), "--on", "2026-12-01", "--adding")
    assert code == 0
    assert out.strip() in page
