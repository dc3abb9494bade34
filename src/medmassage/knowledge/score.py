"""Outcome measures in numbers: a score from its answers, and whether a change is one that counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from medmassage.finding import Basis
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Measure, Scoring

Answer = float | None  # None: not answered


class ScoreError(ValueError):
    """The answers do not make a score; the message says which, and what is needed."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score in the measure's unit. ``band`` is its published name, where there is one."""

    measure: str
    value: float
    unit: str
    answered: int
    items: int
    band: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """From one score to the next. ``meaningful`` is ``None`` where no threshold is on file."""

    measure: str
    value: float
    direction: Literal["better", "worse", "same"]
    meaningful: bool | None
    threshold: float | None
    basis: tuple[Basis, ...]


def score(measure_id: str, answers: Sequence[Answer]) -> Score:
    """The score of a measure. Raises :class:`ScoreError`."""
    measure = _measure(measure_id)
    rule = measure.scoring
    given = [_checked(at, answer, measure) for at, answer in enumerate(answers, 1) if answer is not None]
    least = rule.items if rule.least_answered is None else rule.least_answered
    if len(answers) > rule.items:
        raise ScoreError(f"{measure.short} has {rule.items} answers, not {len(answers)}.")
    if len(given) < max(least, 0 if rule.method == "sum" else 1):
        raise ScoreError(f"{measure.short} needs {least} of {rule.items} answers; {len(given)} are here. No score.")
    value = _METHODS[rule.method](given, rule)
    return Score(measure.id, value, measure.unit, len(given), rule.items, band(measure.id, value))


def change(measure_id: str, before: float, after: float) -> Change:
    """The change between two scores in the measure's unit. Raises :class:`ScoreError`."""
    measure = _measure(measure_id)
    for value in (before, after):
        if not measure.range[0] <= value <= measure.range[1]:
            raise ScoreError(f"{measure.short} runs from {measure.range[0]:g} to {measure.range[1]:g}, not {value:g}.")
    gain = (after - before) * (1 if measure.better == "higher" else -1)
    threshold = measure.meaningful.value if measure.meaningful else None
    return Change(
        measure=measure.id,
        value=after - before,
        direction="better" if gain > 0 else "worse" if gain < 0 else "same",
        meaningful=None if threshold is None else abs(gain) >= threshold,
        threshold=threshold,
        basis=threshold_basis(measure),
    )


def band(measure_id: str, value: float) -> str:
    """The published name of a score ("mild"); empty where the measure has none. Raises :class:`ScoreError`."""
    reached = [b.label for b in _measure(measure_id).bands if b.low <= value]
    return reached[-1] if reached else ""


def threshold_basis(measure: Measure) -> tuple[Basis, ...]:
    """Where the meaningful change stands; the measure's own sources if the figure names none of them."""
    url = measure.meaningful.source if measure.meaningful else ""
    return tuple(b for b in measure.basis if b.url == url) or measure.basis


def _measure(measure_id: str) -> Measure:
    found = knowledge().measures.get(measure_id.casefold())
    if found is None:
        raise ScoreError(f"“{measure_id}” is no measure we know. Known: {', '.join(knowledge().measures)}.")
    return found


def _checked(at: int, answer: float, measure: Measure) -> float:
    low, high = measure.scoring.item
    choices = measure.scoring.choices
    if not low <= answer <= high or (choices and answer not in choices):
        allowed = ", ".join(f"{c:g}" for c in choices) if choices else f"{low:g} to {high:g}"
        raise ScoreError(f"Answer {at} of {measure.short} is {answer:g}; it takes {allowed}.")
    return answer


def _single(given: Sequence[float], rule: Scoring) -> float:
    return given[0]


def _sum(given: Sequence[float], rule: Scoring) -> float:
    return sum(given)


def _mean(given: Sequence[float], rule: Scoring) -> float:
    return sum(given) / len(given)


def _percent(given: Sequence[float], rule: Scoring) -> float:
    return 100 * sum(given) / (rule.item[1] * len(given))


def _stretched_mean(given: Sequence[float], rule: Scoring) -> float:
    low, high = rule.item
    return 100 * (_mean(given, rule) - low) / (high - low)


_METHODS: Mapping[str, Callable[[Sequence[float], Scoring], float]] = {
    "single": _single, "sum": _sum, "mean": _mean, "percent": _percent, "stretched_mean": _stretched_mean,
}  # fmt: skip
