"""Files to frozen objects: the law of a state, and the register of all jurisdictions."""

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
    """A jurisdiction of the register. ``checked``: the day its law was last gone through."""

    code: str
    name: str
    checked: date


@lru_cache(maxsize=1)
def register() -> Mapping[str, Entry]:
    """Every jurisdiction by code. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read_register(_HERE / "register.yaml")


@lru_cache(maxsize=64)
def jurisdiction(code: str) -> Jurisdiction:
    """The law of a state.

    Raises :class:`UnknownJurisdiction` for a code that is none, and
    :class:`~medmassage.datafile.DataFileError` for a file that does not hold what it should.
    """
    return read_state(_HERE / "states" / f"{entry(code).code}.yaml")


@lru_cache(maxsize=1)
def federal() -> Jurisdiction:
    """What is federal, in the shape of a state. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read_issuer(_HERE / "federal.yaml")


@lru_cache(maxsize=128)
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


def entry(code: str) -> Entry:
    """The register's line of a code, in capitals or not. Raises :class:`UnknownJurisdiction`."""
    found = register().get(code.strip().upper())
    if found is None:
        raise UnknownJurisdiction(
            f"{code!r} is no state, district or territory we know. Give its two-letter postal code."
        )
    return found


def covered() -> list[Jurisdiction]:
    """The law of every state, in the register's order."""
    return [jurisdiction(code) for code in register()]


def read_register(path: Traversable) -> Mapping[str, Entry]:
    """The register in a file. Raises :class:`~medmassage.datafile.DataFileError`."""
    file = DataFile(path)
    found: dict[str, Entry] = {}
    for code, line in file.data.items():
        if not isinstance(line, dict) or set(line) != {"name", "checked"} or not isinstance(line["name"], str):
            file.refuse([code], "Each line holds a name and the day on which its law was checked.")
        if not isinstance(line["checked"], date):
            file.refuse([code, "checked"], "Write the day as 2026-11-24.")
        found[str(code)] = Entry(str(code), line["name"], line["checked"])
    return MappingProxyType(found)
