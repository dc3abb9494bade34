"""What lies over the figures of the body map: marks, ink, and last visit as a ghost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medmassage.care.charting import by_region
from medmassage.clinic import figures
from medmassage.clinic.models import Note
from medmassage.knowledge import anatomy

MARK = 46  # how large a mark is, in the figure's units; static/medmassage/visit_map.js draws them the same


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol of the legend; the corner where it begins."""

    symbol: str
    x: float
    y: float


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
    marks = _marks(findings)
    before = places(last.findings) if last else []
    return {
        figure: Layer(
            figure,
            "0 0 {:g} {:g}".format(*figures.size(figure)),
            tuple(mark for where, mark in marks if where == figure),
            _paths(ink, figure),
            tuple(region for region in before if figures.spots()[region].figure == figure),
            _paths(last.ink, figure) if last else (),
        )
        for figure in figures.FIGURES
    }


def places(findings: Sequence[Mapping[str, str]]) -> list[str]:
    """The regions of the figures that are marked, each side for itself."""
    named = [side for row in findings for side in anatomy.expand(row["region"])]
    return [region for region in dict.fromkeys(named) if region in figures.spots()]


def _marks(findings: Sequence[Mapping[str, str]]) -> list[tuple[str, Mark]]:
    found = []
    for place, (_, symbols) in by_region(findings).items():
        for region in anatomy.expand(place):
            if spot := figures.spots().get(region):
                left = spot.x - MARK * len(symbols) / 2
                marks = [Mark(symbol, left + at * MARK, spot.y - MARK / 2) for at, symbol in enumerate(symbols)]
                found += [(spot.figure, mark) for mark in marks]
    return found


def _paths(ink: object, figure: str) -> tuple[str, ...]:
    strokes = ink.get(figure, ()) if isinstance(ink, Mapping) else ()
    return tuple(figures.path(stroke) for stroke in strokes)
