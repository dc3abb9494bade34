"""Code pairs and unit limits (NCCI, MUE) as data; the official quarterly files are the user's to load."""

from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row, Source, read


class Pair(Row):
    """Two codes of one day: the second is denied, unless (indicator 1) an allowed modifier stands on it."""

    column1: str
    column2: str
    indicator: str
    source: Source


class UnitLimit(Row):
    """Most units of a code a day; indicator 2 is absolute, 1 and 3 may be argued."""

    code: str
    units: int
    indicator: int | None
    source: Source


class _Pairs(Row):
    allowed_modifiers: tuple[str, ...]
    pairs: tuple[Pair, ...]


class _Limits(Row):
    limits: tuple[UnitLimit, ...]


class _Places(Row):
    settings: dict[str, tuple[str, ...]]


@lru_cache
def _pairs() -> _Pairs:
    return read(files("medmassage.billing.edits").joinpath("ncci_pairs.yaml"), _Pairs)


def pairs() -> tuple[Pair, ...]:
    """All pairs."""
    return _pairs().pairs


def allowed_modifiers() -> tuple[str, ...]:
    """The modifiers that part a pair of indicator 1, when the notes support it."""
    return _pairs().allowed_modifiers


@lru_cache
def unit_limits() -> dict[str, UnitLimit]:
    """Limits by code."""
    found = read(files("medmassage.billing.edits").joinpath("mue.yaml"), _Limits).limits
    return {row.code: row for row in found}


@lru_cache
def places() -> dict[str, tuple[str, ...]]:
    """The places of service that fit a setting, by setting."""
    return read(files("medmassage.billing.edits").joinpath("places.yaml"), _Places).settings
