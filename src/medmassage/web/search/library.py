"""What the knowledge base and the law answer to a search."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from medmassage.knowledge.search import search as knowledge_search
from medmassage.law.load import register


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; its address is empty where no page shows it yet."""

    url_name: str
    args: Sequence[Any] = field(default=())
    title: str = ""
    words: str = ""

    @property
    def address(self) -> str:
        """Where it stands."""
        try:
            return reverse(self.url_name, args=list(self.args))
        except NoReverseMatch:
            return ""


def in_law(words: str) -> list[Hit]:
    """States by name or letters."""
    asked = words.strip().lower()
    named = [e for e in register().values() if e.name.lower().startswith(asked) or e.code.lower() == asked]
    return [Hit("web:law_state", (e.code,), e.name, "law") for e in named]


def in_knowledge(words: str, most: int) -> list[Hit]:
    """Entries of the knowledge base, the best first."""
    return [Hit("web:knowledge_entry", (hit.id,), hit.name, hit.line) for hit in knowledge_search(words, most)]
