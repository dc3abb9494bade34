"""Typed tables of a file: remittances, acknowledgments, claim statuses, claims. Keys tie the frames together.

Every frame is keyed by ``set`` (counted through the file); claims by ``claim`` and lines by ``line`` within it.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import polars as pl

from medmassage.x12.errors import X12Error
from medmassage.x12.segments import COMPONENT, elements, sets_of

MONEY = pl.Decimal(18, 2)


@dataclass(frozen=True, slots=True)
class Remittances:
    """An 835 as tables."""

    payments: pl.DataFrame
    claims: pl.DataFrame
    lines: pl.DataFrame
    adjustments: pl.DataFrame
    provider_adjustments: pl.DataFrame
    remarks: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Acknowledgments:
    """A 999 as tables: the group answered, its sets, and the errors found."""

    groups: pl.DataFrame
    sets: pl.DataFrame
    errors: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Claims:
    """An 837P as tables, enough to read back what was written."""

    claims: pl.DataFrame
    lines: pl.DataFrame


def remittances(data: bytes) -> Remittances:
    """The 835s of a file. Raises :class:`X12Error` when it holds none or an amount is no number."""
    frame = _keyed(sets_of(data, "835"), claim="CLP", line="SVC")
    return Remittances(
        payments=_payments(frame),
        claims=_paid_claims(frame),
        lines=_paid_lines(frame),
        adjustments=_adjustments(frame),
        provider_adjustments=_provider_adjustments(frame),
        remarks=_remarks(frame),
    )


def _keyed(frame: pl.DataFrame, *, claim: str, line: str) -> pl.DataFrame:
    """Claim and line numbers by a running count over the triggers; zero before the first."""
    claims = (pl.col("tag") == claim).cum_sum().over("set").cast(pl.UInt32).alias("claim")
    lines = (pl.col("tag") == line).cum_sum().over("set", "claim").cast(pl.UInt32).alias("line")
    return frame.with_columns(claims).with_columns(lines)


def _of(frame: pl.DataFrame, tag: str, keep: int) -> pl.DataFrame:
    return elements(frame.filter(pl.col("tag") == tag), keep=keep)


def _money(frame: pl.DataFrame, column: str) -> pl.Series:
    """A column of amounts. A word where an amount should be is refused with its segment's place."""
    return pl.Series(column, [_amount(t, p) for t, p in frame.select(column, "position").iter_rows()], dtype=MONEY)


def _amount(text: str | None, position: int) -> Decimal:
    try:
        amount = Decimal((text or "0").strip())
        if not amount.is_finite() or abs(amount) >= Decimal(10) ** 15:
            raise InvalidOperation
        return amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise X12Error(f"“{text}” in segment {position} is not an amount of money.") from None


def _date(column: str) -> pl.Expr:
    return pl.col(column).str.strptime(pl.Date, "%Y%m%d", strict=False)


def _first(frame: pl.DataFrame, keys: list[str], **columns: pl.Expr) -> pl.DataFrame:
    return frame.group_by(keys, maintain_order=True).agg(**{k: e.first() for k, e in columns.items()})


def _payments(frame: pl.DataFrame) -> pl.DataFrame:
    bpr = _of(frame, "BPR", 16)
    out = bpr.select(
        "interchange",
        "set",
        "position",
        method="e04",
        handling="e01",
        date=_date("e16"),
        amount="e02",
        sign="e03",
    )
    out = out.with_columns(_money(out, "amount"))
    trn = _first(_of(frame, "TRN", 3), ["set"], trace=pl.col("e02"), payer_tax_id=pl.col("e03"))
    n1 = _of(frame.filter(pl.col("claim") == 0), "N1", 4)
    payer = _first(n1.filter(pl.col("e01") == "PR"), ["set"], payer=pl.col("e02"))
    payee = _first(n1.filter(pl.col("e01") == "PE"), ["set"], payee=pl.col("e02"), payee_id=pl.col("e04"))
    for part in (trn, payer, payee):
        out = out.join(part, on="set", how="left")
    return out


