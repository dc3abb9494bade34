"""The 837P that arrived, as the simulator sees it: who sent it, its sets, its claims and lines."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from medmassage.x12 import tables
from medmassage.x12.errors import X12Error
from medmassage.x12.segments import elements, scan
from medmassage.x12.write import Envelope

NAME = "MEDMASSAGE PAYER SIMULATOR"
SENDER = "PAYERSIMULATOR"
TAX_ID = "000000000"
STREET, CITY, STATE, ZIP, PHONE = "1 INVENTED WAY", "NOWHERE", "MD", "210000000", "4105550100"


@dataclass(frozen=True, slots=True)
class SentLine:
    """One service as it was billed."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    charge: Decimal
    units: str
    on: date | None
    line_control: str


@dataclass(frozen=True, slots=True)
class SentClaim:
    """One claim as it was billed."""

    control_number: str
    charge: Decimal
    place: str
    frequency: str
    filing: str
    family: str
    given: str
    subscriber_family: str
    subscriber_given: str
    member_id: str
    provider: str
    provider_given: str
    provider_npi: str
    lines: tuple[SentLine, ...]

    @property
    def payer_control(self) -> str:
        """The simulated payer's own number of the claim, the same in each of its answers."""
        return f"SIM{self.control_number}"[:30]

    @property
    def days(self) -> tuple[date, ...]:
        """The days of service, in order."""
        return tuple(sorted({line.on for line in self.lines if line.on}))


@dataclass(frozen=True, slots=True)
class SentSet:
    """One transaction of the group: its control number, and where its ST stands in the file."""

    control: str
    position: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A whole file."""

    sender: str
    sender_qualifier: str
    group_control: str
    implementation: str
    submitter: str
    submitter_id: str
    reference: str
    sets: tuple[SentSet, ...]
    claims: tuple[SentClaim, ...]


def read(claim_file: bytes) -> Sent:
    """The claims of an 837P. Raises :class:`~medmassage.x12.errors.X12Error` for other bytes."""
    claims = _claims(tables.claims(claim_file))
    frame = scan(claim_file)
    isa, gs = _first(frame, "ISA", 16), _first(frame, "GS", 8)
    submitter = _first(frame, "NM1", 9)
    heads = elements(frame.filter(pl.col("tag") == "ST"), keep=3)
    return Sent(
        sender=isa["e06"].strip(),
        sender_qualifier=isa["e05"],
        group_control=gs["e06"],
        implementation=gs["e08"],
        submitter=submitter["e03"],
        submitter_id=submitter["e09"],
        reference=_first(frame, "BHT", 6)["e03"],
        sets=tuple(SentSet(row["e02"] or "", row["position"]) for row in heads.iter_rows(named=True)),
        claims=claims,
    )


def envelope(sent: Sent, at: datetime, control: int) -> Envelope:
    """Back to whoever sent the claims, marked as a test, from a sender that says what it is."""
    return Envelope(
        sender=SENDER, receiver=sent.sender, at=at, control=control, receiver_qualifier=sent.sender_qualifier
    )


def amount(money: Decimal) -> str:
    """Without needless zeros, as X12 writes numbers."""
    return f"{money:.2f}".rstrip("0").rstrip(".")


def day(on: date) -> str:
    """As X12 writes a day."""
    return f"{on:%Y%m%d}"


def _first(frame: pl.DataFrame, tag: str, keep: int) -> dict[str, str]:
    found = elements(frame.filter(pl.col("tag") == tag).head(1), keep=keep)
    if found.is_empty():
        raise X12Error(f"The file has no {tag} segment, so the simulator cannot answer it.")
    return {name: value or "" for name, value in found.row(0, named=True).items() if name.startswith("e")}


def _claims(found: tables.Claims) -> tuple[SentClaim, ...]:
    lines: dict[tuple[int, int], list[SentLine]] = {}
    for row in found.lines.iter_rows(named=True):
        lines.setdefault((row["set"], row["claim"]), []).append(_line(row))
    return tuple(
        _claim(row, tuple(lines.get((row["set"], row["claim"]), ()))) for row in found.claims.iter_rows(named=True)
    )


def _claim(row: dict[str, Any], lines: tuple[SentLine, ...]) -> SentClaim:
    words = (
        "control_number", "place", "frequency", "filing", "family", "given", "subscriber_family", "subscriber_given",
        "member_id", "provider", "provider_given", "provider_npi",
    )  # fmt: skip
    return SentClaim(charge=row["charge"], lines=lines, **{name: row[name] or "" for name in words})


def _line(row: dict[str, Any]) -> SentLine:
    return SentLine(
        number=row["line"],
        code=row["code"] or "",
        modifiers=tuple((row["modifiers"] or "").split()),
        charge=row["charge"],
        units=row["units"] or "1",
        on=row["on"],
        line_control=row["line_control"] or "",
    )
