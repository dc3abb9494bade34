"""Claims as two frames, claims and lines, with the columns that :class:`~medmassage.billing.claim.Claim` declares.

A column's name is its path in the claim joined by underscores: ``billing_provider_npi``. Both frames carry ``claim``,
the claim's place in what was given; lines also ``row``, their place in the claim from 0. A part that is absent
(no referring provider) is null in all its columns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import polars as pl

from medmassage.billing.claim import Claim, License, Line, Part, Unbilled
from medmassage.money import ZERO

DTYPES: dict[Any, Any] = {str: pl.String, int: pl.Int64, bool: pl.Boolean, date: pl.Date, Decimal: pl.Decimal(18, 2)}
INDEX = pl.UInt32


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a claim: its path in the model, and how a frame holds it."""

    path: tuple[str, ...]
    dtype: Any

    @property
    def name(self) -> str:
        """As the frame calls it."""
        return "_".join(self.path)

    def read(self, part: Part) -> Any:
        """The value; ``None`` when a part on the way to it is absent."""
        value: Any = part
        for step in self.path:
            value = None if value is None else getattr(value, step)
        return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """The frames: a row a claim, a line, a stretch of unbilled work, a license of the rendering provider."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    unbilled: pl.DataFrame
    licenses: pl.DataFrame


def flatten(claims: Sequence[Claim]) -> ClaimsTable:
    """The claims as frames."""
    return ClaimsTable(
        claims=_frame(Claim, ((n, 0, claim) for n, claim in enumerate(claims))).drop("row"),
        lines=_frame(Line, _within(claims, lambda claim: claim.lines)),
        unbilled=_frame(Unbilled, _within(claims, lambda claim: claim.unbilled)),
        licenses=_frame(License, _within(claims, lambda claim: claim.rendering_provider.licenses)),
    )


def _within(claims: Sequence[Claim], parts: Callable[[Claim], Sequence[Part]]) -> Iterator[tuple[int, int, Part]]:
    """The parts of each claim, with the places of both."""
    return ((n, row, part) for n, claim in enumerate(claims) for row, part in enumerate(parts(claim)))


@lru_cache
def columns(model: type[Part]) -> tuple[Column, ...]:
    """The columns of a model, in the order it declares them; lists of parts are frames of their own."""
    return tuple(_columns(model, ()))


def _columns(model: type[Part], path: tuple[str, ...]) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        kind = _without_none(field.annotation)
        here = (*path, name)
        if isinstance(kind, type) and issubclass(kind, Part):
            yield from _columns(kind, here)
        elif (dtype := _dtype(kind)) is not None:
            yield Column(here, dtype)


def _without_none(kind: Any) -> Any:
    if isinstance(kind, UnionType):
        return next(k for k in get_args(kind) if k is not type(None))
    return kind


def _dtype(kind: Any) -> Any:
    """How a frame holds a declared type; ``None`` for a list of parts."""
    origin = get_origin(kind)
    if origin is Literal:
        return pl.String
    if origin is tuple:
        inner = DTYPES.get(get_args(kind)[0])
        return pl.List(inner) if inner else None
    return DTYPES[kind]


def _frame(model: type[Part], rows: Iterable[tuple[int, int, Part]]) -> pl.DataFrame:
    declared = columns(model)
    schema = {"claim": INDEX, "row": INDEX, **{c.name: c.dtype for c in declared}}
    values = [(claim, row, *(c.read(part) for c in declared)) for claim, row, part in rows]
    return pl.DataFrame(values, schema=schema, orient="row")


def totals(lines: pl.DataFrame) -> pl.DataFrame:
    """By claim: the sum of the charges, how many lines, the first day and the row of that day."""
    first = pl.col("row").sort_by("on", "row").first()
    return lines.group_by("claim").agg(
        total=pl.col("charge").sum(), line_count=pl.len(), first_day=pl.col("on").min(), first_row=first
    )


def with_totals(table: ClaimsTable) -> pl.DataFrame:
    """The claims with :func:`totals` beside them; a claim without lines counts none and sums to nothing."""
    found = table.claims.join(totals(table.lines), on="claim", how="left", maintain_order="left")
    return found.with_columns(pl.col("line_count").fill_null(0), pl.col("total").fill_null(ZERO))