def _paid_claims(frame: pl.DataFrame) -> pl.DataFrame:
    clp = _of(frame, "CLP", 9)
    out = clp.select(
        "set", "claim", "position", control_number="e01", status="e02", charge="e03", paid="e04",
        patient_part="e05", filing="e06", payer_control="e07",
    )  # fmt: skip
    out = out.with_columns(_money(out, c) for c in ("charge", "paid", "patient_part"))
    nm1 = _of(frame.filter(pl.col("claim") > 0), "NM1", 9)
    patient = _first(
        nm1.filter(pl.col("e01") == "QC"), ["set", "claim"],
        family=pl.col("e03"), given=pl.col("e04"), member_id=pl.col("e09"),
    )  # fmt: skip
    dtm = _of(frame.filter((pl.col("claim") > 0) & (pl.col("line") == 0)), "DTM", 2)
    start = _first(dtm.filter(pl.col("e01") == "232"), ["set", "claim"], on=_date("e02"))
    return out.join(patient, on=["set", "claim"], how="left").join(start, on=["set", "claim"], how="left")


def _paid_lines(frame: pl.DataFrame) -> pl.DataFrame:
    svc = _of(frame, "SVC", 7)
    code = pl.col("e01").str.split(COMPONENT)
    out = svc.select(
        "set", "claim", "line", "position", charge="e02", paid="e03", units="e05",
        code=code.list.get(1, null_on_oob=True), modifiers=code.list.slice(2, 4).list.join(" "),
    )  # fmt: skip
    out = out.with_columns(_money(out, c) for c in ("charge", "paid"))
    inside = frame.filter(pl.col("line") > 0)
    day = _of(inside, "DTM", 2).filter(pl.col("e01").is_in(["472", "150"]))
    ref = _of(inside, "REF", 2).filter(pl.col("e01") == "6R")
    keys = ["set", "claim", "line"]
    out = out.join(_first(day, keys, on=_date("e02")), on=keys, how="left")
    return out.join(_first(ref, keys, line_control=pl.col("e02")), on=keys, how="left")


def _adjustments(frame: pl.DataFrame) -> pl.DataFrame:
    """CAS unrolled: up to six reason/amount/quantity triples a segment. ``line`` 0 is the claim level."""
    cas = _of(frame, "CAS", 19)
    parts = [
        cas.select("set", "claim", "line", "position", group="e01", reason=f"e{i:02d}", amount=f"e{i + 1:02d}")
        for i in range(2, 20, 3)
        if i + 1 <= 19
    ]
    out = pl.concat(parts).filter(pl.col("reason").is_not_null()).sort("position", maintain_order=True)
    return out.with_columns(_money(out, "amount"))


def _provider_adjustments(frame: pl.DataFrame) -> pl.DataFrame:
    plb = _of(frame, "PLB", 14)
    reason = [f"e{i:02d}" for i in range(3, 14, 2)]
    parts = [plb.select("set", "position", provider="e01", reason=r, amount=f"e{int(r[1:]) + 1:02d}") for r in reason]
    out = pl.concat(parts).filter(pl.col("reason").is_not_null()).sort("position", maintain_order=True)
    split = pl.col("reason").str.split(COMPONENT)
    out = out.with_columns(_money(out, "amount"), reference=split.list.get(1, null_on_oob=True))
    return out.with_columns(reason=pl.col("reason").str.split(COMPONENT).list.get(0))


def _remarks(frame: pl.DataFrame) -> pl.DataFrame:
    """LQ (line) and MOA (claim) remark codes."""
    lq = _of(frame, "LQ", 2).select("set", "claim", "line", remark="e02")
    moa = _of(frame, "MOA", 7)
    parts = [moa.select("set", "claim", "line", remark=f"e{i:02d}") for i in range(3, 8)]
    return pl.concat([lq, *parts]).filter(pl.col("remark").is_not_null())


def acknowledgments(data: bytes) -> Acknowledgments:
    """The 999s of a file. Raises :class:`X12Error` when it holds none."""
    frame = _keyed(sets_of(data, "999"), claim="AK2", line="IK3")
    groups = _first(_of(frame, "AK1", 3), ["set"], functional_group=pl.col("e01"), group_control=pl.col("e02"))
    closing = _first(_of(frame, "AK9", 4), ["set"], answer=pl.col("e01"), accepted=pl.col("e04"))
    answered = _first(_of(frame, "IK5", 2), ["set", "claim"], answer=pl.col("e01"))
    sets = _first(_of(frame, "AK2", 2), ["set", "claim"], control=pl.col("e02")).join(
        answered, on=["set", "claim"], how="left"
    )
    errors = _of(frame, "IK3", 4).select(
        "set", "claim", "line", tag_in_error="e01", place="e02", loop="e03", code="e04"
    )
    return Acknowledgments(groups.join(closing, on="set", how="left"), sets, errors)


