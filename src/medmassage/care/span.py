"""Stretches of days: what covers a day, months on, the plan year around a day, and how a day is written."""

from calendar import monthrange
from datetime import date, timedelta


def covers(starts: date, ends: date | None, day: date) -> bool:
    """Whether ``day`` lies within, both ends included; without an end it goes on."""
    return starts <= day and (ends is None or day <= ends)


def months_after(day: date, months: int) -> date:
    """The same day so many months on (negative: back), or the month's last day where it has none such.

    Beyond the calendar it is the calendar's first or last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_around(starts: date, day: date) -> tuple[date, date]:
    """First and last day of the twelve months, counted from ``starts`` on or back, that hold ``day``."""
    years = day.year - starts.year
    first = months_after(starts, 12 * years)
    if first > day:
        years -= 1
        first = months_after(starts, 12 * years)
    return first, months_after(starts, 12 * (years + 1)) - timedelta(1)


def full_years(since: date, on: date) -> int:
    """Years gone by on a day: an age."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def words(day: date) -> str:
    """Such as "12 Dec"."""
    return f"{day.day} {day:%b}"
