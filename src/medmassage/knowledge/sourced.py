"""What every row of this room may stand on: ids, texts, spans, and the sources with how sure they are."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from medmassage.datafile import Row
from medmassage.finding import Basis, Confidence

Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Field(min_length=1)]
Texts = tuple[Text, ...]

RestsOn = Literal["guideline", "review", "secondary", "recall"]
NO_PAGE = Basis("General knowledge; no page was found")

# No source may be shown as surer than the entry that rests on it (docs/knowledge.md).
_CEILING: dict[RestsOn, Confidence] = {
    "guideline": "primary", "review": "primary", "secondary": "secondary", "recall": "recall",
}  # fmt: skip
_RANK: tuple[Confidence, ...] = ("recall", "secondary", "primary")


def _pair(span: tuple[float, ...]) -> tuple[float, ...]:
    if len(span) != 2 or span[0] > span[1]:
        raise ValueError("write two numbers, the lower first")
    return span


Span = Annotated[tuple[float, ...], AfterValidator(_pair)]


class Source(Row):
    """A page that was read. ``confidence``: ``primary`` where it is the guideline or the study itself."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    publisher: str = ""
    year: int | None = None
    kind: Literal["guideline", "review", "trial", "study", "case_report", "secondary"]
    confidence: Literal["primary", "secondary"]

    def basis(self, ceiling: Confidence = "primary") -> Basis:
        """As findings and pages carry it, never surer than ``ceiling``."""
        sure = min(self.confidence, ceiling, key=_RANK.index)
        return Basis(self.title, self.url, self.publisher, str(self.year or ""), sure)


class Sourced(Row):
    """Whatever has an id and rests on sources."""

    id: Id
    name: Text
    confidence: RestsOn
    sources: tuple[Source, ...] = ()
    note: str = ""

    @cached_property
    def basis(self) -> tuple[Basis, ...]:
        """Its sources as findings carry them, the surest first; one that says so where there is none."""
        ceiling = _CEILING[self.confidence]
        found = [source.basis(ceiling) for source in self.sources]
        return tuple(sorted(found, key=lambda b: -_RANK.index(b.confidence))) or (NO_PAGE,)
