"""Measures in words and as charts: where they began, where they stand, whether the change matters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from medmassage.care import progress as care
from medmassage.clinic.papers import words
from medmassage.documents import chart
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Measure

PAIN = "nprs"
PAIN_WORDS = "Pain on arrival"
MOST_CHARTS = 2
_STANDING = {True: "reached", False: "on the way", None: "not measured yet"}


def scales() -> Mapping[str, care.Scale]:
    """How each measure of the knowledge base is read."""
    return {
        name: care.Scale(m.better, Decimal(str(m.meaningful.value)) if m.meaningful else None)
        for name, m in knowledge().measures.items()
    }


def name_of(measure: str) -> str:
    """The measure as a physician knows it; one of the clinic's own keeps its name."""
    known = _measure(measure)
    return PAIN_WORDS if measure == PAIN else known.name if known else measure


def stands(measure: str, value: Decimal) -> str:
    """Such as "Pain on arrival: 7 of 10."."""
    return f"{name_of(measure)}: {_figure(value)}{_of(measure)}."


def change(series: care.Series) -> str:
    """Such as "Pain on arrival went from 7 to 4 of 10, a change that matters (2 or more)."."""
    if len(series.readings) < 2:
        return stands(series.measure, series.first.value)
    first, last = _figure(series.first.value), _figure(series.last.value)
    return f"{name_of(series.measure)} went from {first} to {last}{_of(series.measure)}{_judged(series)}."


def standing(state: care.GoalState) -> str:
    """Such as "reached, now 2, goal 2"."""
    now = f", now {_figure(state.last.value)}" if state.last else ""
    return f"{_STANDING[state.met]}{now}, goal {_figure(state.goal.target)}"


def goal(state: care.GoalState) -> dict[str, str]:
    """A goal as a row of the report's table."""
    wanted = state.goal
    return {
        "words": wanted.words,
        "measure": name_of(wanted.measure),
        "baseline": _figure(wanted.baseline),
        "now": _figure(state.last.value) if state.last else words.NOTHING,
        "target": _figure(wanted.target),
        "standing": _STANDING[state.met],
    }


def charts(found: care.Progress) -> list[dict[str, Any]]:
    """The first of each measure, as many as stand side by side: pain first, then function."""
    shown = sorted(found.series, key=lambda s: s.measure != PAIN)[:MOST_CHARTS]
    return [_chart(series, found.goals) for series in shown]


def _chart(series: care.Series, goals: Sequence[care.GoalState]) -> dict[str, Any]:
    measure, scale = _measure(series.measure), scales().get(series.measure)
    values = [float(r.value) for r in series.readings]
    bottom, top = measure.range if measure else (min(0.0, *values), max(1.0, *values))
    lower = scale is None or scale.better == "lower"
    edge = None
    if scale and scale.meaningful and len(values) > 1:
        edge = values[0] + float(scale.meaningful) * (-1 if lower else 1)
    target = next((float(state.goal.target) for state in goals if state.goal.measure == series.measure), None)
    return chart.line(
        name_of(series.measure),
        [(r.on, float(r.value)) for r in series.readings],
        top=top,
        bottom=bottom,
        summary=f"{bottom:g} to {top:g}; {'lower' if lower else 'higher'} is better.",
        goal=target,
        meaningful=edge if edge is not None and bottom <= edge <= top else None,
        lower_is_better=lower,
    )


def _judged(series: care.Series) -> str:
    scale = scales().get(series.measure)
    if series.meaningful is None or scale is None or scale.meaningful is None:
        return ""
    least = f"({_figure(scale.meaningful)} or more)"
    return f", a change that matters {least}" if series.meaningful else f", less than a change that matters {least}"


def _measure(name: str) -> Measure | None:
    return knowledge().measures.get(name)


def _of(name: str) -> str:
    measure = _measure(name)
    return f" of {measure.range[1]:g}" if measure else ""


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"
