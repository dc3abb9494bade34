"""The 837P: an independent validator finds nothing, neither do we, and it reads back as it was written."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.making import DEPENDENT, WORK_INJURY, claim, line, write
from medmassage.billing.claim import Claim
from medmassage.x12 import tables
from medmassage.x12.check import check
from medmassage.x12.errors import X12Error
from medmassage.x12.segments import COMPONENT, scan

FACILITY = {
    "name": "Chesapeake General Hospital",
    "npi": "1033167382",
    "address": {"street": "400 Bay Street", "city": "Baltimore", "state": "MD", "zip_code": "212015544"},
}
SHAPES: dict[str, dict[str, Any]] = {
    "the patient is the subscriber": {},
    "the patient is a child of the subscriber": DEPENDENT,
    "an accident on the road": {
        "payer.kind": "auto",
        "payer.profile": "auto_pip",
        "accident": {"kind": "auto", "on": "2026-11-02", "state": "MD"},
        "payer_claim_number": "A-55-102",
    },
    "an injury at work of a dependent": {**DEPENDENT, **WORK_INJURY},
    "in a hospital": {"facility": FACILITY, "place_of_service": "22", "setting": "hospital"},
    "a claim replaced": {"frequency": "7", "original_reference": "2026-00177-B"},
    "a claim voided": {"frequency": "8", "original_reference": "2026-00177-B"},
    "the therapist bills alone": {
        "billing_provider.name": "",
        "billing_provider.family": "Alvarez",
        "billing_provider.given": "Rosa",
        "billing_provider.npi": "1992999825",
        "billing_provider.tax_id_kind": "SY",
    },
    "accents, modifiers, an onset and a place of its own": {
        "patient.family": "Núñez-O’Brien",
        "subscriber.family": "Núñez-O’Brien",
        "onset": "2026-10-01",
        "referral_number": "R5512",
        "lines[0].modifiers": ["GP", "59", "XS", "LT"],
        "lines[1].place_of_service": "12",
    },
    "no physician, no signature, no release": {
        "referring_provider": None,
        "signature_on_file": False,
        "release_of_information": False,
        "accept_assignment": False,
    },
}


def errors_by_pyx12(data: bytes, folder: Path) -> list[Any]:
    """What pyx12, written by others, finds wrong; ``[]`` when the file is as the guide wants it."""
    import pyx12.params
    import pyx12.x12n_document

    path = folder / "claims.837"
    path.write_bytes(data)
    found, answer = io.StringIO(), io.StringIO()
    fine = pyx12.x12n_document.x12n_document(
        pyx12.params.params(), str(path), fd_997=answer, fd_html=None, fd_json=found
    )
    text = answer.getvalue()
    refused = [s for s in text.split("~") if s.strip().startswith(("IK3", "IK4", "IK5*R", "AK9*R"))]
    return [] if fine and not refused and "IK5*A" in text else [*refused, json.loads(found.getvalue() or "null"), text]


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES.keys())
def test_each_shape_of_claim_is_accepted_by_an_independent_validator(changes: dict[str, Any], tmp_path: Path) -> None:
    data = write(claim(changes))
    assert errors_by_pyx12(data, tmp_path) == []
    assert check(data).findings == ()


def test_many_claims_in_one_file_are_accepted_too(tmp_path: Path) -> None:
    claims = [claim({**changes, "control_number": f"C{n}"}) for n, changes in enumerate(SHAPES.values())]
    data = write(*claims)
    assert errors_by_pyx12(data, tmp_path) == []
    assert check(data).findings == ()
    assert tables.claims(data).claims["control_number"].to_list() == [c.control_number for c in claims]


def test_the_validator_is_not_blind(tmp_path: Path) -> None:
    data = write(claim()).replace(b"CLM*M000000042*225*", b"CLM**x*")
    assert errors_by_pyx12(data, tmp_path)


def segments(data: bytes, tag: str) -> list[str]:
    frame = scan(data)
    return [r.replace("\x1d", "*").replace(COMPONENT, ":") for r in frame.filter(frame["tag"] == tag)["rest"]]


def test_every_line_carries_the_number_that_the_remittance_gives_back() -> None:
    assert [r for r in segments(write(claim()), "REF") if r.startswith("6R")] == [
        "6R*M000000042L1",
        "6R*M000000042L2",
    ]


@pytest.mark.parametrize("shape", ["an accident on the road", "an injury at work of a dependent"])
def test_the_insurers_claim_number_stands_with_the_patient(shape: str) -> None:
    data = write(claim(SHAPES[shape]))
    head, _, _ = data.partition(b"CLM*")
    assert b"REF*Y4*" in head


def test_names_leave_in_plain_capitals() -> None:
    shown = segments(write(claim(SHAPES["accents, modifiers, an onset and a place of its own"])), "NM1")
    assert "IL*1*NUNEZ-O'BRIEN*MAJA****MI*MHP445566778" in shown


def test_the_tax_id_leaves_as_nine_digits() -> None:
    assert "EI*521234567" in segments(write(claim()), "REF")


def test_what_x12_cannot_carry_is_refused_by_name() -> None:
    with pytest.raises(X12Error, match="separates data"):
        write(claim({"authorization_number": "A*1"}))


MONEY = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)
LINES = st.builds(
    line,
    code=st.sampled_from(["97124", "97140", "97010", "G0283"]),
    charge=MONEY,
    units=st.integers(1, 99),
    pointers=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    modifiers=st.lists(st.sampled_from(["59", "GP", "XS", "LT"]), max_size=4, unique=True),
    on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)


@given(st.lists(st.lists(LINES, min_size=1, max_size=6), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(bodies: list[list[dict[str, Any]]]) -> None:
    sent = [
        claim(
            {"lines": lines, "total_charge": None, "control_number": f"C{n}", "diagnoses": ["M54.2", "M79.7", "I89.0"]}
        )
        for n, lines in enumerate(bodies)
    ]
    read = tables.claims(write(*sent))
    assert list(zip(read.claims["control_number"], read.claims["charge"], strict=True)) == [
        (c.control_number, c.total) for c in sent
    ]
    assert [as_sent(row) for row in read.lines.iter_rows(named=True)] == [
        expected(c, n) for c in sent for n in range(len(c.lines))
    ]


def as_sent(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["code"], tuple((row["modifiers"] or "").split()), row["charge"], int(row["units"]),
        tuple(int(p) for p in row["pointers"].split(COMPONENT)), str(row["on"]).replace("-", ""),
    )  # fmt: skip


def expected(sent: Claim, number: int) -> tuple[Any, ...]:
    one = sent.lines[number]
    return one.code, one.modifiers, one.charge, one.units, one.pointers, f"{one.on:%Y%m%d}"
