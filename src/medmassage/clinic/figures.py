"""The figures of the body map: their size, the point of each region, and strokes of ink, checked.

The figures are drawn once, as templates (``web/bodymap/NAME.html``, from scripts/make_bodymap.py); pages and papers
both read them here. All coordinates are those of a figure's own viewBox.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string

from medmassage.care.charting import by_region
from medmassage.knowledge import anatomy

FIGURES = ("front", "back")
MARK = 46  # how large a mark is, in the figure's units; static/medmassage/visit_map.js draws them the same
MOST_STROKES, MOST_POINTS = 300, 6000
Stroke = list[list[int]]
Ink = dict[str, list[Stroke]]
_REGION = re.compile(r'data-region="(\w+)"[^>]*? data-at="([\d.]+) ([\d.]+)"')
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark of a region stands: in which figure, and its point."""

    figure: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol of the legend; the corner where it begins."""

    symbol: str
    x: float
    y: float


def picture(figure: str, selected: Sequence[str] = (), nogo: Sequence[str] = ()) -> str:
    """The figure as SVG, with these regions selected and hatched."""
    return render_to_string(f"web/bodymap/{figure}.html", {"selected": selected, "nogo": nogo})


@lru_cache(maxsize=8)
def size(figure: str) -> tuple[float, float]:
    """Width and height of the figure in its own units."""
    found = _VIEW.search(picture(figure))
    assert found, figure
    return float(found[1]), float(found[2])


@lru_cache(maxsize=1)
def spots() -> Mapping[str, Spot]:
    """Region → where its marks stand."""
    return {
        region: Spot(figure, float(x), float(y))
        for figure in FIGURES
        for region, x, y in _REGION.findall(picture(figure))
    }


def places(findings: Sequence[Mapping[str, str]]) -> list[str]:
    """The regions of the figures that are marked, each side for itself."""
    named = [side for row in findings for side in anatomy.expand(row["region"])]
    return [region for region in dict.fromkeys(named) if region in spots()]


def marks(findings: Sequence[Mapping[str, str]]) -> list[tuple[str, Mark]]:
    """Each mark with its figure: the symbols of a region stand side by side at its point."""
    found = []
    for place, (_, symbols) in by_region(findings).items():
        for spot in (spots()[region] for region in anatomy.expand(place) if region in spots()):
            left, top = spot.x - MARK * len(symbols) / 2, spot.y - MARK / 2
            found += [(spot.figure, Mark(symbol, left + at * MARK, top)) for at, symbol in enumerate(symbols)]
    return found


def paths(kept: object, figure: str) -> tuple[str, ...]:
    """The strokes of a kept drawing on one figure, as SVG paths."""
    strokes = kept.get(figure, ()) if isinstance(kept, Mapping) else ()
    return tuple(map(path, strokes))


def ink(sent: Any) -> Ink:
    """Strokes as they may be kept: whole numbers within the figure, none without a point.

    Raises :class:`ValueError`, in words, for what is no drawing or is too long to keep.
    """
    if not isinstance(sent, Mapping) or set(sent) - set(FIGURES):
        raise ValueError("The drawing could not be read. Draw it again.")
    kept = {figure: [_stroke(stroke, figure) for stroke in _list(strokes)] for figure, strokes in sent.items()}
    strokes = [stroke for one in kept.values() for stroke in one]
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise ValueError("The drawing is longer than the note can hold. Erase some strokes.")
    return {figure: one for figure, one in kept.items() if one}


def path(stroke: Sequence[Sequence[float]]) -> str:
    """A stroke as the ``d`` of an SVG path; a single point becomes a dot."""
    points = [f"{x:g} {y:g}" for x, y in stroke]
    return f"M{points[0]}L{' '.join(points[1:] or points)}"


def _stroke(sent: Any, figure: str) -> Stroke:
    width, height = size(figure)
    points = [[_within(x, width), _within(y, height)] for x, y in map(_pair, _list(sent))]
    if not points:
        raise ValueError("The drawing could not be read. Draw it again.")
    return points


def _list(sent: Any) -> list[Any]:
    if not isinstance(sent, list):
        raise ValueError("The drawing could not be read. Draw it again.")
    return sent


def _pair(sent: Any) -> list[Any]:
    if not isinstance(sent, list) or len(sent) != 2:
        raise ValueError("The drawing could not be read. Draw it again.")
    return sent


def _within(value: Any, most: float) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("The drawing could not be read. Draw it again.")
    return round(min(max(value, 0), most))
