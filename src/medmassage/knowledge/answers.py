"""One answer as it came from a form or a file, in a careful shape: what cannot be read is as good as not said."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

YES, NO, UNSURE = ANSWERS = ("yes", "no", "unsure")
WEEKS = 40
_ITEM = re.compile(r"[\n;,]+")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Given:
    """``answer``: one of :data:`ANSWERS` or empty; ``chosen``: entry ids; ``on``: the day as written."""

    answer: str = ""
    chosen: tuple[str, ...] = ()
    text: str = ""
    on: str = ""
    items: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.answer or self.chosen or self.text or self.items)

    @property
    def affirmed(self) -> bool:
        """Whether it says yes, or says something without a yes or no."""
        return self.answer == YES or (not self.answer and bool(self))


def given(value: Any) -> Given:
    """The answer in a JSON value: an object, a word, a text, a number or a list of texts. Never raises."""
    if isinstance(value, Mapping):
        answer, text = _text(value.get("answer")), _text(value.get("text"))
        return Given(
            answer=answer if answer in ANSWERS else "",
            chosen=_texts(value.get("chosen")),
            text=text,
            on=_text(value.get("on")),
            items=_texts(value.get("items")),
        )
    if isinstance(value, list | tuple):
        return Given(items=_texts(value))
    said = _text(value)
    return Given(answer=said) if said in ANSWERS else Given(text=said)


def listed(said: Given) -> tuple[str, ...]:
    """The items of a list, one that was written as text taken apart at lines, commas and semicolons."""
    return said.items + tuple(item.strip() for item in _ITEM.split(said.text) if item.strip())


def _text(value: Any) -> str:
    """Text without surrounding space; a number as it is written."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value).strip() if number or isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    many = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(text for text in map(_text, many) if text))


def day(words: str, today: date) -> date | None:
    """The day in ``2026-03-14``, ``2026-03`` or ``2026``; of a month or a year the last one that is not to come.

    ``None`` where it is no day. The last one is the careful reading: less time has passed since.
    """
    found = _DAY.fullmatch(words.strip())
    if not found:
        return None
    year, month, of_month = (int(part) if part else None for part in found.groups())
    try:
        if month is None:
            last = date(year or 0, 12, 31)
        elif of_month is None:
            last = date(year or 0, month, monthrange(year or 0, month)[1])
        else:
            return date(year or 0, month, of_month)
    except ValueError:
        return None
    return today if last > today and last.replace(day=1, month=month or 1) <= today else last


def week(words: str, most: float) -> int | None:
    """A whole number of weeks from 0 to ``most``; ``None`` for all else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 and int(words) <= most else None


def week_on(due_on: date, today: date, most: float) -> int | None:
    """The completed weeks of a pregnancy that is due on a day; ``None`` where that is no week up to ``most``."""
    weeks = (WEEKS * 7 - (due_on - today).days) // 7
    return weeks if 0 <= weeks <= most else None


def due(week_now: int, today: date) -> date:
    """The day on which a pregnancy of so many completed weeks is due."""
    return today + timedelta(weeks=WEEKS - week_now)
