"""One scan of the bytes gives a frame with a row a segment; elements are split later, per tag, where asked for."""

from dataclasses import dataclass

import polars as pl

from medmassage.x12.errors import X12Error
from medmassage.x12.interchange import Interchange, interchanges

# Delimiters differ from file to file; in the frame they are always these.
ELEMENT, COMPONENT, REPETITION = "\x1d", "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment to be written: its loop, its tag, and its elements from 01 on; a tuple is a composite."""

    loop: str
    tag: str
    elements: tuple[str | tuple[str, ...], ...]


def scan(data: bytes) -> pl.DataFrame:
    """The segments of a file: position (from 1), interchange, group, set (counted through the file), tag, rest.

    ``rest`` is all after the tag with delimiters made uniform. Raises :class:`X12Error` when it is no X12 file.
    """
    frames = [_frame(one, number) for number, one in enumerate(interchanges(data), start=1)]
    frame = pl.concat(frames).with_row_index("position", offset=1)
    # A new interchange ends the group and the set before it, even where their trailers are missing.
    return frame.with_columns(
        _counted("GS").alias("group"),
        _counted("ST").alias("set"),
    ).with_columns(
        pl.when(pl.col("tag").is_in(["ISA", "GS", "GE", "IEA"])).then(0).otherwise(pl.col("set")).alias("set")
    )


def _counted(tag: str) -> pl.Expr:
    return (pl.col("tag") == tag).cum_sum().cast(pl.UInt32)


def _frame(one: Interchange, number: int) -> pl.DataFrame:
    text = one.text
    body = text[:106].replace(one.element, ELEMENT)[:-2] + one.component + one.terminator + _uniform(text[106:], one)
    lines = pl.Series("line", body.split(one.terminator), dtype=pl.String).str.strip_chars("\r\n\t ")
    frame = pl.DataFrame({"line": lines}).filter(pl.col("line") != "")
    return frame.select(
        pl.lit(number, dtype=pl.UInt32).alias("interchange"),
        pl.col("line").str.splitn(ELEMENT, 2).struct.field("field_0").alias("tag"),
        pl.col("line").str.splitn(ELEMENT, 2).struct.field("field_1").fill_null("").alias("rest"),
    )


def _uniform(text: str, one: Interchange) -> str:
    text = text.replace(one.element, ELEMENT).replace(one.component, COMPONENT)
    return text.replace(one.repetition, REPETITION) if one.repetition else text


def elements(frame: pl.DataFrame, *, keep: int) -> pl.DataFrame:
    """``rest`` split into columns e01 … of the given number; what is absent or empty is null."""
    parts = pl.col("rest").str.split(ELEMENT)
    columns = [parts.list.get(i, null_on_oob=True).alias(f"e{i + 1:02d}") for i in range(keep)]
    out = frame.with_columns(columns)
    return out.with_columns(
        pl.when(pl.col(c.meta.output_name()) != "").then(pl.col(c.meta.output_name())).alias(c.meta.output_name())
        for c in columns
    )


def transactions(data: bytes) -> list[str]:
    """The transaction set of each ST, in order, such as ``["835"]``. Raises :class:`X12Error`."""
    frame = scan(data)
    return elements(frame.filter(pl.col("tag") == "ST"), keep=1)["e01"].fill_null("").to_list()


def sets_of(data: bytes, kind: str) -> pl.DataFrame:
    """The scan narrowed to the sets of one transaction. Raises :class:`X12Error` when there is none."""
    frame = scan(data)
    heads = elements(frame.filter(pl.col("tag") == "ST"), keep=1)
    wanted = heads.filter(pl.col("e01") == kind)["set"]
    if wanted.is_empty():
        found = ", ".join(sorted(set(heads["e01"].drop_nulls()))) or "nothing"
        raise X12Error(f"This file holds {found}, not {kind}.")
    return frame.filter(pl.col("set").is_in(wanted.implode()))
