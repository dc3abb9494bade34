"""The commands of the billing rooms: their answers, their exit codes, and one line for what cannot be read."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from billing.making import EXAMPLE, claim, content, paid, remittance, service, write
from medmassage.billing.claim import schema
from medmassage.billing.ledger import charge
from medmassage.cli.main import application
from medmassage.clinic.models import Claim, Entry, Membership, Remittance, Submission, WorkItem
from medmassage.clinic.services import bookkeeping
from paths import CORPUS, ROOT, needs_corpus

RUN = CliRunner()
ON = ("--on", "2026-11-20")
BROKEN = b"%PDF-1.7 not an interchange"


def run(*words: str) -> Result:
    return RUN.invoke(application(words[0]), list(words), prog_name="medmassage")


def gate(*words: str) -> Result:
    return run("gate", "payable", *words)


def answer(result: Result) -> dict[str, Any]:
    return json.loads(result.stdout)


def one_line(result: Result) -> str:
    """What stands on stderr: a sentence on one line, and nothing of a stack trace."""
    assert result.exit_code == 2
    assert "Traceback" not in result.output and result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return line


@pytest.fixture
def claim_file(tmp_path: Path) -> Any:
    def make(changes: dict[str, Any]) -> str:
        path = tmp_path / "claim.json"
        path.write_text(json.dumps(content(changes)), encoding="utf-8")
        return str(path)

    return make


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    def keep(data: bytes, name: str = "file.edi") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return keep


# units


def test_units_answers_with_units_minutes_and_how() -> None:
    result = run("units", "--rule", "cms", "97124=23", "97140=8", "--json")
    found = answer(result)
    assert result.exit_code == 0
    assert (found["units"], found["total_minutes"], found["total_units"]) == ({"97124": 1, "97140": 1}, 31, 2)
    assert found["explain"][0].startswith("31 timed minutes make 2 units")


def test_units_says_it_in_words_too() -> None:
    result = run("units", "--rule", "ama", "97124=23", "97140=8")
    assert "97124  2" in result.stdout and "3 units by ama" in result.stdout


def test_units_takes_a_code_as_untimed_when_told() -> None:
    assert answer(run("units", "97124=30", "97799=15", "--untimed", "97124", "--json"))["units"] == {
        "97124": 1,
        "97799": 1,
    }
    assert answer(run("units", "97010=15", "97124=30", "--json"))["units"] == {"97124": 2, "97010": 1}


@pytest.mark.parametrize(
    "words", [["97124"], ["97124=x"], ["97124=-1"], ["97124=1441"], ["971=8"], ["--rule", "eights", "97124=8"]]
)
def test_units_refuses_what_it_cannot_count(words: list[str]) -> None:
    result = run("units", *words)
    assert result.exit_code == 2 and "Traceback" not in result.output


def test_units_starts_without_the_heavy_rooms() -> None:
    code = (
        "import sys; sys.argv=['medmassage','units','97124=23','--json']\n"
        "from medmassage.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert not {'polars','django'} & set(sys.modules), set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


# claim and gate payable


def test_the_schema_is_the_claims_own() -> None:
    assert answer(run("claim", "schema")) == schema()


def test_a_claim_that_passes_is_written(tmp_path: Path) -> None:
    out = tmp_path / "claim.837"
    result = run("claim", "write", str(EXAMPLE), "--x12", str(out), *ON, "--control", "42", "--json")
    assert result.exit_code == 0
    assert answer(result)["written"] == [str(out)]
    assert run("edi", "check", str(out)).exit_code == 0
    assert b"*000000042*0*T*" in out.read_bytes()


@pytest.mark.parametrize("mode", [[], ["--overlay"]])
def test_a_claim_that_passes_is_printed(tmp_path: Path, mode: list[str]) -> None:
    out = tmp_path / "claim.pdf"
    result = run("claim", "write", str(EXAMPLE), "--cms1500", str(out), *mode, *ON)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF")


def test_two_papers_in_one_file_are_refused(tmp_path: Path) -> None:
    same = str(tmp_path / "claim")
    assert "one file" in one_line(run("claim", "write", str(EXAMPLE), "--x12", same, "--cms1500", same, *ON))


def test_a_claim_that_stops_is_not_written(tmp_path: Path, claim_file: Any) -> None:
    out = tmp_path / "claim.837"
    result = run("claim", "write", claim_file({"lines[0].units": 9}), "--x12", str(out), *ON, "--json")
    found = answer(result)
    assert (result.exit_code, found["answer"], found["written"]) == (1, "no", [])
    assert "claim.units_exceed_minutes" in {f["rule"] for f in found["findings"]}
    assert not out.exists() and list(tmp_path.iterdir()) == [tmp_path / "claim.json"]


def test_a_claim_of_which_something_is_unknown_is_not_written_either(tmp_path: Path, claim_file: Any) -> None:
    path = claim_file({"rendering_provider.licenses": []})
    assert run("claim", "write", path, "--x12", str(tmp_path / "c.837"), *ON).exit_code == 1
    assert not (tmp_path / "c.837").exists()


def test_what_cannot_be_written_leaves_nothing_half_done(tmp_path: Path) -> None:
    out = tmp_path / "no such folder" / "claim.837"
    assert "cannot be written" in one_line(run("claim", "write", str(EXAMPLE), "--x12", str(out), *ON))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [({}, 0, "with_care"), ({"note_signed": False}, 1, "no"), ({"payer.profile": "?"}, 1, "unknown")],
)
def test_the_gate_answers_with_its_word_and_its_exit_code(claim_file: Any, changes: Any, code: int, word: str) -> None:
    result = gate(claim_file(changes), *ON, "--json")
    found = answer(result)
    assert (result.exit_code, found["gate"], found["answer"]) == (code, "payable", word)
    assert all(f["basis"][0]["confidence"] in {"primary", "secondary", "recall"} for f in found["findings"])


def test_the_gate_says_unverified_where_a_rule_stands_on_memory(claim_file: Any) -> None:
    result = gate(claim_file({"note_signed": False}), *ON)
    assert "not signed" in result.stdout and "(unverified)" in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "JSON"), ("{}", "control_number"), ('{"lines": [{"units": "many"}]}', "control_number"), ("", "JSON")],
)
def test_a_claim_that_cannot_be_read_is_refused_in_one_line(kept: Any, text: str, says: str) -> None:
    assert says in one_line(gate(kept(text.encode(), "claim.json"), *ON))


def test_a_wrong_field_is_named_by_its_place(claim_file: Any) -> None:
    assert "lines[1].units" in one_line(gate(claim_file({"lines[1].units": "many"}), *ON))


def test_no_file_and_no_day_are_refused(tmp_path: Path) -> None:
    assert "cannot be read" in one_line(gate(str(tmp_path / "none.json"), *ON))
    assert "no day" in one_line(gate(str(EXAMPLE), "--on", "2026-02-30"))
    assert "Say what to write" in one_line(run("claim", "write", str(EXAMPLE)))


# edi


def test_edi_check_tells_good_from_bad_and_from_unreadable(kept: Any) -> None:
    good, bad = kept(write(claim()), "good.837"), kept(write(claim()).replace(b"SE*", b"SE*1"), "bad.837")
    assert run("edi", "check", good).exit_code == 0
    result = run("edi", "check", good, bad, "--json")
    assert result.exit_code == 1
    assert [f["answer"] for f in answer(result)["files"]] == ["yes", "no"]
    both = run("edi", "check", good, kept(BROKEN, "x.pdf"), "--json")
    assert both.exit_code == 2
    assert answer(both)["unreadable"][0]["message"].startswith("An X12 file begins with ISA")
    assert "cannot be read" in one_line(run("edi", "check", good + ".gone"))


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_edi_read_writes_a_file_a_table(kept: Any, tmp_path: Path, form: str) -> None:
    out = tmp_path / "tables"
    result = run("edi", "read", kept(write(claim())), "--out", str(out), "--format", form, "--json")
    assert {t["table"]: t["rows"] for t in answer(result)["tables"]}["837_lines"] == 2
    reader = {"parquet": pl.read_parquet, "csv": pl.read_csv, "jsonl": pl.read_ndjson}[form]
    assert reader(out / f"837_lines.{form}").height == 2
    again = run("edi", "read", kept(write(claim())), "--out", str(out), "--format", form)
    assert "there already" in one_line(again)


def test_edi_read_refuses_a_format_it_does_not_know_and_bytes_that_are_no_file(kept: Any, tmp_path: Path) -> None:
    assert "parquet, csv, jsonl" in one_line(
        run("edi", "read", kept(BROKEN), "--out", str(tmp_path), "--format", "xls")
    )
    assert "ISA" in one_line(run("edi", "read", kept(BROKEN), "--out", str(tmp_path / "t")))


def test_edi_explain_masks_people_unless_asked(kept: Any) -> None:
    path = kept(write(claim()))
    assert "LINDQVIST" not in run("edi", "explain", path).stdout
    assert "LINDQVIST" in run("edi", "explain", path, "--show-names").stdout
    assert answer(run("edi", "explain", path, "--json"))["segments"][0]["tag"] == "ISA"
    assert "ISA" in one_line(run("edi", "explain", kept(BROKEN)))


# remit

PAID = remittance(
    "60",
    paid(
        "M000000042",
        service(1, "90", "60", ("CO", "45", "20"), ("PR", "3", "10")),
        service(2, "135", "0", ("CO", "197", "135")),
        amount="60",
    ),
)


def test_remit_show_gives_reasons_in_words_and_names_nobody(kept: Any) -> None:
    result = run("remit", "show", kept(PAID))
    assert result.exit_code == 0
    assert "M000000042" in result.stdout and "co-payment" in result.stdout and "LINDQVIST" not in result.stdout
    found = answer(run("remit", "show", kept(PAID), "--json"))
    assert found["payments"][0]["amount"] == "60.00"
    assert found["payments"][0]["claims"][0]["lines"][1]["adjustments"][0]["reason"] == "197"


def test_remit_show_of_a_file_that_does_not_add_up_exits_with_one(kept: Any) -> None:
    assert run("remit", "show", kept(PAID.replace(b"BPR*I*60", b"BPR*I*61"))).exit_code == 1


@pytest.mark.parametrize("data", [BROKEN, b"", write(claim())])
def test_remit_show_refuses_what_is_no_remittance(kept: Any, data: bytes) -> None:
    assert one_line(run("remit", "show", kept(data))).endswith(".")


def test_the_example_of_the_docs_is_shown_as_the_docs_say() -> None:
    payment = ROOT / "docs/examples/payment.835"
    found = answer(run("remit", "show", str(payment), "--json"))["payments"][0]
    said = (ROOT / "docs/billing.md").read_text(encoding="utf-8")
    assert found["verdict"]["answer"] == "yes"
    assert found["claims"][0]["control_number"] in said and "CO-197: no authorization" in said


@needs_corpus
@pytest.mark.parametrize("path", sorted((CORPUS / "x12/835").glob("*.edi")), ids=lambda p: p.stem)
def test_remit_show_tells_every_real_file_or_says_why_not(path: Path) -> None:
    result = run("remit", "show", str(path))
    assert result.exit_code in {0, 1, 2} and not isinstance(result.exception, ValueError)
    assert result.output.strip()


@pytest.fixture
def sent(clinic: Membership, covered_case: Any) -> Claim:
    """A claim that was sent, with its charge in the ledger."""
    kept_bytes = Submission.objects.create(clinic=clinic.clinic, control_number=42, content=b"ISA", digest="0")
    record = Claim.objects.create(
        clinic=clinic.clinic,
        patient=covered_case.patient,
        coverage=covered_case.case.coverage,
        control_number="M000000042",
        status=Claim.Status.SENT,
        content=claim().model_dump(mode="json"),
        total=Decimal("225.00"),
        submission=kept_bytes,
    )
    bookkeeping.enter(clinic, charge(claim(), claim().prepared_on), claim=record)
    return record


AS = ("--as", "owner@river.example")


def test_remit_post_enters_once_and_says_nothing_new_the_second_time(sent: Claim, kept: Any) -> None:
    first = answer(run("remit", "post", kept(PAID), *AS, "--json"))
    assert (first["entries"], first["work"]) == (1, 1)
    entries = Entry.objects.count()
    again = run("remit", "post", kept(PAID), *AS)
    assert again.exit_code == 0 and "Nothing new" in again.stdout
    assert Entry.objects.count() == entries and WorkItem.objects.count() == 1
    sent.refresh_from_db()
    assert sent.status == Claim.Status.PAID


def test_remit_post_refuses_what_does_not_add_up_and_keeps_nothing(sent: Claim, kept: Any) -> None:
    entries = Entry.objects.count()
    result = run("remit", "post", kept(PAID.replace(b"BPR*I*60", b"BPR*I*61")), *AS, "--json")
    assert result.exit_code == 1 and "does not add up" in answer(result)["message"]
    assert Entry.objects.count() == entries and not Remittance.objects.exists()


def test_remit_post_wants_a_member_who_may(sent: Claim, kept: Any, member: Any) -> None:
    member("therapist")
    assert "no active member" in one_line(run("remit", "post", kept(PAID), "--as", "nobody@river.example"))
    assert "owner or a biller" in one_line(run("remit", "post", kept(PAID), "--as", "therapist@river.example"))
    assert not Remittance.objects.exists()


def test_remit_post_without_a_clinic_says_so(db: None, kept: Any) -> None:
    assert "no clinic" in one_line(run("remit", "post", kept(PAID), *AS))
