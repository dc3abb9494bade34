"""``medmassage gate safe`` and ``medmassage knowledge`` as a person or a program calls them."""

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from medmassage.cli.gate_safe import safe
from medmassage.cli.knowledge import app as knowledge

gate = typer.Typer()
gate.command("safe")(safe)
gate.command("other")(lambda: None)
DAY = ("--on", "2026-11-24")


def run(app, *words):
    return CliRunner().invoke(app, [*words])


def ask(*words):
    done = run(gate, "safe", *words, "--json")
    return done.exit_code, json.loads(done.stdout)


def rules(answer):
    return [finding["rule"] for finding in answer["findings"]]


def test_warfarin_is_adapted_with_its_reason_and_its_source():
    code, answer = ask("--drug", "warfarin", *DAY)
    assert (code, answer["gate"], answer["answer"], answer["on"]) == (0, "safe", "with_care", "2026-11-24")
    finding = answer["findings"][0]
    assert finding["action"] == "adapt"
    assert "moderate pressure" in finding["remedy"]
    assert set(finding["basis"][0]) == {"cite", "url", "publisher", "as_of", "confidence"}


@pytest.mark.parametrize("words", ["DVT", "One calf is swollen, warm and red"])
def test_signs_of_a_clot_are_stopped_with_care_at_once(words):
    done = run(gate, "safe", "--has", words, *DAY)
    assert done.exit_code == 1
    assert "Do not treat" in done.stdout
    assert "same-day" in done.stdout
    assert "911" in done.stdout


def test_a_day_after_the_at_sign_is_heard():
    assert rules(ask("--has", "DVT@2026-11-03", *DAY)[1]) == ["safe.dvt"]
    assert rules(ask("--has", "DVT@2023-11-03", *DAY)[1]) == ["safe.dvt_history"]


def test_each_option_counts():
    code, answer = ask(
        "--has", "CHF", "--drug", "Eliquis", "--icd10", "M54.2", "--age", "16", "--week", "30", "--region", "neck_back",
        "--clearance", "congestive heart failure", *DAY,
    )  # fmt: skip
    assert code == 0
    assert set(rules(answer)) == {
        "safe.heart_failure", "safe.anticoagulants", "safe.minors", "safe.pregnancy_third_trimester",
    }  # fmt: skip


def test_without_a_history_it_is_with_care():
    code, answer = ask(*DAY)
    assert (code, rules(answer)) == (0, ["safe.history_missing"])


def test_what_is_not_understood_is_unknown_and_exits_1():
    code, answer = ask("--has", "zorblatt", *DAY)
    assert (code, answer["answer"]) == (1, "unknown")


