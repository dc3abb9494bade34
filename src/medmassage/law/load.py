"""Files to frozen objects: the law of a state, and the register of what is covered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from medmassage.datafile import DataFile
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.statefile import read_issuer, read_state

_HERE = files("medmassage.law")


class UnknownJurisdiction(ValueError):
    """No state, district or territory of the register has this code."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A jurisdiction of the register. ``checked``: the day its law was last read (``None``: not covered yet)."""

    code: str
    name: str
    checked: date | None = None

    @property
    def covered(self) -> bool:
        """Whether the house holds its law."""
        return self.checked is not None


@lru_cache(maxsize=1)
def register() -> Mapping[str, Entry]:
    """Every jurisdiction by code, covered or not. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read_register(_HERE / "register.yaml")


@lru_cache(maxsize=64)
def jurisdiction(code: str) -> Jurisdiction | None:
    """The law of a covered state; ``None`` where the house holds none yet.

    Raises :class:`UnknownJurisdiction` for a code that is none, and
    :class:`~medmassage.datafile.DataFileError` for a file that does not hold what it should.
    """
    known = entry(code)
    return read_state(_HERE / "states" / f"{known.code}.yaml") if known.covered else None


@lru_cache(maxsize=1)
def federal() -> Jurisdiction:
    """What is federal, in the shape of a state. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read_issuer(_HERE / "federal.yaml")


@lru_cache(maxsize=32)
def issuer(code: str) -> Jurisdiction | None:
    """Who gives a paper: a state by its code, or a certifier by its letters; ``None`` where we hold neither."""
    name = code.strip().upper()
    if name in register():
        return jurisdiction(name)
    return certifiers().get(name)


@lru_cache(maxsize=1)
def certifiers() -> Mapping[str, Jurisdiction]:
    """The bodies that certify beside the states, by their letters."""
    files_ = sorted((_HERE / "certifiers").iterdir(), key=lambda path: path.name)
    return {path.name.removesuffix(".yaml"): read_issuer(path) for path in files_ if path.name.endswith(".yaml")}


def jurisdiction_or_nothing(code: str) -> Jurisdiction:
    """The law of a state; one without any value where it is not covered yet. Raises as :func:`jurisdiction`."""
    known = entry(code)
    return jurisdiction(code) or Jurisdiction(known.code, known.name, {}, (), {})


def entry(code: str) -> Entry:
    """The register's line of a code, in capitals or not. Raises :class:`UnknownJurisdiction`."""
    found = register().get(code.strip().upper())
    if found is None:
        raise UnknownJurisdiction(
            f"{code!r} is no state, district or territory we know. Give its two-letter postal code."
        )
    return found


def covered() -> list[Jurisdiction]:
    """The law of every covered state, in the register's order."""
    return [law for code in register() if (law := jurisdiction(code))]


def read_register(path: Traversable) -> Mapping[str, Entry]:
    """The register in a file. Raises :class:`~medmassage.datafile.DataFileError`."""
    file = DataFile(path)
    found: dict[str, Entry] = {}
    for code, line in file.data.items():
        if not isinstance(line, dict) or not isinstance(line.get("name"), str) or set(line) - {"name", "checked"}:
            file.refuse([code], "Each line holds a name and, where its law is covered, the day it was checked.")
        checked = line.get("checked")
        if checked is not None and not isinstance(checked, date):
            file.refuse([code, "checked"], "Write the day as 2026-11-24.")
        found[str(code)] = Entry(str(code), line["name"], checked)
    return MappingProxyType(found)
