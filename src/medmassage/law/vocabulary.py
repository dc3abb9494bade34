"""The words all state files share: settings, acts that laws single out, topics. Read from ``vocabulary.yaml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from medmassage.datafile import DataFile
from medmassage.dated import Dated, Spell
from medmassage.finding import Basis


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The shared words, as the file holds them."""

    regulation: tuple[str, ...]
    settings: Mapping[str, str]
    payers: Mapping[str, str]
    acts: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, str]
    ce: Mapping[str, str]
    delivery: Mapping[str, str]
    cycle: tuple[str, ...]
    cells: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, Mapping[str, str]]
    expected: tuple[str, ...]
    minor_under: Dated

    @property
    def billed(self) -> tuple[str, ...]:
        """Payer kinds that ask for a diagnosis on the claim."""
        return tuple(self.payers)

    def label(self, topic: str) -> str:
        """A topic as people read it: ``Education, hours``; its own last words where it has no label."""
        *_, group, last = ("", *topic.split("."))
        return self.topics.get(group, {}).get(last) or last.replace("_", " ").capitalize()


@lru_cache(maxsize=4096)
def acts_in(words: str) -> frozenset[str]:
    """The acts that free words name, such as a technique on a note: ``breast``, ``Intraoral massage`` …"""
    plain = f" {re.sub(r'[^a-z0-9]+', ' ', words.lower()).strip()} "
    return frozenset(
        name
        for name, act in vocabulary().acts.items()
        if any(f" {word} " in plain for word in (name.replace("_", " "), *act["words"]))
    )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shared words. Raises :class:`~medmassage.datafile.DataFileError`."""
    data = DataFile(files("medmassage.law") / "vocabulary.yaml").data
    minor = data["minor_under"]
    return Vocabulary(
        regulation=tuple(data["regulation"]),
        settings=data["settings"],
        payers=data["payers"],
        acts=data["acts"],
        documents=data["documents"],
        parts=data["parts"],
        ce=data["ce"],
        delivery=data["delivery"],
        cycle=tuple(data["cycle"]),
        cells=data["cells"],
        topics=data["topics"],
        expected=tuple(data["expected"]),
        minor_under=Dated((Spell(minor["value"], Basis(minor["cite"], confidence=minor["confidence"])),)),
    )
