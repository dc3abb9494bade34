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
    billed: tuple[str, ...]
    acts: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, Mapping[str, str]]
    expected: tuple[str, ...]
    minor_under: Dated

    def acts_in(self, words: str) -> frozenset[str]:
        """The acts that free words name, such as a technique on a note. ``breast``, ``Intraoral massage`` …"""
        plain = f" {re.sub(r'[^a-z0-9]+', ' ', words.lower()).strip()} "
        return frozenset(
            name for name, act in self.acts.items() if any(f" {w} " in plain for w in (*_own(name), *act["words"]))
        )

    def label(self, topic: str) -> str:
        """A topic as people read it: ``Education, hours``; its own last words where it has no label."""
        *_, group, last = ("", *topic.split("."))
        return self.topics.get(group, {}).get(last) or last.replace("_", " ").capitalize()


def _own(name: str) -> tuple[str]:
    return (name.replace("_", " "),)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shared words. Raises :class:`~medmassage.datafile.DataFileError`."""
    data = DataFile(files("medmassage.law") / "vocabulary.yaml").data
    minor = data["minor_under"]
    return Vocabulary(
        regulation=tuple(data["regulation"]),
        settings=data["settings"],
        billed=tuple(data["billed"]),
        acts=data["acts"],
        topics=data["topics"],
        expected=tuple(data["expected"]),
        minor_under=Dated((Spell(minor["value"], Basis(minor["cite"], confidence=minor["confidence"])),)),
    )
