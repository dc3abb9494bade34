"""From when until when an order holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from medmassage.fhir.said import note, stop, unknown
from medmassage.fhir.values import Node, day, node, text, whole
from medmassage.finding import Finding

DAYS = {"d": 1, "wk": 7}
MONTHS = {"mo": 1, "a": 12}
UNIT_WORDS = {
    "day": "d",
    "days": "d",
    "week": "wk",
    "weeks": "wk",
    "month": "mo",
    "months": "mo",
    "year": "a",
    "years": "a",
}
WRITTEN, OCCURRENCE = "ServiceRequest.authoredOn", "ServiceRequest.occurrence"


@dataclass(frozen=True, slots=True)
class Held:
    """When the order was written, and the days it holds; what is not said is ``None``."""

    written: date | None
    starts: date | None
    ends: date | None


def read(order: Node) -> tuple[Held, tuple[Finding, ...]]:
    """The days of the order, and what is missing or contradicts itself in them."""
    written = day(text(order, "authoredOn"))
    starts, ends = _occurrence(order, written)
    held = Held(written, starts or written, ends)
    return held, tuple(_findings(order, held, starts))


def _occurrence(order: Node, written: date | None) -> tuple[date | None, date | None]:
    """Said as a period, as one day, or as a timing with bounds (a period or a length of time)."""
    repeat = node(node(order.get("occurrenceTiming")).get("repeat"))
    period = node(order.get("occurrencePeriod")) or node(repeat.get("boundsPeriod"))
    if period:
        return day(text(period, "start")), day(text(period, "end"))
    if length := node(repeat.get("boundsDuration")):
        return None, _after(written, length)
    return day(text(order, "occurrenceDateTime")), None


def _after(written: date | None, length: Node) -> date | None:
    """The last day of a length of time that begins on the day of writing, that day included."""
    many = whole(length.get("value"))
    unit = text(length, "code") or UNIT_WORDS.get(text(length, "unit").lower(), "")
    if many is None or written is None:
        return None
    try:
        if unit in DAYS:
            return written + timedelta(many * DAYS[unit] - 1)
        return _months_on(written, many * MONTHS[unit]) - timedelta(1) if unit in MONTHS else None
    except (OverflowError, ValueError):
        return None


def _months_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in range(start.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, start.day)


def _findings(order: Node, held: Held, starts: date | None) -> Iterator[Finding]:
    if held.written is None:
        yield stop(
            "written_missing", "The day on which the order was written is not said as a whole date.",
            "Ask the office for it.", WRITTEN,
        )  # fmt: skip
    elif starts is None:
        yield note(
            "starts_with_writing", "No first day is said; the order holds from the day it was written.", OCCURRENCE
        )
    if held.ends is None:
        message = "Until when the order holds is not said"
        message += " in a way that is understood." if _says_more(order) else "."
        yield unknown("end_unknown", message, "Ask the office for its last day.", OCCURRENCE)
    elif held.starts and held.ends < held.starts:
        yield stop(
            "dates_reversed", f"The order ends on {_words(held.ends)}, before it begins on {_words(held.starts)}.",
            "Ask the office which dates hold.", OCCURRENCE,
        )  # fmt: skip


def _says_more(order: Node) -> bool:
    return bool(node(order.get("occurrenceTiming")) or text(node(order.get("occurrencePeriod")), "end"))


def _words(on: date) -> str:
    return f"{on.day} {on:%b} {on.year}"
