"""What the charting page offers on a tap, from ``charting.yaml``, and what was found in words."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row, Source, read


class Technique(Row):
    """A way of working, and the code suggested for it until a person chooses another."""

    label: str
    code: str = ""


class Symbol(Row):
    """A mark of the body map's legend."""

    id: str
    label: str


class Feeling(Row):
    """How the patient is; ``words`` begin the subjective part and may be changed."""

    id: str
    label: str
    words: str


class Phrase(Row):
    """Words behind a short key (";next")."""

    key: str
    text: str


class Offer(Row):
    """The whole file; ``source`` is where the suggested codes stand."""

    source: Source
    techniques: tuple[Technique, ...]
    pressures: tuple[str, ...]
    symbols: tuple[Symbol, ...]
    findings: tuple[str, ...]
    feelings: tuple[Feeling, ...]
    next_visits: tuple[str, ...]
    snippets: tuple[Phrase, ...]

    @property
    def codes(self) -> dict[str, str]:
        """Technique → the code suggested for it."""
        return {one.label: one.code for one in self.techniques if one.code}

    @property
    def signs(self) -> dict[str, str]:
        """Symbol id → its word."""
        return {one.id: one.label for one in self.symbols}


@lru_cache(maxsize=1)
def offer() -> Offer:
    """The file. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(files("medmassage.care").joinpath("charting.yaml"), Offer)


def by_region(rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Region → the words and the symbols found there; a region has a row for each symbol."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in rows:
        words, symbols = found.get(row["region"], ("", ()))
        symbol = row.get("symbol", "")
        found[row["region"]] = (words or row.get("words", ""), (*symbols, symbol) if symbol else symbols)
    return found


def rows_of(region: str, words: str, symbols: Sequence[str]) -> list[dict[str, str]]:
    """The way back: a row for each symbol, the words on the first."""
    if not symbols:
        return [{"region": region, "words": words}]
    return [{"region": region, "words": "" if at else words, "symbol": one} for at, one in enumerate(symbols)]


def told(words: str, symbols: Sequence[str]) -> str:
    """Such as “tension, trigger point: two fingers wide”."""
    signs = ", ".join(offer().signs.get(one, one).lower() for one in symbols)
    return ": ".join(part for part in (signs, words) if part)
