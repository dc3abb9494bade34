"""An 835 read as payments, claims and lines of our own nouns."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from medmassage.finding import Verdict
from medmassage.x12 import tables
from medmassage.x12.check import check


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Group (whose money), reason (CARC) and amount; a positive amount lowers the payment."""

    group: str
    reason: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One service as the payer decided it."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    charge: Decimal
    paid: Decimal
    on: datetime.date | None
    line_control: str
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """One claim as the payer decided it. ``key`` names this decision wherever it is met again."""

    key: str
    control_number: str
    status: str
    charge: Decimal
    paid: Decimal
    patient_part: Decimal
    payer_control: str
    family: str
    given: str
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...]
    lines: tuple[PaidLine, ...]

    @property
    def all_adjustments(self) -> tuple[Adjustment, ...]:
        """Those of the claim and of its lines."""
        return (*self.adjustments, *(a for line in self.lines for a in line.adjustments))

    @property
    def is_reversal(self) -> bool:
        """Whether the payer takes an earlier decision back (CLP02 22)."""
        return self.status == "22"

    @property
    def is_denied(self) -> bool:
        """Whether the whole claim was denied (CLP02 4)."""
        return self.status == "4"


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """Money kept or added outside any claim (PLB); positive lowers the payment."""

    reason: str
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Remittance:
    """One payment: who, the check or transfer number, how much, when, and for which claims."""

    key: str
    payer: str
    trace: str
    amount: Decimal
    method: str
    date: datetime.date | None
    claims: tuple[PaidClaim, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...]
    verdict: Verdict


def read(data: bytes) -> tuple[Remittance, ...]:
    """The payments of a file in order, each with what its check found.

    Raises :class:`~medmassage.x12.errors.X12Error` when the bytes hold no 835.
    """
    found = tables.remittances(data)
    checked = check(data)
    verdict = Verdict("remittance", checked.findings)
    return tuple(_payment(row, found, verdict) for row in found.payments.iter_rows(named=True))


def _payment(row: dict[str, Any], found: tables.Remittances, verdict: Verdict) -> Remittance:
    one = pl.col("set") == row["set"]
    sign = -1 if row["sign"] == "D" else 1
    key = f"835:{row['payer_tax_id'] or row['payer'] or ''}:{row['trace'] or ''}"
    claims = _claims(found, one, key)
    kept = found.provider_adjustments.filter(one).iter_rows(named=True)
    return Remittance(
        key=key,
        payer=row["payer"] or "Payer not named",
        trace=row["trace"] or "",
        amount=sign * row["amount"],
        method=row["method"] or "",
        date=row["date"],
        claims=claims,
        provider_adjustments=tuple(ProviderAdjustment(r["reason"], r["reference"] or "", r["amount"]) for r in kept),
        verdict=verdict,
    )


def _claims(found: tables.Remittances, one: pl.Expr, key: str) -> tuple[PaidClaim, ...]:
    adjustments = _grouped(found.adjustments.filter(one))
    remarks = _grouped(found.remarks.filter(one))
    lines = _grouped(found.lines.filter(one), keys=("claim",))
    seen: dict[str, int] = {}
    made = []
    for row in found.claims.filter(one).iter_rows(named=True):
        name = f"{key}:{row['control_number'] or ''}:{row['payer_control'] or ''}:{row['status']}"
        seen[name] = seen.get(name, 0) + 1
        made.append(_claim(row, f"{name}:{seen[name]}", adjustments, remarks, lines.get((row["claim"],), [])))
    return tuple(made)


Rows = dict[tuple[int, ...], list[dict[str, Any]]]


def _grouped(frame: pl.DataFrame, keys: tuple[str, ...] = ("claim", "line")) -> Rows:
    found: Rows = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(tuple(row[k] for k in keys), []).append(row)
    return found


def _claim(row: dict[str, Any], key: str, adjustments: Rows, remarks: Rows, lines: list[dict[str, Any]]) -> PaidClaim:
    number = row["claim"]
    return PaidClaim(
        key=key,
        control_number=row["control_number"] or "",
        status=row["status"] or "",
        charge=row["charge"],
        paid=row["paid"],
        patient_part=row["patient_part"],
        payer_control=row["payer_control"] or "",
        family=row["family"] or "",
        given=row["given"] or "",
        adjustments=_adjustments(adjustments.get((number, 0), [])),
        remarks=tuple(r["remark"] for r in remarks.get((number, 0), [])),
        lines=tuple(
            _line(
                line,
                _adjustments(adjustments.get((number, line["line"]), [])),
                tuple(r["remark"] for r in remarks.get((number, line["line"]), [])),
            )
            for line in lines
        ),
    )


def _line(row: dict[str, Any], adjustments: tuple[Adjustment, ...], remarks: tuple[str, ...]) -> PaidLine:
    return PaidLine(
        number=row["line"],
        code=row["code"] or "",
        modifiers=tuple(m for m in (row["modifiers"] or "").split() if m),
        charge=row["charge"],
        paid=row["paid"],
        on=row["on"],
        line_control=row["line_control"] or "",
        adjustments=adjustments,
        remarks=remarks,
    )


def _adjustments(rows: list[dict[str, Any]]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(r["group"] or "", r["reason"], r["amount"]) for r in rows)
