"""Values that the engine counts with: each must have a shape it can read."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from medmassage.datafile import DataFile
from medmassage.dated import Dated
from medmassage.law.permission import ALLOWED, FORBIDDEN, UNSAID
from medmassage.law.vocabulary import vocabulary

REFERRAL_RULES = ("see_text", "required_for_condition", "required_always")
FIRST_RENEWAL = ("exempt", "prorated", "same")
COMPACT = (True, False)
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_WHOLE = ("education_hours", "months", "ce_hours", "ce_months", "minimum_age", "retention_years")


def check_values(file: DataFile, topics: Mapping[str, Dated]) -> None:
    """Refuse a value that the engine could not read, with its line."""
    for name, value in topics.items():
        for at, spell in enumerate(value.spells):
            said = "" if spell.none_in_law else _wrong(name, spell.value)
            if said:
                file.refuse([*name.split("."), at], said)


def _wrong(topic: str, value: Any) -> str:
    """What is wrong with a value; nothing where it can be read."""
    known = _known_values(topic)
    if known:
        return "" if value in known else f"The value must be one of: {', '.join(str(k).lower() for k in known)}."
    check = _CHECKS.get(topic.rpartition(".")[2])
    return check(value) if check else ""


def _known_values(topic: str) -> tuple[Any, ...]:
    if topic == "regulation":
        return vocabulary().regulation
    if topic.startswith("health_care."):
        return (True, False, UNSAID)
    if topic.startswith("credentials.") and ".settings." in topic:
        return (ALLOWED, FORBIDDEN, UNSAID)
    return {"referral.rule": REFERRAL_RULES, "compact.member": COMPACT}.get(topic, ())


def _whole(value: Any) -> str:
    return "" if type(value) is int and value >= 0 else "The value must be a whole number."


def _cycle(value: Any) -> str:
    """``{ends: fixed, day: 10-31, years: even}``; ``years`` where not every cycle year counts alike."""
    if not isinstance(value, Mapping) or value.get("ends") not in vocabulary().cycle or set(value) - _CYCLE:
        return f"A cycle holds ends ({', '.join(vocabulary().cycle)}) and, where it has them, day and years."
    if value["ends"] == "fixed" and not _MONTH_DAY.fullmatch(str(value.get("day", ""))):
        return "A fixed cycle needs its last day as 10-31."
    return "" if value.get("years", "any") in _YEARS else f"The years are one of: {', '.join(_YEARS)}."


_CYCLE = {"ends", "day", "years"}
_YEARS = ("any", "even", "odd", "as_birth_year")


def _categories(value: Any) -> str:
    """``[{category: ethics, at_least: 2}, {delivery: online, at_most: 12}]``."""
    if not isinstance(value, tuple):
        return "This must be a list of {category or delivery, at_least or at_most}."
    for one in value:
        if not isinstance(one, Mapping) or len(set(one) & {"at_least", "at_most"}) != 1 or set(one) - _CATEGORY:
            return "Each must hold category or delivery, and at_least or at_most in hours."
        words = vocabulary()
        for key, known in (("category", words.ce), ("delivery", words.delivery)):
            if any(name not in known for name in many(one.get(key, ()))):
                return f"The {key} is one of: {', '.join(known)}."
        if not set(one) & {"category", "delivery"}:
            return "Say of which category or delivery."
        if not _is_number(one.get("at_least", one.get("at_most"))):
            return "The hours must be a number."
    return ""


_CATEGORY = {"category", "delivery", "at_least", "at_most"}


def _first(value: Any) -> str:
    fits = value in FIRST_RENEWAL or type(value) is int
    return "" if fits else f"The value must be one of: {', '.join(FIRST_RENEWAL)}, or a number of hours."


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST


_MOST = 9999


def _minors(value: Any) -> str:
    """``{until_age: 21}`` or ``{after_age: 18, years: 3}``."""
    fits = isinstance(value, Mapping) and set(value) in ({"until_age"}, {"after_age", "years"})
    fits = fits and all(type(years) is int and 0 <= years <= _OLDEST for years in value.values())
    return "" if fits else "Write {until_age: 21}, or {after_age: 18, years: 3}."


_OLDEST = 150


def _authority(value: Any) -> str:
    """``{name: …, url: https://…}``: its address is a link on many pages."""
    fits = isinstance(value, Mapping) and value.get("name") and str(value.get("url", "")).startswith(_WEB)
    return "" if fits else "Write {name: Board of …, url: https://…}."


_WEB = ("https://", "http://")


def _parts(value: Any) -> str:
    """``[date, techniques, consent]``: parts of a note, or papers."""
    words = vocabulary()
    known = {*words.parts, *words.documents}
    fits = isinstance(value, tuple) and value and all(isinstance(one, str) and one in known for one in value)
    return "" if fits else f"Write a list of parts and papers. Known are: {', '.join(sorted(known))}."


_CHECKS: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(_WHOLE, _whole),
    "cycle": _cycle,
    "ce_categories": _categories,
    "ce_first_renewal": _first,
    "retention_minors": _minors,
    **dict.fromkeys(("content", "content_health_condition"), _parts),
    "authority": _authority,
}


def many(value: Any) -> tuple[Any, ...]:
    """One or several, as several."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)
