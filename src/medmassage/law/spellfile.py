"""The smallest thing in a state file: a spell, and the sources it may name."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from medmassage.datafile import DataFile
from medmassage.dated import Dated, Spell
from medmassage.finding import Basis

CONFIDENCE = ("primary", "secondary", "recall")
SOURCE_KINDS = ("statute", "regulation", "board", "secondary")
NONE_IN_LAW = "none"

_SPELL = {"from", "value", "cite", "source", "confidence", "applies_to", "text"}
_SOURCE = {"url", "title", "publisher", "kind"}  # and, where known, as_of


class Sources:
    """The ``sources`` section of a file, and which of them were used."""

    def __init__(self, file: DataFile) -> None:
        """Check each source's keys."""
        self._file = file
        self._used: set[str] = set()
        self._all: Mapping[str, Mapping[str, Any]] = file.data.get("sources", {})
        for name, source in self._all.items():
            if not isinstance(source, dict) or set(source) - {"as_of"} != _SOURCE:
                file.refuse(["sources", name], "A source holds url, title, publisher, kind and, where known, as_of.")
            if source.get("kind") not in SOURCE_KINDS:
                file.refuse(["sources", name, "kind"], f"The kind is one of: {', '.join(SOURCE_KINDS)}.")

    def basis(self, raw: Mapping[str, Any], place: list[Any]) -> Basis:
        """The basis of a spell: its citation and confidence, with the source it names."""
        name, confidence = raw.get("source"), raw["confidence"]
        if name is None:
            if confidence != "recall":
                self._file.refuse(place, "Name the source, or set the confidence to recall.")
            return Basis(raw["cite"], confidence=confidence)
        if name not in self._all:
            self._file.refuse([*place, "source"], f"No source {name} stands under sources. Add it there.")
        source = self._all[name]
        if confidence == "primary" and source["kind"] == "secondary":
            self._file.refuse([*place, "confidence"], "A secondary source cannot be primary. Write secondary.")
        self._used.add(name)
        return Basis(raw["cite"], source["url"], source["publisher"], str(source.get("as_of", "")), confidence)

    def refuse_unused(self) -> None:
        """Each source must be named by a value."""
        for name in self._all:
            if name not in self._used:
                self._file.refuse(["sources", name], "No value names this source. Use it or take it out.")


def spells(file: DataFile, sources: Sources, raw: Any, place: tuple[str, ...]) -> Dated:
    """A list of spells as a dated value; refuses what is missing, unnamed or out of order."""
    if not isinstance(raw, list) or not raw:
        file.refuse(place, "This must be a list of values, each with value, cite, source and confidence.")
    found = tuple(_spell(file, sources, one, [*place, at]) for at, one in enumerate(raw))
    try:
        return Dated(found)
    except ValueError:
        file.refuse(place, "The days must ascend, one value a day. Put the oldest first.")


def _spell(file: DataFile, sources: Sources, raw: Any, place: list[Any]) -> Spell:
    if not isinstance(raw, dict):
        file.refuse(place, "This must be a value with its source: {value: …, cite: …, source: …, confidence: …}.")
    if set(raw) - _SPELL:
        file.refuse(place, f"No such key in a value: {', '.join(sorted(set(raw) - _SPELL))}.")
    missing = {"value", "cite", "confidence"} - set(raw)
    if missing:
        file.refuse(place, f"{', '.join(sorted(missing))} is missing. Add it.")
    if raw["value"] is None:
        file.refuse([*place, "value"], "An empty value says nothing. Write none for none in law, or leave it out.")
    if raw["confidence"] not in CONFIDENCE:
        file.refuse([*place, "confidence"], f"The confidence is one of: {', '.join(CONFIDENCE)}.")
    since = raw.get("from")
    if since is not None and type(since) is not date:
        file.refuse([*place, "from"], "Write the day as 2026-11-24.")
    none = raw["value"] == NONE_IN_LAW
    return Spell(
        value=None if none else _frozen(raw["value"]),
        basis=sources.basis(raw, place),
        since=since,
        none_in_law=none,
        applies_to=raw.get("applies_to", ""),
        text=raw.get("text", ""),
    )


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    if isinstance(value, dict):
        return MappingProxyType({k: _frozen(v) for k, v in value.items()})
    return value
