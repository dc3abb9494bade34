"""Any file told in plain words without naming anybody, and turned into tables on disk."""

from pathlib import Path

import polars as pl
import pytest

from medmassage.x12.errors import X12Error
from medmassage.x12.explain import MASK, explain
from medmassage.x12.export import frames
from medmassage.x12.segments import Segment, scan
from medmassage.x12.write import write
from paths import CORPUS, needs_corpus
from x12.test_x12 import ENVELOPE, FILES

PEOPLE = [
    Segment("2000A", "HL", ("1", "", "20", "1")),
    Segment("2010BA", "NM1", ("IL", "1", "LINDQVIST", "MAJA", "", "", "", "MI", "MHP445566778")),
    Segment("2010BA", "N3", ("7 ORCHARD LANE",)),
    Segment("2010BA", "N4", ("COLUMBIA", "MD", "21044")),
    Segment("2010BA", "DMG", ("D8", "19840309", "F")),
    Segment("2010BA", "REF", ("SY", "123456789")),
    Segment("2300", "CLM", ("M1", "225", "", "", ("11", "B", "1"))),
    Segment("2300", "NTE", ("ADD", "MAJA IS BETTER")),
]
PRIVATE = ("LINDQVIST", "MAJA", "MHP445566778", "ORCHARD", "COLUMBIA", "1984", "123456789")


def told(*, names: bool) -> str:
    return "\n".join(t.words for t in explain(write("837P", [PEOPLE], ENVELOPE), names=names))


def test_nobody_is_named_unless_asked_for() -> None:
    masked, open_ = told(names=False).replace("521234567", ""), told(names=True)
    assert [word for word in PRIVATE if word in masked] == []
    assert [word for word in PRIVATE if word not in open_ and word != "1984"] == []
    assert MASK in masked and MASK not in open_


def test_a_claim_is_told_in_words_at_its_depth() -> None:
    rows = list(explain(write("837P", [PEOPLE], ENVELOPE)))
    claim = next(t for t in rows if t.tag == "CLM")
    assert (claim.words, claim.depth) == ("Claim M1 over $225, place of service and frequency 11:B:1", 2)
    assert rows[0].depth == rows[-1].depth == 0


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_segment_of_every_real_file_is_told_or_the_file_refused(path: Path) -> None:
    data = path.read_bytes()
    try:
        frame = scan(data)
    except X12Error:
        with pytest.raises(X12Error):
            list(explain(data))
        return
    rows = list(explain(data))
    assert [t.segment for t in rows] == frame["position"].to_list()
    assert all(t.words for t in rows)
    names = names_of_persons(frame)
    shown = " ".join(t.words for t in rows if t.tag in {"NM1", "N3", "N4", "DMG"} and "provider" not in t.words)
    assert [n for n in names if f" {n} " in f" {shown} "] == []


def names_of_persons(frame: pl.DataFrame) -> set[str]:
    """Family names of patients and subscribers, as the file has them."""
    rests = [rest.split("\x1d") for rest in frame.filter(frame["tag"] == "NM1")["rest"]]
    return {r[2] for r in rests if len(r) > 2 and r[0] in {"IL", "QC"} and len(r[2]) > 3}


@needs_corpus
def test_a_file_becomes_tables_by_what_it_holds() -> None:
    remittance = frames((CORPUS / "x12/835/009_kputnam_multiple-claims-single-check.edi").read_bytes())
    assert {"segments", "835_payments", "835_claims", "835_lines", "835_adjustments"} <= set(remittance)
    claims = frames((CORPUS / "x12/837P/039_kputnam_chiropractic.edi").read_bytes())
    assert claims["837_lines"].height > 0
    assert all("\x1f" not in v for v in claims["837_lines"]["pointers"].drop_nulls())
    assert set(frames((CORPUS / "x12/270/004_imsweb_x270.edi").read_bytes())) == {"segments"}


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_real_file_becomes_tables_or_is_refused_in_a_sentence(path: Path, tmp_path: Path) -> None:
    try:
        found = frames(path.read_bytes())
    except X12Error as why:
        assert str(why).endswith(".")
        return
    for name, table in found.items():
        table.write_csv(tmp_path / f"{name}.csv")
        table.write_parquet(tmp_path / f"{name}.parquet")
        table.write_ndjson(tmp_path / f"{name}.jsonl")
