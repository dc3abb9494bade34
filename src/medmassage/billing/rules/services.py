"""The services of claims as tables: lines, their modifiers, days, codes of a day, and pairs of codes."""

from functools import lru_cache
from typing import Any

import polars as pl

from medmassage.billing import edits
from medmassage.billing.units import units
from medmassage.codes import listed
from medmassage.datafile import Source

# What lines take over from their claim.
SHARED = (
    "asked_on", "payer_name", "payer_kind", "units_rule", "units_source", "ncci", "required_modifiers",
    "modifiers_source", "patient_birth_date", "prepared_on", "place_of_service", "setting", "diagnosis_count",
    "by_massage_therapist",
)  # fmt: skip
DAY = ["claim", "on"]
SOURCE = pl.Struct(dict.fromkeys(("cite", "url", "publisher", "as_of", "confidence"), pl.String))


def lines(raw: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """A row a line, with its claim's facts, its place of service and what its code is."""
    found = raw.rename({"place_of_service": "own_place"})
    found = found.join(claims.select("claim", *SHARED), on="claim", how="left", maintain_order="left")
    found = found.with_columns(code=pl.col("code").str.strip_chars().str.to_uppercase(), number=pl.col("row") + 1)
    found = found.join(_procedures(), on="code", how="left", maintain_order="left")
    return _placed(found).with_columns(
        listed=pl.col("label").is_not_null(),
        timed=(pl.col("timed") == "yes").fill_null(False),
        outside=(pl.col("pointers").list.max() > pl.col("diagnosis_count")) | (pl.col("pointers").list.min() < 1),
        lacking=pl.col("required_modifiers").list.set_difference("modifiers").list.join(", "),
        first_alike=pl.col("row").first().over(*DAY, "code", _sorted("modifiers")),
        not_for_massage=pl.col("code").replace_strict(_reasons(), default=None, return_dtype=pl.String),
    )


def _placed(found: pl.DataFrame) -> pl.DataFrame:
    """With the place that counts for the line, where it is written, and whether it fits the claim's setting."""
    own = pl.col("own_place").fill_null("") != ""
    found = found.with_columns(
        place=pl.when(own).then(pl.col("own_place")).otherwise(pl.col("place_of_service")),
        place_at=pl.when(own)
        .then(pl.format("lines[{}].place_of_service", "row"))
        .otherwise(pl.lit("place_of_service")),
    )
    known = dict.fromkeys(listed.rows("place"), True)
    found = found.join(_fitting(), on="setting", how="left", maintain_order="left")
    return found.with_columns(
        place_listed=pl.col("place").replace_strict(known, default=False, return_dtype=pl.Boolean),
        first_of_place=pl.col("row").first().over("claim", "place_at") == pl.col("row"),
        place_fits=pl.col("fitting").list.contains(pl.col("place")),
        places=pl.col("fitting").list.join(", "),
    )


@lru_cache
def _fitting() -> pl.DataFrame:
    known = edits.places()
    schema: dict[str, Any] = {"setting": pl.String, "fitting": pl.List(pl.String)}
    return pl.DataFrame([(s, list(p)) for s, p in known.items()], schema=schema, orient="row")


def _sorted(column: str) -> pl.Expr:
    return pl.col(column).list.sort().list.join(" ")


@lru_cache
def _procedures() -> pl.DataFrame:
    rows = [(r["code"], r["label"], r["timed"], r["massage_therapist"]) for r in listed.rows("procedure").values()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("code", "label", "timed", "use"), pl.String), orient="row")


def _reasons() -> dict[str, str]:
    return {code: row["why"] for code, row in listed.rows("not_for_massage").items()}


def modifiers(found: pl.DataFrame) -> pl.DataFrame:
    """A row a modifier of a line, with its place on the line."""
    known = dict.fromkeys(listed.rows("modifier"), True)
    long = found.filter(pl.col("modifiers").list.len() > 0).select(
        "claim", "row", "number", "code", modifier="modifiers", at=pl.int_ranges(0, pl.col("modifiers").list.len())
    )
    long = long.explode("modifier", "at").with_columns(
        bare=pl.col("modifier").str.replace_all(" ", "", literal=True).str.to_uppercase()
    )
    return long.with_columns(
        listed=pl.col("bare").replace_strict(known, default=False, return_dtype=pl.Boolean),
        twice=pl.int_range(pl.len()).over("claim", "row", "bare") > 0,
    )


