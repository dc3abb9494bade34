"""Reads a code list that stands beside as CSV, with ``#`` lines of provenance at its head."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
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


def label(name: str, text: str, column: str = "label") -> str | None:
    """Our plain words for a code; ``None`` when it is not listed."""
    row = rows(name).get(compact(text))
    return row[column] if row else None


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code system that is a list: the functions that every module of this room offers. ``what`` names it in words."""

    name: str
    what: str

    def compact(self, text: str) -> str:
        """The bare code: no spaces, upper case."""
        return compact(text)

    def validate(self, text: str) -> str:
        """The bare code when it is listed. Raises :class:`NotListed`."""
        code = compact(text)
        if code not in rows(self.name):
            raise NotListed(f"“{text.strip()}” is not in our list of {self.what}.")
        return code

    def is_valid(self, text: str) -> bool:
        """Whether the code is listed."""
        return compact(text) in rows(self.name)

    def label(self, text: str) -> str | None:
        """Our plain words; ``None`` when it is not listed."""
        return label(self.name, text)
