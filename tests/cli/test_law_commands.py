"""``medmassage gate lawful`` and ``medmassage law`` as a person or a program calls them."""

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from medmassage.cli.gate_lawful import lawful
from medmassage.cli.law import app as law

gate = typer.Typer()
gate.command("lawful")(lawful)
gate.command("other")(lambda: None)


def run(app, *words):
    return CliRunner().invoke(app, [*words])


def ask(*words):
    done = run(gate, "lawful", *words, "--json")
    return done.exit_code, json.loads(done.stdout)


def cites(answer):
    return [basis["cite"] for finding in answer["findings"] for basis in finding["basis"]]


def test_a_registration_is_refused_in_a_hospital_with_the_section():
    code, answer = ask("--state", "MD", "--setting", "hospital", "--holds", "RMP@MD", "--on", "2026-10-30")
    assert (code, answer["gate"], answer["answer"]) == (1, "lawful", "no")
    assert any("§6-301(a)(2)" in cite for cite in cites(answer))
    assert set(answer["findings"][0]) >= {"rule", "level", "message", "remedy", "subject", "basis"}
    assert set(answer["findings"][0]["basis"][0]) == {"cite", "url", "publisher", "as_of", "confidence"}


def test_a_license_passes():
    code, answer = ask("--state", "MD", "--setting", "hospital", "--holds", "LMT@MD", "--on", "2026-10-30")
    assert (code, answer["answer"], answer["on"]) == (0, "yes", "2026-10-30")


def test_a_state_without_a_license_answers_unknown_also_today():
    code, answer = ask("--state", "KS", "--setting", "home", "--holds", "LMT@KS")
    assert (code, answer["answer"], answer["findings"][0]["rule"]) == (1, "unknown", "law.ks.local_rules")


def test_a_state_not_covered_yet_answers_unknown():
    code, answer = ask("--state", "TX", "--setting", "home", "--holds", "LMT@TX")
    assert (code, answer["answer"]) == (1, "unknown")
    assert answer["findings"][0]["message"] == "We hold no law of Texas yet."


def test_every_option_is_heard():
    words = ["--state", "WA", "--setting", "home", "--on", "2026-11-01", "--payer-kind", "workers_comp", "--age", "12"]
    papers = ["--holds", "LMT@WA:2024-01-01..2027-01-01", "--holds", "LMT-INTRAORAL@WA:2024-01-01.."]
    consent = ["--document", "breast_consent:2026-10-01", "--document", "breast_training:2020-01-01"]
    code, answer = ask(*words, *papers, *consent, "--technique", "intraoral", "--area", "breast", "--referral")
    rules = {f["rule"]: f["level"] for f in answer["findings"]}
    assert (code, answer["answer"]) == (0, "with_care")
    assert rules["law.wa.minor"] == "caution"
    assert {rules[f"law.wa.{name}"] for name in ("intraoral", "breast_consent", "workers_comp_order")} == {"note"}


def test_a_technician_says_whether_something_diagnosed_is_treated():
    words = ["--state", "DE", "--setting", "medical_clinic", "--holds", "CMT@DE", "--on", "2026-11-01"]
    assert ask(*words, "--diagnosed")[1]["answer"] == "no"
    assert ask(*words, "--not-diagnosed")[1]["answer"] == "with_care"


def test_words_for_people_name_the_answer_the_reason_and_the_source():
    done = run(gate, "lawful", "--state", "MD", "--setting", "hospital", "--holds", "RMP@MD", "--on", "2026-10-30")
    assert done.exit_code == 1
    assert "Lawful: no" in done.stdout
    assert "does not cover a hospital" in done.stdout
    assert "§6-301(a)(2)" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--state", "XX", "--setting", "home"], "'XX' is no state"),
        (["--state", "MD", "--setting", "moon"], "'moon' is no setting"),
        (["--state", "MD", "--setting", "home", "--holds", "LMT"], "write CODE@ST"),
        (["--state", "MD", "--setting", "home", "--holds", "LMT@MD:2026-13-01.."], "2026-13-01 is no day"),
        (["--state", "MD", "--setting", "home", "--payer-kind", "bank"], "--payer-kind bank: known are self_pay"),
        (["--state", "MD", "--setting", "home", "--on", "tomorrow"], "tomorrow is no day of the calendar"),
        (["--state", "MD", "--setting", "home", "--document", "consent"], "write NAME:2026-10-01"),
        (["--state", "MD", "--setting", "home", "--document", "consent:soon"], "soon is no day"),
    ],
)
def test_what_cannot_be_read_leaves_with_two_and_a_message(words, says):
    done = run(gate, "lawful", *words)
    assert done.exit_code == 2
    assert says in done.stderr
    assert not done.stdout


