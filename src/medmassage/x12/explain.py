"""Tells a file segment by segment in plain words (``labels.csv``), with what may name a person masked."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

from medmassage.x12 import guide
from medmassage.x12.segments import COMPONENT, ELEMENT, REPETITION, scan

MASK, NOTHING = "•••", "(no words for this one)"
DEPTH = {"header": 0, "level": 1, "claim": 2, "line": 3, "summary": 1}
ENVELOPE = {"ISA", "GS", "ST", "SE", "GE", "IEA"}
Labels = Mapping[tuple[str, str], list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """One segment: where it stands in the file, how deep it lies, its tag, and what it says."""

    segment: int
    depth: int
    tag: str
    words: str


def explain(data: bytes, *, names: bool = False) -> Iterator[Told]:
    """Every segment in order. Without ``names`` persons, their ids, addresses and birth dates are masked.

    A segment without words of ours is told by its tag alone, unless ``names`` asks for its content. Raises
    :class:`~medmassage.x12.errors.X12Error` when the bytes are no X12 file.
    """
    frame = scan(data)
    fill = _Words(names)
    version, known, zone = "", "", "header"
    for row in frame.select("position", "tag", "rest").iter_rows(named=True):
        parts = row["rest"].split(ELEMENT)
        if row["tag"] == "GS":
            version = _element(parts, 8)
        if row["tag"] == "ST":
            known = guide.named(_element(parts, 1), _element(parts, 3) or version) or ""
        zone = "header" if row["tag"] in ENVELOPE else guide.ZONES.get(known, {}).get(row["tag"], zone)
        words = _said(known, row["tag"], parts, fill)
        yield Told(row["position"], DEPTH.get(zone, 0), row["tag"], words)


def _element(parts: list[str], number: int) -> str:
    return parts[number - 1].strip() if number <= len(parts) else ""


def _said(known: str, tag: str, parts: list[str], fill: "_Words") -> str:
    values = {f"e{n:02d}": _shown(_element(parts, n)) for n in range(1, 31)}
    for row in (*_labels().get((known, tag), ()), *_labels().get(("", tag), ())):
        if not row["at"] or values[row["at"]] == row["is"]:
            said = [p for p in row["words"].split(", ") if _has(p, values)]
            return " ".join(fill.vformat(", ".join(said), (), values).split()) or NOTHING
    return (_shown(" ".join(p for p in parts if p.strip())) if fill.names else "") or NOTHING


def _shown(text: str) -> str:
    return text.replace(COMPONENT, ":").replace(REPETITION, " ")


def _has(part: str, values: Mapping[str, str]) -> bool:
    """Whether a part of the words has something to say: an element that is there, or no element at all."""
    names = [name for _, name, _, _ in Formatter().parse(part) if name]
    return not names or any(values[name] for name in names)


class _Words(Formatter):
    """Fills words with elements: ``private`` masked, ``money`` and ``date`` written out."""

    def __init__(self, names: bool) -> None:
        self.names = names

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(value)
        if format_spec == "private" and text and not self.names:
            return MASK
        if format_spec == "money" and text:
            return f"${text}"
        return _day(text) if format_spec == "date" else text


def _day(text: str) -> str:
    """A day of X12 as people write it; anything else as it stands."""
    try:
        found = datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007  # a civil day, not a moment
    except ValueError:
        return text
    return f"{found.day} {found:%b %Y}"


@lru_cache
def _labels() -> Labels:
    text = files("medmassage.x12").joinpath("labels.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found.setdefault((row["guide"], row["tag"]), []).append(row)
    return found
