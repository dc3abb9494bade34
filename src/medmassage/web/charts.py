"""Geometry of the small line charts: values on days, a goal, a band of meaningful change.

The server draws; ``web/parts/chart.html`` turns this into SVG with classes only, and a table beside it. All
lengths are in the units of the chart's own 300 by 218 box.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BOTTOM = 30.0, 292.0, 20.0, 188.0
PAD = 26.0


@dataclass(frozen=True)
class Dot:
    """One value at its place; ``above`` is where its number stands."""

    x: float
    y: float
    value: str
    full: bool
    beside: bool = False


@dataclass(frozen=True)
class Tick:
    """A word on an axis."""

    at: float
    word: str


@dataclass(frozen=True)
class Chart:
    """What the template draws."""

    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    band_y: float | None = None
    band_height: float = 0
    band_word: str = ""
    goal_y: float | None = None
    goal_word: str = ""

    @property
    def grid(self) -> str:
        """The horizontal lines, as one path."""
        return "".join(f"M{LEFT:g} {tick.at:g}H{RIGHT:g}" for tick in self.ticks)

    @property
    def spoken(self) -> str:
        """The chart in words, for those who do not see it."""
        said = "; ".join(f"{row[0]}: {' to '.join(row[1:])}" for row in self.rows)
        return ". ".join(part for part in (f"{self.title}. {said}", self.goal_word, self.band_word) if part)


def line(
    title: str,
    points: Sequence[tuple[str, float]],
    *,
    top: float,
    summary: str = "",
    goal: float | None = None,
    meaningful: float | None = None,
) -> Chart:
    """One value a day where lower is better. ``meaningful``: at or under it the change matters."""
    xs = _across(len(points))
    dots = tuple(
        Dot(x, _height(v, top), f"{v:g}", full=i == len(points) - 1)
        for i, (x, (_, v)) in enumerate(zip(xs, points, strict=True))
    )
    path = " ".join(f"{'M' if i == 0 else 'L'}{d.x:g} {d.y:g}" for i, d in enumerate(dots))
    band = None if meaningful is None else _height(meaningful, top)
    return Chart(
        title=title,
        summary=summary,
        columns=("Day", "Value"),
        rows=tuple((on, f"{v:g}") for on, v in points),
        ticks=_ticks(top),
        days=tuple(Tick(x, on) for x, (on, _) in zip(xs, points, strict=True)),
        paths=(path,) if len(dots) > 1 else (),
        dots=dots,
        band_y=band,
        band_height=0 if band is None else BOTTOM - band,
        band_word="" if meaningful is None else f"meaningful change: {meaningful:g} or less",
        goal_y=None if goal is None else _height(goal, top),
        goal_word="" if goal is None else f"goal {goal:g}",
    )


def before_after(
    title: str, points: Sequence[tuple[str, float | None, float | None]], *, top: float, summary: str = ""
) -> Chart:
    """Two values a day, joined by a line: a ring before, a dot after. A missing value is left out."""
    xs = _across(len(points))
    dots: list[Dot] = []
    paths: list[str] = []
    for x, (_, before, after) in zip(xs, points, strict=True):
        pair = [
            Dot(x, _height(v, top), f"{v:g}", full=full, beside=True)
            for v, full in ((before, False), (after, True))
            if v is not None
        ]
        dots += pair
        if len(pair) > 1:
            paths.append(f"M{x:g} {pair[0].y:g}V{pair[1].y:g}")
    return Chart(
        title=title,
        summary=summary,
        columns=("Day", "Before", "After"),
        rows=tuple((on, _word(before), _word(after)) for on, before, after in points),
        ticks=_ticks(top),
        days=tuple(Tick(x, on) for x, (on, _, _) in zip(xs, points, strict=True)),
        paths=tuple(paths),
        dots=tuple(dots),
    )


def _across(count: int) -> list[float]:
    first, last = LEFT + PAD, RIGHT - PAD
    if count == 1:
        return [first]
    return [round(first + i * (last - first) / (count - 1), 1) for i in range(count)]


def _height(value: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * min(max(value, 0), top) / top, 1)


def _ticks(top: float) -> tuple[Tick, ...]:
    return tuple(Tick(_height(v, top), f"{v:g}") for v in (top, top * 2 / 3, top / 3, 0))


def _word(value: float | None) -> str:
    return "not taken" if value is None else f"{value:g}"
