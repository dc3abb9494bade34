"""Geometry of the small line charts: values on days, a goal, a band of meaningful change, bands of severity.

The server draws; ``web/parts/chart.html`` turns this into SVG with classes only, and a table beside it. All
lengths are in the units of the chart's own 300 by 218 box.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

LEFT, RIGHT, TOP, BOTTOM = 30.0, 292.0, 20.0, 188.0
PAD = 26.0
LETTER = 6.6  # what a letter of a severity's name takes on the right
NARROWEST = 42.0  # two days nearer than this would run into each other
LINE = 15.0  # the height of a line of text


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
class Severity:
    """A named stretch of the scale: where it begins, and where its name stands."""

    edge: float
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
    band_at: float = 0
    band_word: str = ""
    goal_y: float | None = None
    goal_at: float = 0
    goal_word: str = ""
    severities: tuple[Severity, ...] = field(default=())
    right: float = RIGHT

    @property
    def grid(self) -> str:
        """The horizontal lines, as one path."""
        return "".join(f"M{LEFT:g} {tick.at:g}H{self.right:g}" for tick in self.ticks)

    @property
    def width(self) -> float:
        """The width of the field in which values are drawn."""
        return self.right - LEFT

    @property
    def spoken(self) -> str:
        """The chart in words, for those who do not see it."""
        said = "; ".join(f"{row[0]}: {_spoken(self.columns, row)}" for row in self.rows)
        return ". ".join(part for part in (f"{self.title}. {said}", self.goal_word, self.band_word) if part)


def line(
    title: str,
    points: Sequence[tuple[str, float]],
    *,
    top: float,
    bottom: float = 0,
    summary: str = "",
    goal: float | None = None,
    meaningful: float | None = None,
    lower_is_better: bool = True,
    bands: Sequence[tuple[float, str]] = (),
) -> Chart:
    """One value a day. ``meaningful``: from here on, towards the better, the change matters. ``bands``: the names of
    severity with the value each begins at, lowest first.
    """
    right = RIGHT - max((LETTER * len(word) for _, word in bands), default=0)
    xs = _across(len(points), right)
    scale = _Scale(bottom, top)
    dots = tuple(
        Dot(x, scale(v), f"{v:g}", full=i == len(points) - 1)
        for i, (x, (_, v)) in enumerate(zip(xs, points, strict=True))
    )
    path = " ".join(f"{'M' if i == 0 else 'L'}{d.x:g} {d.y:g}" for i, d in enumerate(dots))
    band_y, band_height = _band(scale, meaningful, lower_is_better)
    band_at = BOTTOM - 9 if lower_is_better else TOP + 16
    goal_y = None if goal is None else scale(goal)
    named = tuple((*one, _name(bands, one[1])) if bands else one for one in points)
    return Chart(
        title=title,
        summary=summary,
        columns=("Day", "Value", "Range") if bands else ("Day", "Value"),
        rows=tuple((on, f"{v:g}", *more) for on, v, *more in named),
        ticks=scale.ticks,
        days=_days(xs, [on for on, _ in points]),
        paths=(path,) if len(dots) > 1 else (),
        dots=dots,
        band_y=band_y,
        band_height=band_height,
        band_at=band_at,
        band_word=""
        if meaningful is None
        else f"{'matters' if bands else 'meaningful change'}: {meaningful:g} "
        f"or {'less' if lower_is_better else 'more'}",
        goal_y=goal_y,
        goal_at=0 if goal_y is None else _clear(goal_y - 7, band_at if meaningful is not None else None),
        goal_word="" if goal is None else f"goal {goal:g}",
        severities=_severities(scale, bands),
        right=right,
    )


def before_after(
    title: str, points: Sequence[tuple[str, float | None, float | None]], *, top: float, summary: str = ""
) -> Chart:
    """Two values a day, joined by a line: a ring before, a dot after. A missing value is left out."""
    xs = _across(len(points), RIGHT)
    scale = _Scale(0, top)
    dots: list[Dot] = []
    paths: list[str] = []
    for x, (_, before, after) in zip(xs, points, strict=True):
        pair = [
            Dot(x, scale(v), f"{v:g}", full=full, beside=True)
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
        ticks=scale.ticks,
        days=_days(xs, [on for on, *_ in points]),
        paths=tuple(paths),
        dots=tuple(dots),
    )


@dataclass(frozen=True)
class _Scale:
    """From a value to its height; outside the scale at its edge."""

    bottom: float
    top: float

    def __call__(self, value: float) -> float:
        share = (min(max(value, self.bottom), self.top) - self.bottom) / (self.top - self.bottom)
        return round(BOTTOM - (BOTTOM - TOP) * share, 1)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """A few round values, the highest first."""
        span = self.top - self.bottom
        parts = next((n for n in (3, 4, 2, 5) if span % n == 0), 3)
        values = [self.top - span * n / parts for n in range(parts + 1)]
        return tuple(Tick(self(v), f"{round(v, 1):g}") for v in values)


def _band(scale: _Scale, meaningful: float | None, lower_is_better: bool) -> tuple[float | None, float]:
    if meaningful is None:
        return None, 0
    edge = scale(meaningful)
    return (edge, round(BOTTOM - edge, 1)) if lower_is_better else (TOP, round(edge - TOP, 1))


def _clear(at: float, taken: float | None) -> float:
    """Where a word stands so that it does not run into another one on the same side."""
    if taken is None or abs(at - taken) >= LINE:
        return at
    return taken - LINE if at <= taken and taken - LINE > TOP else taken + LINE


def _severities(scale: _Scale, bands: Sequence[tuple[float, str]]) -> tuple[Severity, ...]:
    edges = [scale(low) for low, _ in bands]
    found: list[Severity] = []
    for edge, above, (_, word) in zip(edges, [*edges[1:], TOP], bands, strict=False):
        if edge - above >= LINE or not found:
            found.append(Severity(edge, round((edge + above) / 2 + 5, 1), word))
    return tuple(found)


def _name(bands: Sequence[tuple[float, str]], value: float) -> str:
    return next((word for low, word in reversed(bands) if low <= value), "")


def _across(count: int, right: float) -> list[float]:
    first, last = LEFT + PAD, right - PAD
    if count == 1:
        return [first]
    return [round(first + i * (last - first) / (count - 1), 1) for i in range(count)]


def _days(xs: Sequence[float], words: Sequence[str]) -> tuple[Tick, ...]:
    """The days that have room, the last one always; all of them stand in the table."""
    kept: list[Tick] = []
    for x, word in reversed(list(zip(xs, words, strict=True))):
        if not kept or kept[-1].at - x >= NARROWEST:
            kept.append(Tick(x, word))
    return tuple(reversed(kept))


def _spoken(columns: tuple[str, ...], row: tuple[str, ...]) -> str:
    return ", ".join(part for part in row[1:] if part) if columns[-1] == "Range" else " to ".join(row[1:])


def _word(value: float | None) -> str:
    return "not taken" if value is None else f"{value:g}"
