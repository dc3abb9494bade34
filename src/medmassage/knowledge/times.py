"""When something happened, out of words: "3 weeks ago", "in May 2024", "10/05/2026"; and how far a pregnancy is.

What is said roughly counts as the latest day it may mean: a window must not close early.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from medmassage.knowledge.lexicon import Lexicon, Words

UNITS: Mapping[str, int] = {
    "day": 1, "week": 7, "wk": 7, "wks": 7, "month": 30, "mo": 30, "mos": 30, "year": 365, "yr": 365, "yrs": 365,
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_WEEKS = 45
OLDEST = 1900


@dataclass(frozen=True, slots=True)
class Time:
    """A day that words name, and the words (first, one past the last) that name it."""

    day: date
    first: int
    past: int


def times(words: Words, on: date, lexicon: Lexicon) -> list[Time]:
    """The days that are named, from the left. What began on a day and goes on ("since May") names none."""
    found: list[Time] = []
    at = 0
    while at < len(words):
        here = next(filter(None, (way(words, at, on, lexicon) for way in _WAYS)), None)
        if here is None or here.day > on:
            at += 1
            continue
        if not (at and words[at - 1] in lexicon.small["ongoing_words"]):
            found.append(here)
        at = here.past
    return found


def week_of_pregnancy(words: Words, lexicon: Lexicon) -> int | None:
    """The week, where words such as "18 weeks pregnant", "5 months along" or "pregnant, week 18" name it."""
    about = lexicon.small["pregnancy_words"]
    for at, word in enumerate(words):
        unit = UNITS.get(word)
        beside = {*words[max(0, at - 3) : at], *words[at + 1 : at + 5]}
        if unit not in (7, 30) or not about & beside:
            continue
        for number in (words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""):
            if number.isdecimal() and (week := int(number) * unit // 7) <= MOST_WEEKS:
                return week
    return None


def _count(word: str, lexicon: Lexicon) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 4 else lexicon.numbers.get(word)


def _ago(words: Words, at: int, on: date, lexicon: Lexicon) -> Time | None:
    """ "3 weeks ago", "a week after", "6 weeks post-op"; "years ago" alone counts as one."""
    number, start = _count(words[at], lexicon), at + 1
    if number is None:
        number, start = 1, at
    if start + 1 >= len(words) or words[start] not in UNITS or words[start + 1] not in lexicon.small["ago_words"]:
        return None
    days = min(number * UNITS[words[start]], (on - date.min).days)
    return Time(on - timedelta(days), at, start + 2 if words[start + 1] == "ago" else start + 1)


def _last(words: Words, at: int, on: date, lexicon: Lexicon) -> Time | None:
    """ "Yesterday"; "last week", "last month", "last year": the latest day of it."""
    if words[at] in lexicon.small["yesterday_words"]:
        return Time(on - timedelta(1), at, at + 1)
    if words[at] not in ("last", "previous") or at + 1 == len(words):
        return None
    ends: Mapping[str, Callable[[], date]] = {
        "night": lambda: on - timedelta(1),
        "week": lambda: on - timedelta(1),
        "month": lambda: on.replace(day=1) - timedelta(1),
        "year": lambda: date(on.year - 1, 12, 31),
    }
    end = ends.get(words[at + 1])
    return Time(end(), at, at + 2) if end else None


def _date(words: Words, at: int, on: date, lexicon: Lexicon) -> Time | None:
    """2026-10-05, 10/05/2026, 5 Oct 2026, Oct 5 2026."""
    part = words[at : at + 3]
    if len(part) < 3:
        return None
    day = (
        _day(part[0], part[1], part[2])
        or _day(part[2], part[0], part[1])
        or _day(part[2], str(_month(part[1]) or ""), part[0])
        or _day(part[2], str(_month(part[0]) or ""), part[1])
    )
    return Time(day, at, at + 3) if day else None


def _day(year: str, month: str, day: str) -> date | None:
    digits = day.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    if not (year.isdecimal() and len(year) == 4 and month.isdecimal() and digits.isdecimal()):
        return None
    try:
        return date(int(year), int(month), int(digits))
    except ValueError:
        return None


def _of_a_month(words: Words, at: int, on: date, lexicon: Lexicon) -> Time | None:
    """ "May 2024"; "in May" is the last May that was. Its last day, for the day is not said."""
    month = _month(words[at])
    if not month:
        return None
    if at + 1 < len(words) and _is_year(words[at + 1]):
        return Time(_end(int(words[at + 1]), month, on), at, at + 2)
    if at and words[at - 1] in ("in", "last", "this", "early", "late", "of"):
        year = on.year if date(on.year, month, 1) <= on else on.year - 1
        return Time(_end(year, month, on), at, at + 1)
    return None


def _year(words: Words, at: int, on: date, lexicon: Lexicon) -> Time | None:
    """ "2019": its last day. A dose or a birth is no year."""
    if not _is_year(words[at]) or (at and words[at - 1] in lexicon.small["born_words"]):
        return None
    if at + 1 < len(words) and words[at + 1] in lexicon.small["dose_words"]:
        return None
    return Time(_end(int(words[at]), 12, on), at, at + 1) if int(words[at]) <= on.year else None


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and int(word) >= OLDEST


def _end(year: int, month: int, on: date) -> date:
    return min(date(year, month, monthrange(year, month)[1]), on) if date(year, month, 1) <= on else date.max


def _month(word: str) -> int:
    """1 to 12 by name or its first three letters ("sept" too); 0 for another word."""
    short = word[:3]
    known = short in MONTHS and (word == short or word in _NAMES)
    return MONTHS.index(short) + 1 if known else 0


_NAMES = frozenset(
    ["january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december"]
) | {"sept"}
_Way = Callable[[Words, int, date, Lexicon], Time | None]
_WAYS: Sequence[_Way] = (_ago, _last, _date, _of_a_month, _year)


def day_of(at: int, found: Sequence[Time], clause: Sequence[int], named: Sequence[int]) -> date | None:
    """The day of what is named at ``at``: the latest time between it and the next name of its clause; else that
    name's; else a time that opens the clause; else one that has the next clause to itself.
    """
    later = [n for n in named if n > at and clause[n] == clause[at]]
    until = later[0] if later else len(clause)
    if own := [t.day for t in found if at < t.first < until and clause[t.first] == clause[at]]:
        return max(own)
    if later:
        return day_of(later[0], found, clause, named)
    here = [n for n in named if clause[n] == clause[at]]
    if before := [t.day for t in found if clause[t.first] == clause[at] and t.past <= here[0]]:
        return max(before)
    after = clause[at] + 1
    alone = [t.day for t in found if clause[t.first] == after and not any(clause[n] == after for n in named)]
    return max(alone, default=None)
