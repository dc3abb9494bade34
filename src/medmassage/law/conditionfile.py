"""Reads the ``conditions`` of a state file: when a rule asks for something, and what meets it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from medmassage.datafile import DataFile
from medmassage.dated import Dated
from medmassage.finding import Level
from medmassage.law.jurisdiction import Condition, Credential
from medmassage.law.question import SETTINGS
from medmassage.law.vocabulary import vocabulary

_KEYS = {"rule", "when", "needs", "else", "remedy"}
_LEVELS = {level.word: level for level in Level}
_NEEDS = {"credential", "document", "days", "referral", "diagnosed"}
_AGES = range(1, 100)


def conditions(
    file: DataFile, topics: Mapping[str, Dated], credentials: Mapping[str, Credential]
) -> tuple[Condition, ...]:
    """The conditions of a file, in its order. Raises :class:`~medmassage.datafile.DataFileError`."""
    raw = file.data.get("conditions", {})
    return tuple(_condition(file, name, one, topics, credentials) for name, one in raw.items())


def _condition(
    file: DataFile, name: str, raw: Any, topics: Mapping[str, Dated], credentials: Mapping[str, Credential]
) -> Condition:
    place = ["conditions", name]
    if not isinstance(raw, dict) or set(raw) - _KEYS or not {"rule", "else"} <= set(raw):
        file.refuse(place, "A condition holds rule and else, and may hold when, needs and remedy.")
    if raw["rule"] not in topics:
        file.refuse([*place, "rule"], "No such value in this file. Name the one it rests on, such as scope.forbids.…")
    if raw["else"] not in _LEVELS:
        file.refuse([*place, "else"], f"The level is one of: {', '.join(_LEVELS)}.")
    when, needs = raw.get("when", {}), raw.get("needs", [])
    _check_when(file, when, [*place, "when"], credentials)
    for at, need in enumerate(needs):
        if not isinstance(need, dict) or not need or set(need) - _NEEDS:
            file.refuse([*place, "needs", at], f"What is needed is one of: {', '.join(sorted(_NEEDS))}.")
        if "credential" in need and need["credential"] not in credentials:
            file.refuse([*place, "needs", at, "credential"], "No such credential in this file.")
        if "document" in need and need["document"] not in vocabulary().documents:
            file.refuse([*place, "needs", at, "document"], "No such document in vocabulary.yaml. Add it there.")
    return Condition(
        name=name,
        topic=raw["rule"],
        when=MappingProxyType(when),
        needs=tuple(MappingProxyType(need) for need in needs),
        otherwise=_LEVELS[raw["else"]],
        remedy=raw.get("remedy", ""),
    )


def _check_when(file: DataFile, when: Any, place: list[Any], credentials: Mapping[str, Credential]) -> None:
    known: Mapping[str, Any] = {
        "act": vocabulary().acts,
        "setting": SETTINGS,
        "payer_kind": (*vocabulary().billed, "self_pay"),
        "credential": credentials,
        "referral": (True, False),
        "diagnosed": (True, False),
        "under_age": _AGES,
        "between": (),
    }
    if not isinstance(when, dict) or set(when) - set(known):
        file.refuse(place, f"A condition may look at: {', '.join(sorted(known))}.")
    for key, wanted in when.items():
        if key == "between":
            _check_hours(file, wanted, [*place, key])
            continue
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if one not in known[key]:
                file.refuse([*place, key], f"{one} is not known here. Known are: {', '.join(map(str, known[key]))}.")


def _check_hours(file: DataFile, wanted: Any, place: list[Any]) -> None:
    """Two hours of the day as text, the second before the first where the night lies between."""
    fits = isinstance(wanted, list) and len(wanted) == 2 and all(_HOUR.fullmatch(str(one)) for one in wanted)
    if not fits:
        file.refuse(place, 'Write the hours as ["00:00", "05:00"].')


_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
