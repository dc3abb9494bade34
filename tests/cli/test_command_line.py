"""The command line as a whole: every command has help with an example, ``--json``, and its line in the docs."""

import json
import subprocess
import sys
from importlib import import_module

import pytest
import typer

from medmassage.cli.main import COMMANDS, GROUPS
from paths import ROOT

MANUAL = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def run(*words: str, **how) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "medmassage", *words], capture_output=True, text=True, timeout=120, check=False, **how
    )


def commands():
    for group, (module, _) in GROUPS.items():
        click = typer.main.get_command(import_module(f"medmassage.cli.{module}").app)
        for name, command in getattr(click, "commands", {click.name: click}).items():
            yield pytest.param(f"{group} {name}", command, id=f"{group} {name}")
    for name, (module, _) in COMMANDS.items():
        app = typer.Typer()
        app.command(name)(import_module(f"medmassage.cli.{module}").command)
        yield pytest.param(name, typer.main.get_command(app), id=name)


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_has_an_example_json_and_its_place_in_the_docs(name, command):
    assert "Example" in (command.help or "")
    assert any("--json" in parameter.opts for parameter in command.params)
    assert f"`medmassage {name}" in MANUAL


def test_without_words_the_groups_and_commands_are_listed():
    told = run()
    for name in (*GROUPS, *COMMANDS):
        assert name in told.stdout


def test_an_unknown_command_is_bad_usage():
    assert run("no-such-thing").returncode == 2


def test_a_rule_command_starts_without_django_and_polars():
    program = (
        "import sys; sys.argv = ['medmassage', 'law', 'show', 'MD', '--json'];"
        "from medmassage.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "assert not {'django', 'polars', 'allauth'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "answer", "code"),
    [
        (("--state", "MD", "--setting", "hospital", "--holds", "RMP@MD", "--on", "2026-10-30"), "no", 1),
        (("--state", "MD", "--setting", "hospital", "--holds", "LMT@MD", "--on", "2026-10-30"), "yes", 0),
        (("--state", "KS", "--setting", "home", "--holds", "LMT@KS"), "unknown", 1),
    ],
)
def test_the_first_gate_answers_as_the_readme_says(words, answer, code):
    done = run("gate", "lawful", *words, "--json")
    assert (json.loads(done.stdout)["answer"], done.returncode) == (answer, code)


def test_31_minutes_of_two_codes_make_two_units():
    done = run("units", "--rule", "cms", "97124=23", "97140=8", "--json")
    assert json.loads(done.stdout)["units"] == {"97124": 1, "97140": 1}
