"""Outcome measures in numbers: a score from its answers, and whether a change is one that counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from medmassage.finding import Basis
from medmassage.knowledge.counting import METHODS
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.measure_rows import Measure, PublishedChange, Scoring, Subscale
from medmassage.knowledge.sourced import NO_PAGE

Answer = float | None  # None: not answered
UNANSWERED = ("", "-")


@dataclass(frozen=True, slots=True)
class Alert:
    """An answer that must not wait, or its absence. ``entry``: the contraindication to ask about today."""

    item: int
    answer: Answer
    entry: str
    message: str
    remedy: str


class ScoreError(ValueError):
    """The answers do not make a score; the message says which, and what is needed.

    ``alerts``: what the answers call for all the same.
    """

    def __init__(self, message: str, alerts: tuple[Alert, ...] = ()) -> None:
        """Keep what must not be lost with the score."""
        super().__init__(message)
        self.alerts = alerts


@dataclass(frozen=True, slots=True)
class Part:
    """The score of a subscale."""

    id: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Score:
    """A score in the measure's unit. ``band`` is its published name, where there is one."""

    measure: str
    value: float
    unit: str
    answered: int
    items: int
    band: str = ""
    subscales: tuple[Part, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure beside a change. ``reached`` is ``None`` where it says nothing of one person's change."""

    kind: str
    words: str
    population: str
    reached: bool | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Change:
    """From one score to the next.

    ``meaningful`` is ``None`` where no threshold is on file. ``percent`` is of the first score, on scales that begin
    at 0. ``beyond_error``: whether the change is at least the largest published measurement error (MDC).
    """

    measure: str
    value: float
    direction: Literal["better", "worse", "same"]
    meaningful: bool | None
    threshold: float | None
    basis: tuple[Basis, ...]
    unit: str = ""
    percent: float | None = None
    beyond_error: bool | None = None
    figures: tuple[Figure, ...] = ()


def number(measure_id: str, text: str) -> Answer:
    """An answer as a person writes it; ``-`` and nothing at all mean not answered. Raises :class:`ScoreError`."""
    rule = _measure(measure_id).scoring
    written = text.strip()
    if written in UNANSWERED:
        return None
    if written in rule.marks:
        return rule.marks[written]
    try:
        return float(written)
    except ValueError:
        raise ScoreError(f"“{text}” is not an answer; write a number, or - for an item without one.") from None


def score(measure_id: str, answers: Sequence[Answer]) -> Score:
    """The score of a measure. Raises :class:`ScoreError`."""
    measure = _measure(measure_id)
    rule = measure.scoring
    if len(answers) > rule.items:
        raise ScoreError(f"{measure.short} takes {_some(rule.items)}, not {len(answers)}.", alerts(measure_id, answers))
    given = (*answers, *[None] * (rule.items - len(answers)))
    raised = alerts(measure_id, given)
    try:
        counted = _counted(measure, given)
        parts = tuple(_part(measure, part, counted) for part in rule.subscales)
        value = sum(p.value for p in parts) if rule.method == "subscales" else _value(measure, counted)
    except ScoreError as wrong:
        raise ScoreError(str(wrong), raised) from None
    answered = sum(answer is not None for answer in given)
    return Score(measure.id, value, measure.unit, answered, rule.items, band(measure.id, value), parts, raised)


def alerts(measure_id: str, answers: Sequence[Answer]) -> tuple[Alert, ...]:
    """What the answers call for today, with or without a score. An item that asks and has no answer counts, too."""
    entries = knowledge().entries
    found = []
    for rule in _measure(measure_id).scoring.alerts:
        answer = answers[rule.item - 1] if rule.item <= len(answers) else None
        if answer is None or answer > rule.above:
            said = "has no answer" if answer is None else f"is {answer:g}"
            message = f"Item {rule.item} {said}: {rule.words}."
            found.append(Alert(rule.item, answer, rule.entry, message, entries[rule.entry].do))
    return tuple(found)


def change(measure_id: str, before: float, after: float) -> Change:
    """The change between two scores in the measure's unit. Raises :class:`ScoreError`."""
    measure = _measure(measure_id)
    for value in (before, after):
        if not measure.range[0] <= value <= measure.range[1]:
            raise ScoreError(f"{measure.short} runs from {measure.range[0]:g} to {measure.range[1]:g}, not {value:g}.")
    gain = (after - before) * (1 if measure.better == "higher" else -1)
    threshold = measure.meaningful.value if measure.meaningful else None
    errors = [one.threshold for one in measure.published_changes if one.kind == "MDC" and one.threshold]
    return Change(
        measure=measure.id,
        value=after - before,
        direction="better" if gain > 0 else "worse" if gain < 0 else "same",
        meaningful=None if threshold is None else abs(gain) >= threshold,
        threshold=threshold,
        basis=threshold_basis(measure),
        unit=measure.unit,
        percent=100 * (after - before) / before if measure.range[0] == 0 and before else None,
        beyond_error=abs(gain) >= max(errors) if errors else None,
        figures=tuple(_figures(measure, before, after)),
    )


def band(measure_id: str, value: float) -> str:
    """The published name of a score ("mild"); empty where the measure has none. Raises :class:`ScoreError`."""
    reached = [b.label for b in _measure(measure_id).bands if b.low <= value]
    return reached[-1] if reached else ""


def threshold_basis(measure: Measure) -> tuple[Basis, ...]:
    """Where the meaningful change stands; the measure's own sources if the figure names none of them."""
    url = measure.meaningful.source if measure.meaningful else ""
    return tuple(b for b in measure.basis if b.url == url) or measure.basis


def reached(figure: PublishedChange, before: float, after: float) -> bool | None:
    """Whether a change is as large as a published figure; ``None`` where the figure says nothing of one person."""
    size = abs(after - before)
    if figure.threshold is not None:
        return size >= figure.threshold
    if figure.percent is not None and before:
        return 100 * size / abs(before) >= figure.percent
    return None


def _figures(measure: Measure, before: float, after: float) -> Iterator[Figure]:
    pages = {basis.url: basis for basis in measure.basis}
    for one in measure.published_changes:
        low, high = one.value if isinstance(one.value, tuple) else (one.value, one.value)
        words = f"{low:g} {one.unit}" if low == high else f"{low:g} to {high:g} {one.unit}"
        basis = pages.get(one.source, NO_PAGE)
        yield Figure(one.kind, words, one.population, reached(one, before, after), basis)


def _measure(measure_id: str) -> Measure:
    known = knowledge().measures
    found = known.get(measure_id.casefold())
    if found is None:
        listed = ", ".join(m.id for m in known.values() if not m.part_of)
        raise ScoreError(f"“{measure_id}” is no measure we know. Known: {listed}.")
    return found


def _some(items: int) -> str:
    return f"{items} answer" if items == 1 else f"{items} answers"


def _counted(measure: Measure, given: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers as they count: checked, with points for their steps, and what a missing one counts as."""
    rule = measure.scoring
    for at, answer in enumerate(given, 1):
        if answer is not None:
            _check(at, answer, measure)
    answered = sum(answer is not None for answer in given)
    least = rule.items if rule.least_answered is None else rule.least_answered
    if rule.method != "subscales" and answered < least:
        raise ScoreError(f"{measure.short} needs {least} of {_some(rule.items)}; {answered} are here. No score.")
    return tuple(_points(at, answer, rule) for at, answer in enumerate(given, 1))


def _check(at: int, answer: float, measure: Measure) -> None:
    rule = measure.scoring
    odd = rule.odd(at)
    low, high = odd.range or rule.item
    whole = not (odd.between or rule.between or rule.choices)
    if low <= answer <= high and (not rule.choices or answer in rule.choices) and not (whole and answer % 1):
        return
    names = {value: mark for mark, value in rule.marks.items()}
    listed = ", ".join(names.get(choice, f"{choice:g}") for choice in rule.choices)
    allowed = listed or f"{low:g} to {high:g}" + (" in whole numbers" if whole and answer % 1 else "")
    raise ScoreError(f"Answer {at} of {measure.short} is {answer:g}; it takes {allowed}.")


def _points(at: int, answer: Answer, rule: Scoring) -> Answer:
    odd = rule.odd(at)
    raw = odd.unanswered if answer is None else answer
    return None if raw is None else odd.steps.points(raw)


def _value(measure: Measure, counted: Sequence[Answer]) -> float:
    rule = measure.scoring
    numbers = [answer for answer in counted if answer is not None]
    return METHODS[rule.method](numbers, rule.items, rule.item)


def _part(measure: Measure, part: Subscale, counted: Sequence[Answer]) -> Part:
    answers = [counted[at - 1] for at in part.items]
    numbers = [answer for answer in answers if answer is not None]
    if len(numbers) < len(answers):
        missing = ", ".join(str(at) for at in part.items if counted[at - 1] is None)
        raise ScoreError(f"{measure.short}: {part.name} has no answer to item {missing}. No score.")
    raw = METHODS[part.method](numbers, len(part.items), measure.scoring.item)
    return Part(part.id, part.name, part.steps.points(raw))
