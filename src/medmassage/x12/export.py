"""All tables of a file by name, ready to be written as Parquet, CSV or JSON lines."""

from collections.abc import Iterator

import polars as pl

from medmassage.x12 import tables
from medmassage.x12.segments import COMPONENT, ELEMENT, REPETITION, elements, scan

PRINTED = {ELEMENT: "*", COMPONENT: ":", REPETITION: "^"}


def frames(data: bytes) -> dict[str, pl.DataFrame]:
    """The segments, and for the transactions we know their typed tables, such as ``835_lines``.

    Raises :class:`~medmassage.x12.errors.X12Error` when the bytes are no X12 file or an amount is no number.
    """
    return dict(_frames(data))


def _frames(data: bytes) -> Iterator[tuple[str, pl.DataFrame]]:
    segments = scan(data)
    yield "segments", segments.with_columns(pl.col("rest").str.replace_many(PRINTED))
    heads = segments.filter(pl.col("tag") == "ST")
    kinds = set(elements(heads, keep=1)["e01"].drop_nulls())
    if "835" in kinds:
        yield from _of("835", tables.remittances(data))
    if "837" in kinds:
        yield from _of("837", tables.claims(data))
    if "999" in kinds:
        yield from _of("999", tables.acknowledgments(data))
    if "277" in kinds:
        yield "277_claims", _plain(tables.claim_statuses(data))


def _of(
    kind: str, found: tables.Remittances | tables.Claims | tables.Acknowledgments
) -> Iterator[tuple[str, pl.DataFrame]]:
    for name in found.__dataclass_fields__:
        yield f"{kind}_{name}", _plain(getattr(found, name))


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """With the printed delimiters in texts, as the file would show them."""
    texts = [c for c, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(pl.col(texts).str.replace_many(PRINTED)) if texts else frame