def codes(found: pl.DataFrame, unbilled: pl.DataFrame) -> pl.DataFrame:
    """A row a code, patient and day: units billed, most units its minutes can carry, most a day (MUE)."""
    day = found.group_by(*DAY, "code", maintain_order=True).agg(
        pl.col("row", "timed", "listed", "units_rule", "units_source", "ncci").first(), units=pl.col("units").sum()
    )
    earned = pl.DataFrame(_earned(_timed(found, unbilled)), schema=EARNED, orient="row")
    day = day.join(earned, on=[*DAY, "code"], how="left", maintain_order="left")
    return day.join(_limits(), on="code", how="left", maintain_order="left")


EARNED: dict[str, Any] = {
    "claim": pl.UInt32,
    "on": pl.Date,
    "code": pl.String,
    "most": pl.Int64,
    "earned": pl.Int64,
    "why": pl.String,
}


def _timed(found: pl.DataFrame, unbilled: pl.DataFrame) -> pl.DataFrame:
    """The timed work of each day, billed or not; days with a timed line without minutes are left out."""
    silent = (pl.col("timed") & pl.col("minutes").is_null()).any().over(DAY)
    usable = found.filter(~silent & pl.col("units_rule").is_not_null())
    billed = usable.filter((pl.col("timed") | ~pl.col("listed")) & (pl.col("minutes") >= 0))
    days = billed.select(*DAY, "units_rule").unique(maintain_order=True)
    columns = [*DAY, "code", "minutes", "units_rule"]
    untimed = [code for code, row in listed.rows("procedure").items() if row["timed"] != "yes"]
    more = unbilled.filter(~pl.col("code").is_in(untimed)).join(days, on=DAY)
    return pl.concat([billed.select(columns), more.select(columns)])


def _earned(timed: pl.DataFrame) -> list[tuple[Any, ...]]:
    """What the minutes of each day earn by the payer's rule, a row a code."""
    rows = []
    for (claim, on), day in timed.group_by(DAY, maintain_order=True):
        count = units(day["units_rule"][0], list(day.select("code", "minutes").iter_rows()))
        total, why = sum(count.units.values()), " ".join(count.explain)
        rows += [(claim, on, code, count.most(code), total, why) for code in day["code"].unique(maintain_order=True)]
    return rows


def days(by_code: pl.DataFrame) -> pl.DataFrame:
    """A row a patient and day: timed units billed over all lines, and units earned."""
    timed = by_code.filter(pl.col("earned").is_not_null())
    return timed.group_by(DAY, maintain_order=True).agg(
        pl.col("row", "earned", "why", "units_source").first(), units=pl.col("units").sum()
    )


@lru_cache
def _limits() -> pl.DataFrame:
    rows = [(r.code, r.units, r.indicator, as_struct(r.source)) for r in edits.unit_limits().values()]
    schema: dict[str, Any] = {"code": pl.String, "limit": pl.Int64, "limit_indicator": pl.Int64, "limit_source": SOURCE}
    return pl.DataFrame(rows, schema=schema, orient="row")


def pairs(found: pl.DataFrame) -> pl.DataFrame:
    """A row a line whose code is the second of a pair that stands on the same day: can a modifier help, does one?"""
    one = found.filter(pl.col("ncci").fill_null(False)).select(*DAY, column1="code", other="modifiers")
    two = found.select(*DAY, "row", "number", "payer_name", column2="code", own="modifiers")
    met = two.join(one, on=DAY, maintain_order="left").join(_pairs(), on=["column1", "column2"], maintain_order="left")
    allowed = pl.lit(list(edits.allowed_modifiers()), dtype=pl.List(pl.String))
    return met.unique(["claim", "row", "column1"], maintain_order=True).with_columns(
        parted=pl.col("own").list.set_intersection(allowed).list.len() > 0,
        misplaced=pl.col("other").list.set_intersection(allowed).list.len() > 0,
        verified=pl.col("confidence") != "recall",
    )


@lru_cache
def _pairs() -> pl.DataFrame:
    rows = [(p.column1, p.column2, p.indicator, p.source.confidence, as_struct(p.source)) for p in edits.pairs()]
    return pl.DataFrame(rows, schema=PAIR, orient="row")


PAIR: dict[str, Any] = {
    "column1": pl.String, "column2": pl.String, "indicator": pl.String, "confidence": pl.String, "pair_source": SOURCE,
}  # fmt: skip


def as_struct(source: Source) -> dict[str, str]:
    """A source as a struct column holds it."""
    return source.basis().to_dict()
