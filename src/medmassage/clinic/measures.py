"""The measures that goals and scores may have: those of the knowledge base, and one that any clinic takes."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from medmassage.care import progress as care
from medmassage.knowledge import score as scoring
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Measure

PAIN = "nprs"
OWN = {"count": "Something counted"}


def found(measure: str) -> Measure | None:
    """The measure of this id; ``None`` for the one that any clinic takes, and for an id that is not listed."""
    return knowledge().measures.get(measure)


def offered() -> list[tuple[str, str]]:
    """Measure id and its words, pain first."""
    known = {**OWN, **{m.id: m.name for m in knowledge().measures.values()}}
    return sorted(known.items(), key=lambda pair: (pair[0] != PAIN, pair[1]))


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for a list to choose from: those that are part of another one under its name."""
    known = knowledge().measures
    groups: dict[str, list[tuple[str, str]]] = {"": []}
    for id_, words in offered():
        whole = known[id_].part_of if id_ in known else ""
        groups.setdefault(label(whole) if whole else "", []).append((id_, words))
    return list(groups.items())


def label(measure: str) -> str:
    """The words of a measure; an id that is not listed stands for itself."""
    known = found(measure)
    return known.name if known else OWN.get(measure, measure)


def unit(measure: str) -> str:
    """Its unit; empty where it has none."""
    known = found(measure)
    return known.unit if known else ""


def scales() -> Mapping[str, care.Scale]:
    """How each measure of the knowledge base is read."""
    return {m.id: scale(m) for m in knowledge().measures.values()}


def scale(measure: Measure) -> care.Scale:
    """Which way is better, and the smallest change that matters."""
    least = measure.meaningful
    return care.Scale(measure.better, Decimal(str(least.value)) if least else None)


def figure(value: Decimal | float) -> str:
    """A value as people write it: without zeros at its end."""
    return f"{Decimal(str(value)).normalize():f}"


def numbers(answers: Iterable[object]) -> list[float | None]:
    """Kept answers as numbers: each stands alone, or with the patient's own words for its item."""
    return [_number(a.get("answer") if isinstance(a, dict) else a) for a in answers]


def own_words(answers: Iterable[object]) -> list[str]:
    """The patient's own words for the items, where they were kept."""
    return [str(a.get("words", "")) for a in answers if isinstance(a, dict)]


def scored(measure: str, answers: Iterable[object]) -> scoring.Score | None:
    """The score of kept answers with its band and what they alert to; ``None`` where nothing is kept or known."""
    given = numbers(answers)
    if not given or found(measure) is None:
        return None
    try:
        return scoring.score(measure, given)
    except scoring.ScoreError:
        return None


def _number(answer: object) -> float | None:
    return float(answer) if isinstance(answer, int | float) else None


def band(measure: str, value: Decimal) -> str:
    """The published name of a score; empty where there is none."""
    return scoring.band(measure, float(value)) if found(measure) else ""
