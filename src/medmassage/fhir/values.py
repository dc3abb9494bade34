"""Careful reading of FHIR JSON: whatever is not of the shape asked for is as good as absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Node = Mapping[str, Any]
NOTHING: Node = {}


@dataclass(frozen=True, slots=True)
class Coding:
    """A code with its system and the words that came with it."""

    system: str
    code: str
    display: str


def node(value: Any) -> Node:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else NOTHING


def nodes(parent: Node, key: str) -> tuple[Node, ...]:
    """The objects in a list (or the one object that stands where a list should)."""
    value = parent.get(key)
    many = value if isinstance(value, list) else [value]
    return tuple(one for one in many if isinstance(one, dict))


def text(parent: Node, key: str) -> str:
    """A string on one line, without control characters; empty where it is none."""
    return plain(parent.get(key))


def plain(value: Any) -> str:
    """A string on one line, without control characters; empty where it is none."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def texts(parent: Node, key: str) -> tuple[str, ...]:
    """The strings in a list, without empty ones."""
    value = parent.get(key)
    many = value if isinstance(value, list) else [value]
    return tuple(words for words in map(plain, many) if words)


def day(words: str) -> date | None:
    """The day of a FHIR date or dateTime, as written there; a year or a month alone is no day."""
    try:
        return date.fromisoformat(words[:10]) if len(words) >= 10 and words[10:11] in {"", "T"} else None
    except ValueError:
        return None


def whole(value: Any) -> int | None:
    """A whole number above zero and below 1000, written as 6 or 6.0; ``None`` for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 < value < 1000 and value == int(value) else None


def codings(concept: Node) -> tuple[Coding, ...]:
    """The codes of a CodeableConcept."""
    return tuple(Coding(text(c, "system"), text(c, "code"), text(c, "display")) for c in nodes(concept, "coding"))


def words_of(concept: Node) -> str:
    """What people call it: its text, else the words of its codes, else the codes."""
    found = codings(concept)
    return (
        text(concept, "text") or next((c.display for c in found if c.display), "") or ", ".join(c.code for c in found)
    )
