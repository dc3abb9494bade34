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


def test_a_place_that_is_no_state_is_unknown_with_what_would_settle_it():
    code, answer = ask("--state", "XX", "--setting", "home", "--holds", "LMT@TX")
    assert (code, answer["answer"], answer["findings"][0]["rule"]) == (1, "unknown", "law.xx.no_such_place")
    assert answer["findings"][0]["remedy"]


def test_lawful_to_treat_and_lawful_to_bill_are_two_answers():
    words = ["--state", "MI", "--setting", "private_office", "--holds", "LMT@MI", "--on", "2026-11-01"]
    _, answer = ask(*words, "--payer-kind", "workers_comp", "--referral")
    assert (answer["answer"], answer["bill"]["answer"]) == ("with_care", "no")
    said = run(gate, "lawful", *words, "--payer-kind", "workers_comp", "--referral").stdout
    assert said.index("Lawful: with care") < said.index("Billable: no")


def test_nothing_in_hand_is_judged_and_nothing_said_is_only_a_reminder():
    words = ["--state", "WA", "--setting", "home", "--holds", "LMT@WA", "--on", "2026-11-01"]
    assert ask(*words)[1]["answer"] == "yes"
    assert ask(*words, "--nothing-in-hand")[1]["answer"] != "yes"


def test_every_option_is_heard():
    words = ["--state", "WA", "--setting", "home", "--on", "2026-11-01", "--payer-kind", "workers_comp", "--age", "12"]
    papers = ["--holds", "LMT@WA:2024-01-01..2027-01-01", "--holds", "LMT-INTRAORAL@WA:2024-01-01.."]
    signed = ("breast_consent", "parental_permission", "consent", "health_history")
    consent = [word for name in signed for word in ("--document", f"{name}:2026-10-01")]
    consent += ["--document", "breast_training:2020-01-01", "--at", "10:00"]
    code, answer = ask(*words, *papers, *consent, "--technique", "intraoral", "--area", "breast", "--referral")
    rules = {f["rule"]: f["level"] for f in answer["findings"]}
    assert (code, answer["answer"]) == (0, "with_care")
    assert rules["law.wa.minor"] == "caution"
    assert {rules[f"law.wa.{name}"] for name in ("intraoral", "breast_consent", "workers_comp_order")} == {"note"}


def test_a_technician_says_whether_something_diagnosed_is_treated():
    words = ["--state", "DE", "--setting", "medical_clinic", "--holds", "CMT@DE", "--on", "2026-11-01"]
    assert ask(*words, "--diagnosed")[1]["answer"] == "no"
    assert ask(*words, "--not-diagnosed")[1]["answer"] == "yes"
    assert ask(*words, "--not-diagnosed", "--nothing-in-hand")[1]["answer"] == "with_care"


def test_words_for_people_name_the_answer_the_reason_and_the_source():
    done = run(gate, "lawful", "--state", "MD", "--setting", "hospital", "--holds", "RMP@MD", "--on", "2026-10-30")
    assert done.exit_code == 1
    assert "Lawful: no" in done.stdout
    assert "does not cover a hospital" in done.stdout
    assert "§6-301(a)(2)" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--state", "MD", "--setting", "home", "--at", "noon"], "noon is no hour of the day"),
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


def test_the_law_of_a_state_as_a_table_marks_what_is_unverified():
    done = run(law, "show", "wa", "--on", "2026-11-01")
    assert done.exit_code == 0
    assert "Washington on 2026-11-01" in done.stdout
    assert "◌ unverified" in done.stdout


def test_federal_law_stands_beside_the_states():
    values = {v["topic"]: v for v in json.loads(run(law, "show", "US", "--json").stdout)["values"]}
    assert values["federal.compact_in_force"]["value"] is False


def test_states_side_by_side():
    done = run(law, "compare", "MD", "OH", "KS", "--ask", "ce_hours", "--on", "2026-11-01", "--json")
    row = json.loads(done.stdout)["topics"]["credentials.LMT.renewal.ce_hours"]
    assert (row["MD"]["value"], row["OH"]["state"], row["KS"]) == (24, "none", None)
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


def test_coverage_is_a_table_of_every_jurisdiction_and_question():
    data = json.loads(run(law, "coverage", "--json").stdout)
    assert len(data["jurisdictions"]) == data["summary"]["jurisdictions"] == 52
    for row in data["jurisdictions"].values():
        assert len(row) == 11
        for cell in row.values():
            assert cell["status"] in ("known", "none_in_law", "unknown")
            assert cell["answered"] or cell["where_to_look"]
    table = run(law, "coverage").stdout
    assert f"{data['summary']['answered']} of 572 answered" in table


def test_where_entry_due_and_keep_answer_for_a_person():
    states = json.loads(run(law, "where", "--holds", "LMT@MD", "--setting", "hospital", "--json").stdout)["states"]
    assert (len(states), states["MD"]["answer"], states["WA"]["answer"]) == (52, "yes", "no")
    entry = json.loads(run(law, "entry", "MD", "--hours", "600", "--on", "2026-11-25", "--json").stdout)
    assert {s["name"]: s["standing"] for s in entry["steps"]}["education_hours"] == "missing"
    course = "2026-03-01:24:ethics+law+communicable_disease+cultural_competency+massage:live"
    due = json.loads(run(law, "due", "MD", "LMT", "--ends", "2027-10-31", "--course", course, "--json").stdout)
    assert (due["due"], due["have"]) == ("2027-10-31", "24")
    assert json.loads(run(law, "keep", "NY", "--last", "2026-11-24", "--json").stdout)["until"] == "2032-11-24"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["where", "--setting", "moon"], "'moon' is no setting"),
        (["entry", "XX"], "'XX' is no state or certifier"),
        (["entry", "MD", "ABC"], "Maryland gives no paper ABC"),
        (["due", "MD", "LMT", "--course", "soon"], "write it as 2026-03-01:3:ethics:online"),
        (["keep", "MD", "--last", "soon"], "soon is no day of the calendar"),
    ],
)
def test_a_persons_commands_refuse_what_they_cannot_read(words, says):
    done = run(law, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr


def test_changes_between_two_days():
    done = run(law, "changes", "--since", "2026-10-31", "--until", "2026-10-31", "--json")
    found = json.loads(done.stdout)["changes"]
    assert ("MD", "2026-10-31") in {(change["state"], change["on"]) for change in found}
    assert "2026-11-01" in run(law, "changes", "--since", "2026-10-31", "--state", "MD").stdout
    assert run(law, "changes", "--since", "2100-01-01").stdout == "Nothing.\n"


@pytest.mark.parametrize(
    "words", [["show"], ["compare"], ["coverage"], ["changes"], ["where"], ["entry"], ["due"], ["keep"]]
)
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
