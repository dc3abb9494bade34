"""Conformity of any X12 file: the envelope, what a guide requires, and sums that must balance."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from medmassage.finding import Basis, Finding, Level, Verdict
from medmassage.x12 import guide, tables
from medmassage.x12.errors import X12Error
from medmassage.x12.segments import elements, scan

ENVELOPE = (
    Basis("ASC X12 control structures: a trailer repeats its header's control number and counts what it closes"),
)
BALANCING = {
    "835": (
        Basis(
            "005010X221A1, front matter 1.10.2: a remittance balances by line, claim and transaction",
            confidence="secondary",
        ),
    ),
    "837P": (Basis("005010X222A1: the claim's charge is the sum of its lines"),),
}


def check(data: bytes) -> Verdict:
    """All problems of a file at once; ``details`` say interchange, set, segment (position) and element.

    Raises :class:`~medmassage.x12.errors.X12Error` when the bytes are no X12 file at all.
    """
    frame = scan(data)
    return Verdict.of("edi", [*_envelopes(frame), *_sets(frame, data)])


def _stop(rule: str, message: str, remedy: str, position: int, basis: tuple[Basis, ...], **at: Any) -> Finding:
    return Finding(
        f"edi.{rule}",
        "edi",
        Level.STOP,
        message,
        remedy,
        f"segment {position}",
        basis,
        {"segment": position, **at},
    )


def _envelopes(frame: pl.DataFrame) -> Iterator[Finding]:
    for head, tail, what in (("ISA", "IEA", "interchange"), ("GS", "GE", "group"), ("ST", "SE", "set")):
        yield from _pairs(frame, head, tail, what)
    yield from _counts(frame)


def _pairs(frame: pl.DataFrame, head: str, tail: str, what: str) -> Iterator[Finding]:
    """Each header is closed by its trailer with the same control number."""
    at = {"ISA": "e13", "GS": "e06", "ST": "e02"}[head]
    open_: tuple[str, int] | None = None
    for row in elements(frame.filter(pl.col("tag").is_in([head, tail])), keep=16).iter_rows(named=True):
        place = row["position"]
        if row["tag"] == head:
            if open_:
                yield _stop(
                    "unclosed",
                    f"The {what} that begins in segment {open_[1]} has no {tail}.",
                    "The file is cut short or out of order: ask for it again.",
                    open_[1],
                    ENVELOPE,
                )
            open_ = ((row[at] or "").strip(), place)
        elif open_ is None:
            yield _stop(
                "unopened",
                f"Segment {place} is {tail}, but no {what} is open.",
                "Ask the sender for a correct file.",
                place,
                ENVELOPE,
            )
        else:
            if (row["e02"] or "").strip() != open_[0]:
                yield _stop(
                    "control_number",
                    f"{tail} says control number “{row['e02'] or ''}”, but {head} says “{open_[0]}”.",
                    "Ask the sender for a correct file.",
                    place,
                    ENVELOPE,
                    element=f"{tail}02",
                )
            open_ = None
    if open_:
        yield _stop(
            "unclosed",
            f"The {what} that begins in segment {open_[1]} has no {tail}.",
            "The file is cut short: ask for it again.",
            open_[1],
            ENVELOPE,
        )


def _counts(frame: pl.DataFrame) -> Iterator[Finding]:
    """SE01 counts segments, GE01 sets, IEA01 groups."""
    real = frame.filter(pl.col("set") > 0).group_by("set").len()
    said = elements(frame.filter(pl.col("tag") == "SE"), keep=1).join(real, on="set", how="left")
    yield from _differ(said, "SE", "segments")
    for tail, counted, key in (("GE", "ST", "group"), ("IEA", "GS", "interchange")):
        found = frame.filter(pl.col("tag") == counted).group_by(key).len()
        said = elements(frame.filter(pl.col("tag") == tail), keep=1).join(found, on=key, how="left")
        yield from _differ(said, tail, {"GE": "sets", "IEA": "groups"}[tail])


def _differ(said: pl.DataFrame, tail: str, what: str) -> Iterator[Finding]:
    for row in said.iter_rows(named=True):
        number, real = (row["e01"] or "").strip(), row["len"] or 0
        if not number.isdigit() or int(number) != real:
            yield _stop(
                "count",
                f"{tail} counts “{number}” {what}; there are {real}.",
                "The file lost or gained segments on its way: ask for it again.",
                row["position"],
                ENVELOPE,
                element=f"{tail}01",
            )


def _sets(frame: pl.DataFrame, data: bytes) -> Iterator[Finding]:
    groups = elements(frame.filter(pl.col("tag") == "GS"), keep=8).select("group", gs08="e08")
    heads = elements(frame.filter(pl.col("tag") == "ST"), keep=3).join(groups, on="group", how="left")
    names: dict[int, str] = {}
    for row in heads.iter_rows(named=True):
        implementation = (row["e03"] or row["gs08"] or "").strip()
        name = guide.named(row["e01"] or "", implementation)
        if name:
            names[row["set"]] = name
        else:
            yield _unknown(row["e01"] or "?", implementation, row["position"])
    for name in sorted(set(names.values())):
        yield from _required(frame, name, [s for s, n in names.items() if n == name])
    yield from _balances(set(names.values()), data)


def _unknown(kind: str, implementation: str, position: int) -> Finding:
    return Finding(
        "edi.guide_unknown", "edi", Level.UNKNOWN,
        f"Set {kind} {implementation or 'without a version'} has no guide here: only its envelope was checked.",
        "Guides here: 837P, 835, 999 and 277CA in version 005010.", f"segment {position}",
        details={"segment": position},
    )  # fmt: skip


def _required(frame: pl.DataFrame, name: str, sets: list[int]) -> Iterator[Finding]:
    """Every stretch of every set holds each segment that the guide requires there: an anti-join of two tables."""
    zones = guide.ZONES[name]
    own = frame.filter(pl.col("set").is_in(sets))
    first = elements(own, keep=1).with_columns(
        begins=pl.col("tag").replace_strict(zones, default=None, return_dtype=pl.String)
        if zones
        else pl.lit(None, dtype=pl.String)
    )
    first = first.with_columns(
        zone=pl.col("begins").forward_fill().over("set").fill_null("header"),
        stretch=pl.col("begins").is_not_null().cum_sum().over("set"),
    )
    for row in guide.table(name).filter(pl.col("usage") == "R").iter_rows(named=True):
        yield from _missing(first, row)


def _missing(first: pl.DataFrame, row: dict[str, str | None]) -> Iterator[Finding]:
    # What a level must carry depends on the level, so a level's segments are asked of the set as a whole.
    keys = ["set"] if row["zone"] == "level" else ["set", "stretch"]
    zone = first.filter(pl.col("zone") == row["zone"])
    has = zone.filter(pl.col("tag") == row["tag"])
    if row["qualifier"]:
        has = has.filter(pl.col("e01") == row["qualifier"])
    begins = zone.group_by(keys, maintain_order=True).agg(pl.col("position").first())
    for lacking in begins.join(has, on=keys, how="anti").iter_rows(named=True):
        tag = " ".join(p for p in (row["tag"], row["qualifier"]) if p)
        yield _stop(
            "missing",
            f"The {row['label']} ({tag}, loop {row['loop']}) is missing after segment {lacking['position']}.",
            "Add it and send the file anew.", lacking["position"], (), set=lacking["set"], loop=row["loop"],
        )  # fmt: skip


def _balances(names: Iterable[str], data: bytes) -> Iterator[Finding]:
    try:
        if "835" in names:
            yield from _remittance_balances(tables.remittances(data))
        if "837P" in names:
            yield from _claim_balances(tables.claims(data))
    except X12Error as wrong:
        yield _stop("amount", str(wrong), "Ask the sender for a correct file.", 0, ())


def _remittance_balances(r: tables.Remittances) -> Iterator[Finding]:
    total, keys = pl.col("amount").sum(), ["set", "claim", "line"]
    lines = r.lines.join(r.adjustments.group_by(keys).agg(total.alias("cut")), on=keys, how="left")
    for row in lines.filter(pl.col("charge") - pl.col("cut").fill_null(Decimal(0)) != pl.col("paid")).iter_rows(
        named=True
    ):
        yield _unbalanced("The service line", row["position"], row["paid"], row["charge"] - (row["cut"] or 0), "835")
    claims = r.claims.join(
        r.adjustments.group_by("set", "claim").agg(total.alias("cut")), on=["set", "claim"], how="left"
    )
    for row in claims.filter(pl.col("charge") - pl.col("cut").fill_null(Decimal(0)) != pl.col("paid")).iter_rows(
        named=True
    ):
        yield _unbalanced(
            f"Claim {row['control_number']}",
            row["position"],
            row["paid"],
            row["charge"] - (row["cut"] or 0),
            "835",
        )
    paid = r.claims.group_by("set").agg(pl.col("paid").sum())
    provider = r.provider_adjustments.group_by("set").agg(total.alias("kept"))
    sets = r.payments.join(paid, on="set", how="left").join(provider, on="set", how="left")
    for row in sets.iter_rows(named=True):
        due = (row["paid"] or Decimal(0)) - (row["kept"] or Decimal(0))
        if row["amount"] != due:
            yield _unbalanced("The payment (BPR02)", row["position"], row["amount"], due, "835")


def _claim_balances(c: tables.Claims) -> Iterator[Finding]:
    sums = c.lines.group_by("set", "claim").agg(pl.col("charge").sum().alias("lines"))
    claims = c.claims.join(sums, on=["set", "claim"], how="left")
    for row in claims.iter_rows(named=True):
        if row["lines"] is not None and row["charge"] != row["lines"]:
            yield _unbalanced(f"Claim {row['control_number']}", row["position"], row["charge"], row["lines"], "837P")


def _unbalanced(what: str, position: int, says: Decimal, adds: Decimal, name: str) -> Finding:
    return _stop(
        "balance", f"{what} says {says}, but its parts come to {adds}.",
        "Nothing is posted by itself from a file that does not add up: ask the sender.", position, BALANCING[name],
    )  # fmt: skip
