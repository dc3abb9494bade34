"""Claims for the tests: the example of the docs, changed where a test says so."""

import json
import re
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from medmassage.billing.claim import Claim
from medmassage.billing.professional import Receiver, Submitter, write_claims
from medmassage.x12.segments import Segment
from medmassage.x12.write import Envelope
from medmassage.x12.write import write as write_segments
from paths import ROOT

EXAMPLE = ROOT / "docs/examples/claim.json"
TODAY = date(2026, 11, 20)
ENVELOPE = Envelope(sender="521234567", receiver="MHP01", at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC), control=7)
SUBMITTER = Submitter("Riverside Massage Therapy LLC", "521234567", "Rosa Alvarez", "410-555-0142")
RECEIVER = Receiver("Meridian Health Plan", "MHP01")
DEPENDENT = {
    "subscriber.relationship": "child",
    "patient.given": "Ida",
    "patient.birth_date": "2012-06-30",
}
WORK_INJURY = {
    "payer.kind": "workers_comp",
    "payer.profile": "workers_comp",
    "accident": {"kind": "employment", "on": "2026-11-02", "state": "MD"},
    "payer_claim_number": "WC2026771",
}


@lru_cache
def _example() -> dict[str, Any]:
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))


def content(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The example as JSON with fields set by path (``lines[0].units``); ``...`` takes a field out."""
    made = deepcopy(_example())
    for path, value in (changes or {}).items():
        *way, last = [int(s) if s.isdigit() else s for s in re.findall(r"[^.\[\]]+", path)]
        place: Any = made
        for step in way:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return made


def claim(changes: dict[str, Any] | None = None) -> Claim:
    """The example claim with changes."""
    return Claim.model_validate(content(changes))


def line(**fields: Any) -> dict[str, Any]:
    """A line as JSON: half an hour of massage on the day before the claim is prepared."""
    usual = {"on": "2026-11-19", "code": "97124", "pointers": [1], "units": 2, "minutes": 30, "charge": "90.00"}
    return {**usual, **fields}


def write(*claims: Claim) -> bytes:
    """The claims as an 837P."""
    return write_claims(claims, SUBMITTER, RECEIVER, ENVELOPE)


def paid(
    number: str, *lines: tuple[Segment, ...], status: str = "1", charge: str = "225", amount: str = "0"
) -> list[Segment]:
    """One claim of an 835: CLP, the patient, and its lines each with their CAS."""
    head = Segment("2100", "CLP", (number, status, charge, amount, "", "12", f"P{number}"))
    name = Segment("2100", "NM1", ("QC", "1", "LINDQVIST", "MAJA", "", "", "", "MI", "MHP445566778"))
    return [head, name, *(segment for one in lines for segment in one)]


def service(number: int, charge: str, amount: str, *cuts: tuple[str, str, str]) -> tuple[Segment, ...]:
    """One service of an 835, each cut a (group, reason, amount)."""
    head = Segment("2110", "SVC", (("HC", "97124"), charge, amount, "", "1"))
    ours = Segment("2110", "REF", ("6R", f"M000000042L{number}"))
    return (head, *(Segment("2110", "CAS", cut) for cut in cuts), ours)


def remittance(amount: str, *claims: list[Segment], plb: tuple[str, str] | None = None, trace: str = "T1") -> bytes:
    """An 835 with one payment."""
    bpr = ("I", amount, "C", "ACH", *[""] * 11, "20261201")
    head = [
        Segment("ST", "BPR", bpr),
        Segment("ST", "TRN", ("1", trace, "1521112222")),
        Segment("1000A", "N1", ("PR", "MERIDIAN HEALTH PLAN")),
        Segment("1000B", "N1", ("PE", "RIVERSIDE MASSAGE THERAPY", "XX", "1234567893")),
        Segment("2000", "LX", ("1",)),
    ]
    tail = [Segment("PLB", "PLB", ("1234567893", "20261231", (plb[0], "X1"), plb[1]))] if plb else []
    return write_segments("835", [[*head, *(s for c in claims for s in c), *tail]], ENVELOPE)