def test_a_file_says_the_same_as_options_and_options_add_to_it(tmp_path):
    file = tmp_path / "person.json"
    file.write_text(json.dumps({
        "has": ["fever", {"text": "DVT", "on": "2023-01-01"}], "drugs": ["Coumadin"], "icd10": ["M54.2"],
        "age": 40, "pregnancy_week": None, "regions": ["calf"], "clearances": [], "on": "2026-11-24",
    }))  # fmt: skip
    code, answer = ask(str(file), "--has", "shingles")
    assert code == 1
    assert set(rules(answer)) == {"safe.fever", "safe.dvt_history", "safe.anticoagulants", "safe.shingles"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", ":1: This is not JSON"),
        (b"[]", "must hold one object with the keys has,"),
        (b'{"had": []}', "“had” is no key of this file"),
        (b'{"drugs": "warfarin"}', "drugs must be a list of texts"),
        (b'{"has": [3]}', "has must be a list of texts, or of"),
        (b'{"has": [{"text": "DVT", "on": "never"}]}', "“never” is not a day"),
        (b'{"age": "old"}', "age must be a whole number"),
        (b'{"age": true}', "age must be a whole number"),
        (b'{"on": 3}', "on must be a day"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_line(tmp_path, content, says):
    file = tmp_path / "person.json"
    file.write_bytes(content)
    done = run(gate, "safe", str(file))
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_a_file_that_is_not_there_and_a_day_that_is_none_are_refused(tmp_path):
    assert "cannot be read" in run(gate, "safe", str(tmp_path / "nothing.json")).stderr
    done = run(gate, "safe", "--has", "DVT@2026-13-01")
    assert (done.exit_code, done.stderr) == (2, "“2026-13-01” is not a day. Write it as 2026-10-01.\n")


def test_search_forgives_spelling():
    done = run(knowledge, "search", "blood thiner", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["hits"][0]["id"] == "anticoagulants"


def test_search_that_finds_nothing_says_so():
    done = run(knowledge, "search", "qqzzxx")
    assert done.exit_code == 0
    assert "Nothing is known" in done.stdout


@pytest.mark.parametrize(
    ("id_", "says"), [("dvt", "Pressure or stroking"), ("NDI", "percent"), ("calf", "Calf"), ("whiplash", "very low")]
)
def test_show_prints_an_entry_of_each_kind(id_, says):
    assert says in run(knowledge, "show", id_).stdout
    assert json.loads(run(knowledge, "show", id_, "--json").stdout)["id"] == id_.lower()


def test_show_of_nothing_names_what_is_near():
    done = run(knowledge, "show", "osteoporsis")
    assert done.exit_code == 2
    assert "Near it: osteoporosis" in done.stderr


@pytest.mark.parametrize(
    "words", [["gate", "safe"], *(["knowledge", name] for name in ("search", "show", "score", "change"))]
)
def test_help_has_an_example(words):
    app, rest = (gate, words[1:]) if words[0] == "gate" else (knowledge, words[1:])
    assert "Example:" in run(app, *rest, "--help").stdout


def test_a_score_is_counted_with_its_band_and_what_is_missing():
    done = run(knowledge, "score", "ndi", *"22312-2121")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["35.56 percent, moderate  (ndi)", "  answered: 9 of 10"]


def test_an_answer_that_must_not_wait_exits_1_and_says_what_to_do():
    done = run(knowledge, "score", "phq9", *"000000001")
    assert done.exit_code == 1
    assert "Item 9 is 1: ask today" in done.stdout
    assert "988" in done.stdout
    told = json.loads(run(knowledge, "score", "phq9", *"00000000-", "--json").stdout)["alerts"]
    assert [(alert["item"], alert["answer"], alert["entry"]) for alert in told] == [(9, None, "suicidal_ideation")]


def test_an_answer_that_must_not_wait_is_told_without_a_score_too():
    done = run(knowledge, "score", "phq9", *"------001")
    assert done.exit_code == 2
    assert "ask today" in done.stderr
    assert "needs 7 of 9 answers" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["score", "nosuch", "1"], "no measure we know"),
        (["score", "nprs", "eleven"], "“eleven” is not an answer"),
        (["score", "nprs", "--jsn"], "“--jsn” is not an answer"),
        (["score", "nprs", "11"], "it takes 0 to 10"),
        (["change", "nprs", "6", "-"], "A change needs two scores"),
        (["change", "nprs", "6", "12"], "runs from 0 to 10, not 12"),
    ],
)
def test_what_makes_no_score_and_no_change_is_refused_in_one_line(words, says):
    done = run(knowledge, *words)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_change_is_judged_by_every_published_figure():
    done = run(knowledge, "change", "ndi", "40", "22")
    assert done.exit_code == 0
    assert "better: -18 percent (45 % of the first score); a change that counts" in done.stdout
    assert "beyond measurement error: no" in done.stdout
    assert "mechanical neck pain with or without arm pain: not reached" in done.stdout
    told = json.loads(run(knowledge, "change", "ndi", "40", "22", "--json").stdout)
    assert (told["meaningful"], told["beyond_error"], told["threshold"]) == (True, False, 15)


def test_an_angle_may_be_less_than_0():
    assert json.loads(run(knowledge, "score", "rom_knee_extension_left", "-10", "--json").stdout)["value"] == -10
    told = json.loads(run(knowledge, "change", "rom_knee_extension_left", "-10", "-3", "--json").stdout)
    assert (told["direction"], told["meaningful"], told["beyond_error"]) == ("better", None, True)


def test_the_gate_starts_without_the_framework_and_without_the_frames():
    code = (
        "import sys; sys.argv = ['medmassage', 'gate', 'safe', '--drug', 'warfarin', '--on', '2026-11-24', '--json']\n"
        "from medmassage.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print({'django', 'polars'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip().splitlines()[-1] == "set()"
    assert json.loads(done.stdout)["answer"] == "with_care"