def test_the_law_of_a_state_on_a_day():
    done = run(law, "show", "MD", "--on", "2026-11-01", "--json")
    values = {v["topic"]: v for v in json.loads(done.stdout)["values"]}
    hours = values["credentials.LMT.requires.education_hours"]
    assert done.exit_code == 0
    assert (hours["state"], hours["value"], hours["since"]) == ("known", 750, "2026-11-01")
    assert values["credentials.LMT.requires.education_other"]["state"] == "none"
    assert values["insurance.auto"]["state"] == "unknown"


def test_the_law_of_a_state_as_a_table_marks_what_is_unverified():
    done = run(law, "show", "ny", "--on", "2026-11-01")
    assert done.exit_code == 0
    assert "New York on 2026-11-01" in done.stdout
    assert "◌ unverified" in done.stdout


def test_a_state_not_covered_is_said_so():
    done = run(law, "show", "TX")
    assert (done.exit_code, done.stdout) == (1, "We hold no law of Texas yet. See: medmassage law coverage\n")
    assert json.loads(run(law, "show", "TX", "--json").stdout)["covered"] is False


def test_states_side_by_side():
    done = run(law, "compare", "MD", "OH", "TX", "--ask", "ce_hours", "--on", "2026-11-01", "--json")
    row = json.loads(done.stdout)["topics"]["credentials.LMT.renewal.ce_hours"]
    assert (row["MD"]["value"], row["OH"]["state"], row["TX"]["state"]) == (24, "none", "unknown")
    table = run(law, "compare", "MD", "OH", "--on", "2026-11-01").stdout
    assert "Maryland" in table
    assert "none in law" in table


def test_a_topic_nobody_knows_is_refused():
    done = run(law, "compare", "MD", "--ask", "moon_phase")
    assert done.exit_code == 2
    assert "No topic of these states is named moon_phase" in done.stderr


@pytest.mark.parametrize("words", [["show", "XX"], ["compare", "MD", "XX"], ["changes", "--since", "soon"]])
def test_the_law_commands_refuse_what_they_cannot_read(words):
    done = run(law, *words)
    assert done.exit_code == 2
    assert done.stderr
    assert not done.stdout


def test_coverage_is_honest():
    data = json.loads(run(law, "coverage", "--json").stdout)
    assert len(data["covered"]) + len(data["not_covered"]) == 52
    assert {"state": "TX", "name": "Texas"} in data["not_covered"]
    table = run(law, "coverage").stdout
    assert "Not covered yet" in table
    assert "Texas" in table


def test_changes_between_two_days():
    done = run(law, "changes", "--since", "2026-10-31", "--until", "2026-10-31", "--json")
    (change,) = json.loads(done.stdout)["changes"]
    assert (change["state"], change["on"]) == ("MD", "2026-10-31")
    assert "2026-11-01" in run(law, "changes", "--since", "2026-10-31", "--state", "MD").stdout
    assert run(law, "changes", "--since", "2100-01-01").stdout == "Nothing.\n"


@pytest.mark.parametrize("words", [["show"], ["compare"], ["coverage"], ["changes"]])
def test_help_has_an_example(words):
    assert f"medmassage law {words[0]}" in run(law, *words, "--help").stdout


def test_a_rule_command_starts_without_anything_heavy():
    script = (
        "import sys, typer\n"
        "from medmassage.cli.gate_lawful import lawful\n"
        "app = typer.Typer(); app.command('lawful')(lawful)\n"
        "app(['--state', 'MD', '--setting', 'home', '--holds', 'LMT@MD', '--json'], standalone_mode=False)\n"
        "sys.exit(','.join(sorted({'django', 'polars', 'typst'} & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
