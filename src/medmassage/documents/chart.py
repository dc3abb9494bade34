"""Geometry of a small line chart: values over time, a goal, a band where the change matters.

Everything is a fraction from 0 to 1 of the chart's own width and height, upwards; ``templates/chart.typ`` draws it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

STEPS = (5, 4, 3, 2)
# How near two words may stand before one gives way, as a share of the width.
NEAR = 0.1
INSET = 0.06


def line(
    title: str,
    points: Sequence[tuple[date, float]],
    *,
    top: float,
    bottom: float = 0,
    summary: str = "",
    goal: float | None = None,
    meaningful: float | None = None,
    lower_is_better: bool = True,
) -> dict[str, Any]:
    """The chart of values on days, oldest first; ``top`` and ``bottom`` are the ends of the scale.

    ``meaningful``: from this value on, towards the better end, the change from the first value matters. Raises
    :class:`ValueError` without points, out of order, or with an empty scale.
    """
    days = [on for on, _ in points]
    if not points or days != sorted(days) or top <= bottom:
        raise ValueError("a chart needs points in order of days and a scale from low to high")
    xs = _across(days)
    heights = [_height(value, bottom, top) for _, value in points]
    named = _spared(xs)
    legend = _legend(goal, meaningful, lower_is_better)
    return {
        "title": title,
        "summary": summary,
        "words": _words(title, points, legend),
        "points": [
            {"x": x, "y": y, "word": f"{value:g}", "day": f"{on.day} {on:%b}" if shown else ""}
            for x, y, (on, value), shown in zip(xs, heights, points, named, strict=True)
        ],
        "ticks": _ticks(bottom, top),
        "goal": None if goal is None else _height(goal, bottom, top),
        "legend": legend,
        "band": None if meaningful is None else _band(_height(meaningful, bottom, top), lower_is_better),
    }


def _across(days: Sequence[date]) -> list[float]:
    """True to time: two weeks are twice as wide as one."""
    span = (days[-1] - days[0]).days
    if not span:
        return [0.5] * len(days)
    return [round(INSET + (1 - 2 * INSET) * (on - days[0]).days / span, 4) for on in days]


def _height(value: float, bottom: float, top: float) -> float:
    return round((min(max(value, bottom), top) - bottom) / (top - bottom), 4)


def _ticks(bottom: float, top: float) -> list[dict[str, Any]]:
    """The scale in as many equal steps as leave round numbers."""
    span = float(top - bottom)
    steps = next((n for n in STEPS if (span / n).is_integer()), STEPS[0])
    return [{"y": round(n / steps, 4), "word": f"{bottom + span * n / steps:g}"} for n in range(steps + 1)]


def _band(edge: float, lower_is_better: bool) -> dict[str, float]:
    return {"low": 0, "high": edge} if lower_is_better else {"low": edge, "high": 1}


def _spared(xs: Sequence[float]) -> list[bool]:
    """Which days are written out: the first, the last, and those between that stand clear of both neighbors."""
    shown, last = [], float("-inf")
    for place, x in enumerate(xs):
        is_end = place == len(xs) - 1
        clear = is_end or (x - last >= NEAR and xs[-1] - x >= NEAR)
        shown.append(clear)
        last = x if clear else last
    return shown


def _legend(goal: float | None, meaningful: float | None, lower_is_better: bool) -> str:
    """What the dashed line and the band say."""
    side = "or less" if lower_is_better else "or more"
    parts = [] if goal is None else [f"dashed: goal {goal:g}"]
    if meaningful is not None:
        parts.append(f"green: meaningful change, {meaningful:g} {side}")
    return " · ".join(parts)


def _words(title: str, points: Sequence[tuple[date, float]], legend: str) -> str:
    """The chart for those who do not see it."""
    said = "; ".join(f"{on.day} {on:%b %Y}: {value:g}" for on, value in points)
    return f"{title}. {said}. {legend}".strip()