def claim_statuses(data: bytes) -> pl.DataFrame:
    """The claims of 277CA files: control number, each status (category, code, entity), payer's number.

    Raises :class:`X12Error` when the file holds none.
    """
    frame = _keyed(sets_of(data, "277"), claim="HL", line="SVC")
    level = _of(frame, "HL", 3).select("set", "claim", level="e03")
    patient = level.filter(pl.col("level") == "PT").select("set", "claim")
    inside = frame.join(patient, on=["set", "claim"], how="semi")
    trn = _first(_of(inside, "TRN", 2), ["set", "claim"], control_number=pl.col("e02"))
    ref = _of(inside, "REF", 2).filter(pl.col("e01") == "1K")
    payer = _first(ref, ["set", "claim"], payer_control=pl.col("e02"))
    stc = _of(inside, "STC", 4)
    code = pl.col("e01").str.split(COMPONENT)
    out = stc.select(
        "set", "claim", "line", "position",
        *[code.list.get(i, null_on_oob=True).alias(n) for i, n in enumerate(("category", "status", "entity"))],
        on=_date("e02"),
    )  # fmt: skip
    keys = ["set", "claim"]
    return out.join(trn, on=keys, how="left").join(payer, on=keys, how="left")


def claims(data: bytes) -> Claims:
    """The claims and lines of the 837Ps of a file. Raises :class:`X12Error` when it holds none.

    Each claim carries its patient, the subscriber's member id, the payer and the billing provider of its levels.
    """
    frame = _keyed(sets_of(data, "837"), claim="CLM", line="LX")
    clm = _of(frame, "CLM", 11)
    place = pl.col("e05").str.split(COMPONENT)
    claims_ = clm.select(
        "set", "claim", "position", control_number="e01", charge="e02",
        place=place.list.get(0, null_on_oob=True), frequency=place.list.get(2, null_on_oob=True),
    )  # fmt: skip
    sv1 = _of(frame, "SV1", 7)
    code = pl.col("e01").str.split(COMPONENT)
    lines = sv1.select(
        "set", "claim", "line", "position", charge="e02", units="e04", pointers="e07",
        code=code.list.get(1, null_on_oob=True), modifiers=code.list.slice(2, 4).list.join(" "),
    )  # fmt: skip
    keys = ["set", "claim", "line"]
    day = _first(_of(frame, "DTP", 3).filter(pl.col("e01") == "472"), keys, on=_date("e03"))
    ref = _first(_of(frame, "REF", 2).filter(pl.col("e01") == "6R"), keys, line_control=pl.col("e02"))
    lines = lines.join(day, on=keys, how="left").join(ref, on=keys, how="left")
    claims_ = _with_levels(claims_.with_columns(_money(claims_, "charge")), frame)
    return Claims(claims_, lines.with_columns(_money(lines, "charge")))


def _with_levels(claims_: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """What the levels (HL) above a claim say of it: the nearest segment before it that stands in a level."""
    zone = pl.when(pl.col("tag").is_in(["HL", "CLM"])).then(pl.col("tag")).forward_fill().over("set")
    levels = frame.filter(zone.fill_null("") == "HL")
    names = _of(levels, "NM1", 9)
    patient = names.filter(pl.col("e01") == "QC")
    parts = (
        _of(levels, "HL", 3).select("set", "position", level="e03"),
        _of(levels, "SBR", 9).select("set", "position", filing="e09"),
        names.filter(pl.col("e01") == "85").select(
            "set", "position", provider="e03", provider_given="e04", provider_npi="e09"
        ),
        names.filter(pl.col("e01") == "IL").select(
            "set", "position", subscriber_family="e03", subscriber_given="e04", member_id="e09"
        ),
        names.filter(pl.col("e01") == "PR").select("set", "position", payer="e03", payer_id="e09"),
        patient.select("set", "position", family="e03", given="e04"),
    )
    out = claims_.sort("position")
    for part in parts:
        out = out.join_asof(part.sort("position"), on="position", by="set", check_sortedness=False)
    # Where the claim hangs on a subscriber, that is the patient; a QC before it belongs to somebody else.
    own = pl.col("level") == "23"
    return out.with_columns(
        family=pl.when(own).then("family").otherwise("subscriber_family"),
        given=pl.when(own).then("given").otherwise("subscriber_given"),
    ).drop("level")
