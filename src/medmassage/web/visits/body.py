"""What lies over the figures of the body map: marks, ink, and last visit as a ghost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medmassage.clinic import figures
from medmassage.clinic.figures import Mark
from medmassage.clinic.models import Note


@dataclass(frozen=True, slots=True)
class Layer:
    """What lies over one figure. ``ghost``: the regions of last time; ``ghost_ink``: its strokes."""

    figure: str
    view: str
    marks: tuple[Mark, ...] = ()
    ink: tuple[str, ...] = ()
    ghost: tuple[str, ...] = ()
    ghost_ink: tuple[str, ...] = ()


def layers(findings: Sequence[Mapping[str, str]], ink: object, last: Note | None = None) -> dict[str, Layer]:
    """Figure → what lies over it."""
    marks = figures.marks(findings)
    before = figures.places(last.findings) if last else []
    return {
        figure: Layer(
            figure,
            "0 0 {:g} {:g}".format(*figures.size(figure)),
            tuple(mark for where, mark in marks if where == figure),
            figures.paths(ink, figure),
            tuple(region for region in before if figures.spots()[region].figure == figure),
            figures.paths(last.ink, figure) if last else (),
        )
        for figure in figures.FIGURES
    }
