"""The scores of a case as charts, as one sentence, and as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from medmassage.care import progress as care
from medmassage.clinic import measures, necessity
from medmassage.clinic.models import Case, Membership, Score
from medmassage.clinic.services import scoring
from medmassage.finding import Basis
from medmassage.knowledge import score as rules
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Entry
from medmassage.web.charts import Chart, line
from medmassage.web.templatetags.look import day

MOST_ON_A_CHART = 6


@dataclass(frozen=True, slots=True)
class Pictured:
    """A measure over time: the picture, what it says, and where the threshold stands."""

    measure: str
    chart: Chart
    words: str
    answer: str
    basis: Sequence[Basis]


@dataclass(frozen=True, slots=True)
class Row:
    """One score in the table."""

    score: Score
    label: str
    value: str
    band: str
    answered: str
    own: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """An answer that must not wait: of which score, in the knowledge base's words, and the entry to look at."""

    score: Score
    label: str
    called: rules.Alert
    entry: Entry


def series(case: Case, today: date) -> list[care.Series]:
    """The measures of a case over time; those of its goals first."""
    found = care.series(necessity.readings(case, today), measures.scales())
    goals = {goal.measure for goal in case.goals.all()}
    return sorted(found, key=lambda one: one.measure not in goals)


def pictured(case: Case, of: care.Series) -> Pictured:
    """The picture of one measure."""
    return Pictured(of.measure, _chart(case, of), change(of), _answer(of), _basis(of.measure))


def change(of: care.Series) -> str:
    """Such as "From 44 to 30 percent since 2 Nov: better, and a change that matters (7.5 or more)"."""
    unit = measures.unit(of.measure)
    last = f"{measures.figure(of.last.value)} {unit}".strip()
    if len(of.readings) < 2:
        return f"{last} on {day(of.first.on)}. A second score will show a change."
    return f"From {measures.figure(of.first.value)} to {last} since {day(of.first.on)}: {_judged(of)}"


def rows(who: Membership, case: Case) -> list[Row]:
    """Every score, the newest first."""
    return [_row(who, score) for score in reversed(list(case.scores.all()))]


def alerts(case: Case) -> list[Alert]:
    """What the last answers of each measure alert to, for as long as no newer answers stand."""
    last: dict[str, Score] = {}
    for score in case.scores.all():
        if score.answers:
            last[score.measure] = score
    found = ((score, measures.scored(score.measure, score.answers)) for score in last.values())
    return [
        Alert(score, measures.label(score.measure), one, knowledge().entries[one.entry])
        for score, scored in found
        for one in (scored.alerts if scored else ())
    ]


def _judged(of: care.Series) -> str:
    if of.gain is None:
        return "nobody set which way is better."
    way = "better" if of.gain > 0 else "worse" if of.gain < 0 else "the same"
    least = measures.scales()[of.measure].meaningful
    if least is None:
        return f"{way}. No threshold for a change that matters is on file."
    if of.gain < 0:
        return f"{way}{', by a change that matters' if -of.gain >= least else ''}."
    matters = "and a change that matters" if of.meaningful else "less than a change that matters"
    return f"{way}, {matters} ({measures.figure(least)} or more)." if of.gain else f"{way}."


def _answer(of: care.Series) -> str:
    if of.gain is None:
        return "unknown"
    return "yes" if of.meaningful or (of.meaningful is None and of.gain > 0) else "with_care"


def _basis(measure: str) -> Sequence[Basis]:
    known = measures.found(measure)
    return rules.threshold_basis(known) if known and known.meaningful else ()


def _chart(case: Case, of: care.Series) -> Chart:
    known = measures.found(of.measure)
    values = [float(r.value) for r in of.readings]
    goal = next((float(g.target) for g in case.goals.all() if g.measure == of.measure), None)
    shown = _thinned(of.readings)
    bottom, top = known.range if known else (min(0.0, *values), max([*values, goal or 0, 1.0]))
    return line(
        measures.label(of.measure),
        [(day(r.on), float(r.value)) for r in shown],
        top=top,
        bottom=bottom,
        summary=_scale_words(of.measure),
        goal=goal,
        meaningful=_edge(of),
        lower_is_better=known is None or known.better == "lower",
        bands=[(band.low, band.label) for band in known.bands] if known else (),
    )


def _thinned(readings: Sequence[care.Reading]) -> list[care.Reading]:
    """The first, from which the change counts, and the last few."""
    if len(readings) <= MOST_ON_A_CHART:
        return list(readings)
    return [readings[0], *readings[-(MOST_ON_A_CHART - 1) :]]


def _edge(of: care.Series) -> float | None:
    """The value at which the change since the first score begins to matter; ``None`` outside the measure."""
    known = measures.found(of.measure)
    least = measures.scales()[of.measure].meaningful if known else None
    if known is None or least is None:
        return None
    edge = float(of.first.value + (least if known.better == "higher" else -least))
    return edge if known.range[0] <= edge <= known.range[1] else None


def _scale_words(measure: str) -> str:
    known = measures.found(measure)
    if known is None:
        return ""
    return f"{known.range[0]:g} to {known.range[1]:g} {known.unit}; {known.better} is better."


def _row(who: Membership, score: Score) -> Row:
    known = measures.found(score.measure)
    value = f"{measures.figure(score.value)} {known.unit if known else ''}".strip()
    return Row(
        score=score,
        label=measures.label(score.measure),
        value=value,
        band=rules.band(score.measure, float(score.value)) if known else "",
        answered=_answered(score),
        own=scoring.may_remove(who, score),
    )


def _answered(score: Score) -> str:
    """How the score came about: the answers, with the patient's own words where there are any."""
    given = measures.numbers(score.answers)
    words: list[Any] = measures.own_words(score.answers)
    shown = ["not answered" if a is None else measures.figure(a) for a in given]
    if words:
        return "; ".join(f"{w} {a}" for w, a in zip(words, shown, strict=True))
    return ", ".join(shown) if len(shown) > 1 else ""
