"""Filters and tags of the look: answers, limits, money and days as every page shows them.

The settings load this module into every template; no ``{% load %}`` is needed. Answers may come as objects
(:class:`~medmassage.finding.Verdict`, ``Finding``, ``Level``) or as the JSON that was stored of them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.forms import BoundField, CheckboxInput
from django.template import Library
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from medmassage.finding import Answer, Level
from medmassage.money import show

register = Library()

GATES = ("lawful", "safe", "ordered", "payable")
MOST_BEADS = 12
NOTHING = "–"

_CLASS: Mapping[str, str] = {"yes": "is-yes", "with_care": "is-care", "unknown": "is-unknown", "no": "is-no"}
_ANSWERS: Mapping[str, Answer] = {
    **{level.word: level.answer for level in Level},
    **{level.answer: level.answer for level in Level},
}
_ICON: Mapping[str, str] = {"yes": "yes", "with_care": "care", "unknown": "unknown", "no": "no"}
_CONFIDENCE: Mapping[str, tuple[str, str]] = {
    "primary": ("full", "primary source"),
    "secondary": ("half", "secondary source"),
    "recall": ("empty", "unverified"),
}


# Answers -------------------------------------------------------------------------------------------------


@register.filter
def answer(thing: Any) -> Answer:
    """The answer of a verdict, a finding, a level or their JSON; what cannot be read is "unknown"."""
    if isinstance(thing, str):
        return _ANSWERS.get(thing, "unknown")
    if isinstance(thing, Level):
        return thing.answer
    for name in ("answer", "level"):
        value = _of(thing, name)
        if value is not None:
            return answer(value)
    return "unknown"


@register.filter
def answer_class(thing: Any) -> str:
    """The state class that colors a piece: ``is-yes``, ``is-care``, ``is-unknown`` or ``is-no``."""
    return _CLASS[answer(thing)]


@register.filter
def answer_icon(thing: Any) -> str:
    """The icon whose outline says the answer without color."""
    return _ICON[answer(thing)]


@register.filter
def answer_word(thing: Any) -> str:
    """The answer as people read it: ``with care``."""
    return answer(thing).replace("_", " ")


@register.filter
def four(gates: Iterable[Any]) -> list[Any]:
    """The four gates in their order; one that nobody asked yet is unknown and says so."""
    asked = {_of(gate, "gate"): gate for gate in gates or ()}
    return [asked.get(name, {"gate": name, "answer": "unknown", "word": "not asked"}) for name in GATES]


@register.filter
def weighty(verdict: Any) -> list[Any]:
    """The findings of a verdict that a person must see: all but the notes."""
    return [f for f in _of(verdict, "findings") or () if answer(f) != "yes"]


@register.filter
def notes(verdict: Any) -> list[Any]:
    """The findings of a verdict that only inform."""
    return [f for f in _of(verdict, "findings") or () if answer(f) == "yes"]


# Sources -------------------------------------------------------------------------------------------------


@register.filter
def confidence_mark(confidence: str) -> str:
    """The icon of a source's confidence: ``full`` ●, ``half`` ◐, ``empty`` ◌."""
    return _CONFIDENCE.get(confidence, _CONFIDENCE["recall"])[0]


@register.filter
def confidence_word(confidence: str) -> str:
    """The confidence in words; what was only remembered is "unverified"."""
    return _CONFIDENCE.get(confidence, _CONFIDENCE["recall"])[1]


# Work ----------------------------------------------------------------------------------------------------


@register.filter
def by_claim(items: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """What is to be looked at, gathered by its claim (or by none), in the order of the first of each."""
    found: dict[Any, tuple[Any, list[Any]]] = {}
    for item in items:
        found.setdefault(item.claim_id, (item.claim, []))[1].append(item)
    return list(found.values())


# Limits --------------------------------------------------------------------------------------------------


@register.filter
def beads(limit: Any, today: bool | str = False) -> list[str]:
    """One class a visit of the limit: ``done``, ``now`` (the last used, if it is today's), or empty.

    Nothing for a limit without a number or with more than twelve: those show a meter, or words alone.
    """
    allowed = _of(limit, "allowed")
    if not allowed or allowed > MOST_BEADS:
        return []
    used = min(_of(limit, "used") or 0, allowed)
    row = ["done"] * used + [""] * (allowed - used)
    if today and used:
        row[used - 1] = "now"
    return row


@register.filter
def meter(limit: Any) -> str:
    """The used share of a limit, as the width of the meter's bar; empty without a number."""
    allowed = _of(limit, "allowed")
    if not allowed:
        return ""
    return f"{min(100, round(100 * (_of(limit, 'used') or 0) / allowed))}%"


# Money, days, people -------------------------------------------------------------------------------------


@register.filter
def money(amount: Decimal | str | None) -> str:
    """An amount as ``$1,234.50``; a dash where there is none."""
    return NOTHING if amount is None or amount == "" else show(Decimal(amount))


@register.filter
def day(value: date | datetime | str | None) -> str:
    """``12 Dec``; with the year when it is not this year. Text that is no ISO date stays as it is."""
    on = _date(value)
    if not isinstance(on, date):
        return on or NOTHING
    return _short(on) if on.year == timezone.localdate().year else full_day(on)


@register.filter
def full_day(value: date | datetime | str | None) -> str:
    """``12 Dec 2026``, where the year must stand (papers, law, money)."""
    on = _date(value)
    return f"{_short(on)} {on.year}" if isinstance(on, date) else on or NOTHING


@register.filter
def weekday(value: date | datetime | str | None) -> str:
    """``Tuesday 24 November``, for headings."""
    on = _date(value)
    return f"{on:%A} {on.day} {on:%B}" if isinstance(on, date) else on or NOTHING


@register.filter
def clock(value: datetime | time | None) -> str:
    """``8:30 am``, in the clinic's time zone."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour % 12 or 12}:{value.minute:02} {'am' if value.hour < 12 else 'pm'}"


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = str(name).split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


# Markup --------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ``icons.svg``. Without a label it is decoration and words must stand beside it."""
    href = f"{static('medmassage/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """The field's own control in our dress, tied to its hint and its error (see ``web/parts/field.html``)."""
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    if not isinstance(widget, CheckboxInput):
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    if widget.attrs.get("placeholder") == field.label:
        attrs["placeholder"] = False  # the label above says it already
    said = ["hint"] * bool(hint) + ["error"] * bool(field.errors)
    attrs["aria-describedby"] = " ".join(f"{field.auto_id}_{part}" for part in said) or False
    return field.as_widget(attrs=attrs)


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _date(value: date | datetime | str | None) -> date | str | None:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _short(on: date) -> str:
    return f"{on.day} {on:%b}"
