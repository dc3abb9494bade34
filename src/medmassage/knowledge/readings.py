"""Numbers in what people say: a blood pressure, a count, a temperature, and what each points at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import DataFileError, Row, read
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Id, RestsOn, Text

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d+)?)(?![\d/])"
_PAIR = r"(?<![\d/.,-])(\d{2,3})\s*(?:/|over)\s*(\d{2,3})(?![\d/])"
_BETWEEN = r"\W{0,3}(?:[a-z]+\W{1,3}){0,3}"  # "count is", "reading of"


class Band(Row):
    """What a number points at: at least, or below; of a pair either number is enough. ``asks``: it does not settle."""

    entry: Id
    at_least: tuple[float, ...] = ()
    below: tuple[float, ...] = ()
    asks: bool = False
    confidence: RestsOn

    def holds(self, numbers: Sequence[float]) -> bool:
        """Whether one of the numbers is so high, or so low."""
        high = self.at_least and any(n >= least for n, least in zip(numbers, self.at_least, strict=True))
        return bool(high or (self.below and any(n < most for n, most in zip(numbers, self.below, strict=True))))


class Reading(Row):
    """One thing that is measured, as ``readings.yaml`` explains."""

    id: Id
    words: tuple[Text, ...]
    pair: bool = False
    least: tuple[float, ...]
    most: tuple[float, ...]
    thousands_below: float = 0
    bands: tuple[Band, ...]


class Readings(Row):
    """The file of readings."""

    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number that was said: its words, and what it points at (``None``: nothing)."""

    words: str
    band: Band | None


@lru_cache(maxsize=1)
def _ready() -> tuple[tuple[Reading, re.Pattern[str]], ...]:
    found = read(files("medmassage.knowledge") / "readings.yaml", Readings).readings
    for reading in found:
        if wrong := [band.entry for band in reading.bands if band.entry not in knowledge().entries]:
            raise DataFileError(f"readings.yaml:1: {reading.id}: {wrong[0]} is no entry.")
    return tuple((one, _pattern(one)) for one in found)


def _pattern(reading: Reading) -> re.Pattern[str]:
    named = rf"\b(?:{'|'.join(map(re.escape, reading.words))})\b{_BETWEEN}"
    return re.compile(rf"(?:{named})?{_PAIR}" if reading.pair else named + _NUMBER, re.IGNORECASE)


def measured(clause: str) -> Iterator[Measured]:
    """The readings in a clause, each with what it points at."""
    if not any(letter.isdecimal() for letter in clause):
        return
    for reading, pattern in _ready():
        for match in pattern.finditer(clause):
            numbers = [_number(text, reading) for text in match.groups()]
            if all(a <= n <= b for a, n, b in zip(reading.least, numbers, reading.most, strict=True)):
                yield Measured(match[0], next((band for band in reading.bands if band.holds(numbers)), None))


def _number(text: str, reading: Reading) -> float:
    number = float(text.replace(",", ""))
    return number * 1000 if number < reading.thousands_below else number
