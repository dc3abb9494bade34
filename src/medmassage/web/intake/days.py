"""Days as patients write them, in English and Spanish: a whole day, a month or a year."""

import re
from datetime import date

from medmassage.web.intake.words import months

_NUMBERS = re.compile(r"(\d{1,2})[/.-](?:(\d{1,2})[/.-])?(\d{4})")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_FILLERS = {"of", "de", "del", "el", "the", "in", "en", "st", "nd", "rd", "th", "since", "desde"}
_SHORTEST = 3


def iso(text: str, language: str, today: date) -> str:
    """``2026-03-14``, ``2026-03`` or ``2026`` for what was written; what is no day comes back as it was.

    Numbers stand as month/day/year. In Spanish 4/3/2026 may be the third of April or the fourth of March: it is read
    as the later one that is not to come, since less time has passed then.
    """
    said = " ".join(text.split()).strip(" .")
    if _ISO.fullmatch(said):
        return said
    return _of_numbers(said, language, today) or _of_words(said, language) or said


def _of_numbers(said: str, language: str, today: date) -> str:
    found = _NUMBERS.fullmatch(said)
    if not found:
        return ""
    first, second, year = (int(part) if part else None for part in found.groups())
    assert year is not None and first is not None
    if second is None:
        return f"{year}-{first:02}" if 1 <= first <= 12 else ""
    ways = [(first, second)] if language == "en" else [(first, second), (second, first)]
    days = sorted(day for month, of_month in ways if (day := _day(year, month, of_month)))
    past = [day for day in days if day <= today]
    return str((past or days)[-1]) if days else ""


def _of_words(said: str, language: str) -> str:
    """``March 14, 2026``, ``14 de marzo de 2026``, ``mar 2026``."""
    words = [word for word in _LETTERS.findall(said.casefold()) if word not in _FILLERS]
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    years = [number for number in numbers if 1000 <= number <= 9999]
    days = [number for number in numbers if number not in years]
    month = _month(words[0], language) if len(words) == 1 else None
    if month is None or len(years) != 1 or len(days) > 1:
        return ""
    if not days:
        return f"{years[0]}-{month:02}"
    found = _day(years[0], month, days[0])
    return str(found) if found else ""


def _month(word: str, language: str) -> int | None:
    """Which month a word begins, in the reader's language or in English."""
    for names in (months(language), months("en")):
        found = [at for at, name in enumerate(names, 1) if len(word) >= _SHORTEST and name.startswith(word)]
        if len(found) == 1:
            return found[0]
    return None


def _day(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def shown(kept: str, language: str) -> str:
    """A kept day as people write it: ``March 14, 2026``, ``14 de marzo de 2026``, ``March 2026``."""
    if not _ISO.fullmatch(kept):
        return kept
    year, month, day = [*kept.split("-"), "", ""][:3]
    if not month or not 1 <= int(month) <= 12:
        return year if not month else kept
    name = months(language)[int(month) - 1]
    if language == "es":
        return f"{int(day)} de {name} de {year}" if day else f"{name} de {year}"
    return f"{name.capitalize()} {int(day)}, {year}" if day else f"{name.capitalize()} {year}"
