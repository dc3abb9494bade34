"""The story: told once in a folder of its own, it leaves its files and says what happened."""

import json
import os
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from medmassage.x12.check import check

FILES = (
    "referral.json", "note.pdf", "claim.837", "cms1500.pdf", "answer.999", "answer.277ca", "remittance.835",
    "takeback.835", "statement.pdf", "progress-report.pdf", "clinic.sqlite3",
)  # fmt: skip
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "MEDMASSAGE_HOME"}}


def demo(*words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "medmassage", "demo", *words]
    return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=180, check=False)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    done = demo("--out", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_every_file_is_left(told):
    folder, _ = told
    for name in FILES:
        assert (folder / name).stat().st_size > 0, name


def test_the_gates_say_what_they_said(told):
    _, story = told
    answers = [(v["gate"], v["answer"], v["asked"]) for s in story["scenes"] for v in s["verdicts"]]
    lawful = [answer for gate, answer, _ in answers if gate == "lawful"]
    safe = [answer for gate, answer, _ in answers if gate == "safe"]
    assert lawful == ["no", "yes", "no", "yes", "no", "unknown"]
    assert safe == ["with_care", "no"]
    assert [a for g, a, _ in answers if g == "payable"] == ["no", "with_care"]
    assert ("intake", "no") in [(g, a) for g, a, _ in answers]


def test_every_verdict_that_is_no_names_its_source(told):
    _, story = told
    for scene in story["scenes"]:
        for verdict in scene["verdicts"]:
            if verdict["gate"] in {"lawful", "safe"}:
                assert any(f["basis"] for f in verdict["findings"]), verdict["asked"]


def test_the_edi_files_conform(told):
    folder, _ = told
    for name in ("claim.837", "answer.999", "answer.277ca", "remittance.835", "takeback.835"):
        verdict = check((folder / name).read_bytes())
        assert verdict.passes, (name, [f.message for f in verdict.findings])


def test_an_independent_validator_finds_no_error_in_the_claim(told, tmp_path):
    folder, _ = told
    copy = tmp_path / "claim.837"
    copy.write_bytes((folder / "claim.837").read_bytes())
    done = subprocess.run(
        [Path(sys.executable).with_name("x12valid"), copy], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    said = done.stdout + done.stderr
    assert "OK" in said
    assert "rror" not in said, said


def test_the_ledger_in_the_folder_balances(told):
    folder, _ = told
    with sqlite3.connect(folder / "clinic.sqlite3") as database:
        amounts = [Decimal(str(row[0])) for row in database.execute("SELECT amount FROM clinic_posting")]
    assert amounts
    assert sum(amounts) == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("note.pdf", ("Quillfeather", "Slept through three nights", "no soreness the day after")),
        ("statement.pdf", ("Quillfeather", "Juniper Street")),
        ("progress-report.pdf", ("Ashgrove", "M54.2")),
        ("cms1500.pdf", ("QUILLFEATHER", "97124")),
    ],
)
def test_the_papers_say_what_they_must(told, name, words):
    folder, _ = told
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(folder / name).pages).split())
    for word in words:
        assert word in text, (name, word)


def test_a_folder_with_a_clinic_in_it_is_left_alone(told):
    folder, _ = told
    before = (folder / "clinic.sqlite3").stat().st_mtime_ns
    done = demo("--out", str(folder))
    assert done.returncode == 2
    assert "already" in done.stderr
    assert (folder / "clinic.sqlite3").stat().st_mtime_ns == before


def test_the_story_in_words_ends_well(tmp_path):
    done = demo("--out", str(tmp_path / "aloud"))
    assert done.returncode == 0, done.stderr
    assert "§6-301(a)(2)" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
