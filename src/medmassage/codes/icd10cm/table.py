"""The lists of ICD-10-CM as one file: every code with its description, its inclusion terms and the lists that hold it.

A gzipped table with tabs, sorted by code. ``#`` lines of provenance stand at its head, then one ``#list`` line a list,
oldest first. A row is ``code, held, description, terms``: ``held`` has a letter a list, ``B`` (billable), ``H`` (a
heading) or ``-`` (not in it).
``scripts/icd10cm`` writes it. Descriptions and terms are the public words of CMS and NCHS, in the public domain.
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from medmassage.finding import Basis

BILLABLE, HEADING, ABSENT = "B", "H", "-"
MEND = "Make it anew with scripts/icd10cm."


class TableError(ValueError):
    """The file of the lists is not what it should be; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list that was in force from ``first`` to ``last``, both days included, and where it was read."""

    name: str
    first: date
    last: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as the lists have it: bare code, a letter a list, description, inclusion terms."""

    code: str
    held: str
    description: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The lists, oldest first, and the row of each code as it stands in the file; rows are read when asked for."""

    lists: tuple[Listing, ...]
    rows: Mapping[str, str]

    def entry(self, code: str) -> Entry | None:
        """The code's row; ``None`` when no list has ever held it."""
        row = self.rows.get(code)
        if row is None:
            return None
        held, description, terms = row.split("\t")
        return Entry(code, held, description, tuple(terms.split("|")) if terms else ())


def table(lists: Iterable[Listing], entries: Iterable[Entry]) -> Table:
    """A table of these, sorted by code."""
    rows = {e.code: f"{e.held}\t{e.description}\t{'|'.join(e.terms)}" for e in entries}
    return Table(tuple(lists), dict(sorted(rows.items())))


def write(table: Table, provenance: Iterable[str] = ()) -> bytes:
    """The file, the same bytes for the same table."""
    lines = [f"# {line}" for line in provenance]
    lines += ["\t".join(["#list", *_listing_fields(listing)]) for listing in table.lists]
    lines += [f"{code}\t{row}" for code, row in table.rows.items()]
    return gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)


def read(content: bytes) -> Table:
    """The table that :func:`write` wrote. Raises :class:`TableError`."""
    try:
        lines = gzip.decompress(content).decode().split("\n")
        lists = tuple(_listing(line.split("\t")[1:]) for line in lines[:60] if line.startswith("#list\t"))
        rows = dict(line.split("\t", 1) for line in lines if line and line[0] != "#")
    except (OSError, EOFError, ValueError, TypeError) as wrong:
        raise TableError(f"The file of ICD-10-CM codes cannot be read ({wrong}). {MEND}") from None
    if not lists or not rows:
        raise TableError(f"The file of ICD-10-CM codes holds no list. {MEND}")
    return Table(lists, rows)


@lru_cache(maxsize=1)
def load() -> Table:
    """The lists that are held. Read once, when they are first asked for."""
    return read(files("medmassage.codes.icd10cm").joinpath("list.tsv.gz").read_bytes())


def _listing_fields(listing: Listing) -> tuple[str, ...]:
    b = listing.basis
    return (
        listing.name, listing.first.isoformat(), listing.last.isoformat(),
        b.cite, b.url, b.publisher, b.as_of, b.confidence,
    )  # fmt: skip


def _listing(fields: list[str]) -> Listing:
    name, first, last, cite, url, publisher, as_of, confidence = fields
    if confidence not in ("primary", "secondary", "recall"):
        raise ValueError(f"“{confidence}” is no confidence")
    basis = Basis(cite, url, publisher, as_of, confidence)  # type: ignore[arg-type]  # checked above
    return Listing(name, date.fromisoformat(first), date.fromisoformat(last), basis)
