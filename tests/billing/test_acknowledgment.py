"""999 and 277CA: what they say about files and claims, in words."""

from pathlib import Path

import pytest

from billing.making import ENVELOPE
from medmassage.billing.acknowledgment import statuses
from medmassage.x12.errors import X12Error
from medmassage.x12.segments import Segment
from medmassage.x12.write import write
from paths import CORPUS, needs_corpus

FILES = sorted(p for kind in ("999", "277CA") for p in (CORPUS / "x12" / kind).glob("*.edi"))


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_real_answer_is_told_in_sentences(path: Path) -> None:
    found = statuses(path.read_bytes())
    assert bool(found) == (path.stem != "001_intelige_frombogeyone"), "that one breaks off before any claim"
    assert all(s.words.endswith(".") and s.kind in {"999", "277CA"} for s in found)
    assert all(s.status in {"", "received", "accepted", "rejected"} for s in found)


@needs_corpus
def test_a_real_999_names_the_group_and_where_the_errors_are() -> None:
    (found,) = statuses((CORPUS / "x12/999/005_xlate_simple999.edi").read_bytes())
    assert (found.group_control, found.status) == (17456, "")
    assert "CLM (segment 22)" in found.words and "REF (segment 57)" in found.words


@needs_corpus
def test_a_real_277ca_names_the_claim_and_the_payers_number() -> None:
    found = statuses((CORPUS / "x12/277CA/002_imsweb_x12-277ca-accepted.edi").read_bytes())
    assert (found[0].claim, found[0].status, found[0].payer_control) == ("5781", "accepted", "1107000000014420")


def answer(kind: str) -> list[Segment]:
    return [
        Segment("ST", "AK1", ("HC", "7", "005010X222A1")),
        Segment("ST", "AK9", (kind, "1", "1", "1" if kind in "AE" else "0")),
    ]


@pytest.mark.parametrize(
    ("kind", "status"), [("A", "received"), ("E", "received"), ("P", ""), ("R", "rejected"), ("Z", "")]
)
def test_each_answer_to_a_group_moves_its_claims_or_leaves_them(kind: str, status: str) -> None:
    (found,) = statuses(write("999", [answer(kind)], ENVELOPE))
    assert (found.kind, found.status, found.group_control) == ("999", status, 7)


def test_the_errors_of_one_answer_are_not_told_of_another() -> None:
    bad = answer("R")
    bad.insert(1, Segment("2000", "AK2", ("837", "0001")))
    bad.insert(2, Segment("2100", "IK3", ("CLM", "22", "2300", "8")))
    good, refused = statuses(write("999", [answer("A"), bad], ENVELOPE))
    assert "Errors" not in good.words
    assert "CLM (segment 22) of loop 2300" in refused.words


@pytest.mark.parametrize(
    ("category", "status"),
    [
        ("A0", ""),
        ("A1", "received"),
        ("A2", "accepted"),
        ("A3", "rejected"),
        ("A4", "rejected"),
        ("A7", "rejected"),
        ("Q9", ""),
    ],
)
def test_each_category_of_a_277ca_has_its_meaning(category: str, status: str) -> None:
    body = [
        Segment("ST", "BHT", ("0085", "08", "1", "20261121", "0930", "TH")),
        Segment("2000D", "HL", ("1", "", "PT")),
        Segment("2100D", "NM1", ("QC", "1", "LINDQVIST")),
        Segment("2200D", "TRN", ("2", "M000000042")),
        Segment("2200D", "STC", ((category, "20"), "20261121", "WQ", "225")),
    ]
    (found,) = statuses(write("277CA", [body], ENVELOPE))
    assert (found.claim, found.status) == ("M000000042", status)
    assert found.words.startswith(f"{category}: ") and "20: accepted for processing" in found.words


def test_a_file_of_another_kind_has_no_answers_and_bytes_are_refused() -> None:
    with pytest.raises(X12Error):
        statuses(b"not a file")
