"""Reading, checking and writing X12: real files, broken files, and what we write ourselves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medmassage.finding import Level
from medmassage.x12 import tables
from medmassage.x12.check import check
from medmassage.x12.errors import X12Error
from medmassage.x12.segments import Segment, elements, scan, transactions
from medmassage.x12.write import Envelope, write
from paths import CORPUS, needs_corpus

ENVELOPE = Envelope(sender="521234567", receiver="PAYER", at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC), control=7)
FILES = sorted((CORPUS / "x12").rglob("*.edi"))


def acknowledgment(*more: Segment) -> bytes:
    body = (
        Segment("ST", "AK1", ("HC", "7", "005010X222A1")),
        *more,
        Segment("ST", "AK9", ("A", "1", "1", "1")),
    )
    return write("999", [body], ENVELOPE)


@needs_corpus
@pytest.mark.files_only
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_real_file_reads_or_says_why_not(path: Path) -> None:
    data = path.read_bytes()
    try:
        verdict = check(data)
    except X12Error as why:
        assert str(why).endswith(".")
    else:
        assert all(f.message and f.rule.startswith("edi.") for f in verdict.findings)


@needs_corpus
def test_a_real_remittance_becomes_typed_tables() -> None:
    r = tables.remittances((CORPUS / "x12/835/009_kputnam_multiple-claims-single-check.edi").read_bytes())
    assert (r.payments.height, r.claims.height, r.lines.height, r.adjustments.height) == (1, 9, 33, 39)
    assert r.claims["paid"].sum() == r.payments["amount"].sum() + r.provider_adjustments["amount"].sum()


@needs_corpus
def test_a_real_claim_acknowledgment_names_claim_and_status() -> None:
    path = CORPUS / "x12/277CA/002_imsweb_x12-277ca-accepted.edi"
    row = tables.claim_statuses(path.read_bytes()).row(0, named=True)
    assert (row["control_number"], row["category"], row["payer_control"]) == (
        "5781",
        "A2",
        "1107000000014420",
    )


def test_what_is_written_conforms_and_reads_back() -> None:
    data = acknowledgment()
    assert check(data).answer == "yes"
    assert transactions(data) == ["999"]
    assert tables.acknowledgments(data).groups.row(0)[1:] == ("HC", "7", "A", "1")


def test_a_truncated_file_names_where_it_breaks_off() -> None:
    data = acknowledgment()
    verdict = check(data[: data.index(b"SE*")])
    assert {f.rule for f in verdict.findings} == {"edi.unclosed"}
    assert all(f.details["segment"] for f in verdict.findings)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ((b"SE*4", b"SE*9"), "edi.count"),
        ((b"IEA*1*000000007", b"IEA*1*000000008"), "edi.control_number"),
        ((b"GE*1*7", b"GE*2*7"), "edi.count"),
        ((b"AK9*A*1*1*1~\n", b""), "edi.missing"),
        ((b"005010X231A1", b"009999X999A1"), "edi.guide_unknown"),
    ],
)
def test_each_kind_of_damage_has_its_finding(change: tuple[bytes, bytes], rule: str) -> None:
    verdict = check(acknowledgment().replace(*change))
    assert rule in {f.rule for f in verdict.findings}
    assert verdict.level >= Level.UNKNOWN


@pytest.mark.parametrize("data", [b"", b"  \n", b"%PDF-1.7 ...", b"ISA*00*", b"ISA" + b"A" * 200, b"\x00\x01\x02" * 90])
def test_what_is_no_x12_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(X12Error, match=r"\.$"):
        scan(data)


@given(st.binary(max_size=400), st.integers(0, 300))
@settings(max_examples=100, deadline=None)
def test_no_bytes_crash_the_reader(junk: bytes, at: int) -> None:
    good = acknowledgment()
    for data in (junk, good[:at] + junk + good[at:]):
        try:
            check(data)
        except X12Error:
            continue


def test_a_delimiter_inside_data_is_refused_not_escaped() -> None:
    with pytest.raises(X12Error, match="separates data"):
        acknowledgment(Segment("2000", "AK2", ("837", "A*B")))


def test_letters_that_x12_cannot_carry_are_refused() -> None:
    with pytest.raises(X12Error, match="plain letters"):
        acknowledgment(Segment("2000", "AK2", ("837", "Núñez")))


@given(
    st.lists(
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789-/.", min_size=1, max_size=20).map(str.strip).filter(bool),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_elements_come_back_as_they_were_written(values: list[str]) -> None:
    data = acknowledgment(Segment("2000", "CTX", tuple(values)))
    row = elements(scan(data).filter(scan(data)["tag"] == "CTX"), keep=len(values)).row(0)
    assert list(row[-len(values) :]) == values


def test_delimiters_come_from_the_file_itself() -> None:
    data = acknowledgment(Segment("2000", "AK2", ("837", ("A", "B")))).decode()
    other = data.translate(str.maketrans({"*": "|", ":": ">", "~": "'", "^": "!"})).encode()
    assert scan(other)["rest"].to_list()[1:] == scan(data.encode())["rest"].to_list()[1:]
