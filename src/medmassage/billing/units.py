"""Minutes become units. Three rules live side by side; the payer's profile says which one counts.

``cms``: all timed minutes of the day together; ``ama``: each code by itself, a unit when its midpoint is passed;
``full_blocks``: each code by itself, full quarters of an hour only. ``unit_rules.csv`` says where each stands.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from medmassage.codes import procedure
from medmassage.finding import Basis, Confidence

Rule = Literal["cms", "ama", "full_blocks"]
RULES: tuple[str, ...] = get_args(Rule)
BLOCK, MIDPOINT = 15, 8


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Units by code (codes without a unit are left out), all timed minutes, and how it was worked out.

    ``ties`` are the codes that had as good a claim to the last unit as the one that took it.
    """

    units: Mapping[str, int]
    total_minutes: int
    explain: tuple[str, ...]
    ties: tuple[str, ...] = ()

    def most(self, code: str) -> int:
        """The most units the code can carry when each tie goes its way."""
        return self.units.get(code, 0) + (code in self.ties)


def units(rule: str, services: Sequence[tuple[str, int]], untimed: Collection[str] | None = None) -> UnitCount:
    """Units of one patient and day from ``(code, hands-on minutes)``. Minutes of one code are added first.

    ``untimed`` names the codes billed once a day whatever the time; by default those our list does not call
    timed. Raises :class:`ValueError` for an unknown rule or negative minutes.
    """
    if rule not in RULES:
        raise ValueError(f"“{rule}” is not a rule for units. The rules are {', '.join(RULES)}.")
    if any(minutes < 0 for _, minutes in services):
        raise ValueError("Minutes cannot be negative.")
    once = {code for code, _ in services if _untimed(code, untimed)}
    minutes: dict[str, int] = {}
    for code, spent in services:
        if code not in once:
            minutes[code] = minutes.get(code, 0) + spent
    counted, words, ties = _COUNT[rule](minutes)
    counted |= dict.fromkeys(sorted(once), 1)
    words += [f"{code} is not timed: one unit, and its minutes count for nothing." for code in sorted(once)]
    given = {code: count for code, count in counted.items() if count}
    return UnitCount(given, sum(minutes.values()), tuple(words), tuple(ties))


@lru_cache
def basis(rule: str) -> Basis:
    """Where a rule stands. Raises :class:`KeyError` for one that is none."""
    text = files("medmassage.billing").joinpath("unit_rules.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    row = {row["rule"]: row for row in rows}[rule]
    confidence: Confidence = next(c for c in get_args(Confidence) if c == row["confidence"])
    return Basis(row["cite"], row["url"], row["publisher"], row["as_of"], confidence)


def _untimed(code: str, untimed: Collection[str] | None) -> bool:
    if untimed is not None:
        return code in untimed
    return procedure.is_valid(code) and code not in procedure.timed()


Counted = tuple[dict[str, int], list[str], list[str]]


def _cms(minutes: dict[str, int]) -> Counted:
    """All timed minutes together say how many units; full blocks first, the rest by most minutes left."""
    total = sum(minutes.values())
    earned = (total + BLOCK - MIDPOINT) // BLOCK
    counted = {code: spent // BLOCK for code, spent in minutes.items()}
    words = [f"{total} timed minutes make {earned} unit{'' if earned == 1 else 's'} ({basis('cms').cite})."]
    left = earned - sum(counted.values())
    # Among equals a code without a unit goes first, so that each service given is seen on the claim.
    by_rest = sorted(minutes, key=lambda code: (-(minutes[code] % BLOCK), counted[code]))
    for code in by_rest[:left]:
        counted[code] += 1
        words.append(f"{code} has {minutes[code] % BLOCK} minutes beyond its full blocks and takes one of the rest.")
    ties = [c for c in by_rest[left:] if left and minutes[c] % BLOCK == minutes[by_rest[left - 1]] % BLOCK]
    if ties:
        words.append(f"{', '.join(ties)} had as many left: choose what the note supports best.")
    return counted, words, ties


def _ama(minutes: dict[str, int]) -> Counted:
    """Each code by itself: a unit begins with its eighth minute."""
    counted = {code: (spent + BLOCK - MIDPOINT) // BLOCK for code, spent in minutes.items()}
    return counted, [_alone(code, minutes[code], u, "its midpoint rule") for code, u in counted.items()], []


def _full(minutes: dict[str, int]) -> Counted:
    """Each code by itself: only full quarters of an hour."""
    counted = {code: spent // BLOCK for code, spent in minutes.items()}
    return counted, [_alone(code, minutes[code], u, "full 15-minute blocks only") for code, u in counted.items()], []


def _alone(code: str, minutes: int, count: int, why: str) -> str:
    return f"{code}: {minutes} minutes make {count} unit{'' if count == 1 else 's'} by {why}."


_COUNT = {"cms": _cms, "ama": _ama, "full_blocks": _full}
