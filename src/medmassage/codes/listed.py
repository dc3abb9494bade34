"""Reads a code list that stands beside as CSV, with ``#`` lines of provenance at its head."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from medmassage.codes.errors import NotListed

Row = Mapping[str, str]


@lru_cache
def rows(name: str) -> Mapping[str, Row]:
    """The rows of ``name.csv`` by code."""
    text = files("medmassage.codes").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return MappingProxyType({row["code"]: MappingProxyType(row) for row in csv.DictReader(lines)})


def compact(text: str) -> str:
    """The bare code: no spaces, upper case."""
    return text.strip().replace(" ", "").upper()


def validate(name: str, text: str, what: str) -> str:
    """The bare code when it is listed. Raises :class:`NotListed`."""
    code = compact(text)
    if code not in rows(name):
        raise NotListed(f"“{text.strip()}” is not in our list of {what}.")
    return code


def label(name: str, text: str, column: str = "label") -> str | None:
    """Our plain words for a code; ``None`` when it is not listed."""
    row = rows(name).get(compact(text))
    return row[column] if row else None
