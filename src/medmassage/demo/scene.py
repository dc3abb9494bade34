"""One step of the story: what happened, what the gates said, and what was left in the folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medmassage.finding import Verdict


@dataclass(frozen=True, slots=True)
class Scene:
    """A heading, sentences, the verdicts with their reasons, and the names of the files made."""

    title: str
    words: Sequence[str] = ()
    verdicts: Sequence[tuple[str, Verdict]] = ()
    files: Sequence[str] = ()

    def to_dict(self) -> dict[str, Any]:
        """The scene as plain JSON."""
        return {
            "title": self.title,
            "words": list(self.words),
            "verdicts": [{"asked": asked, **verdict.to_dict()} for asked, verdict in self.verdicts],
            "files": list(self.files),
        }
