"""The rules of the fourth gate as data: each an expression over one table, with its words and where it stands.

``of`` names the table (:mod:`medmassage.billing.rules.tables`), ``when`` is an SQL expression over its columns that is
true where the rule finds something. ``subject``, ``message`` and ``remedy`` may name columns in braces. ``source`` is
a key of ``sources.yaml``, or the column that holds the source where it is the payer's habit or the edit itself.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from medmassage.datafile import DataFileError, Row, Source, read

FILES = ("claim.yaml", "parties.yaml", "services.yaml")
Table = Literal[
    "claim", "provider", "address", "person", "text", "diagnosis", "line", "modifier", "day", "code", "pair"
]


class Rule(Row):
    """One rule. ``id`` is stable: overrides and tests name it."""

    id: str
    of: Table
    when: str
    level: Literal["note", "caution", "unknown", "stop"]
    subject: str
    message: str
    remedy: str
    source: str


class _Rules(Row):
    rules: tuple[Rule, ...]


class _Sources(Row):
    sources: dict[str, Source]


@lru_cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of a claim. Raises :class:`DataFileError` for an id that stands twice."""
    folder = files("medmassage.billing.rules")
    found = tuple(rule for name in FILES for rule in read(folder.joinpath(name), _Rules).rules)
    ids = [rule.id for rule in found]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise DataFileError(f"rules: {', '.join(sorted(twice))} stands twice.")
    return found


@lru_cache
def sources() -> dict[str, Source]:
    """Where rules stand, by key."""
    return read(files("medmassage.billing.rules").joinpath("sources.yaml"), _Sources).sources
