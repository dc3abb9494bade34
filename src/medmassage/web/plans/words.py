"""A plan and a scheme of the knowledge base in one line."""

from collections.abc import Mapping
from decimal import Decimal

from medmassage.clinic.models import CarePlan
from medmassage.finding import Basis
from medmassage.knowledge.rows import Condition, Dosage, Span

RESTS_ON: Mapping[str, str] = {
    "trial": "Tested in a trial",
    "review": "From a review of trials",
    "practice": "Practice: custom, nobody tested it",
}
CUSTOM = Basis("Practice: custom that nobody tested", confidence="recall")


def schedule(plan: CarePlan) -> str:
    """Such as "60 minutes, 2 times a week, 4 weeks, 8 visits"; empty where nothing of it is said."""
    return _joined(_one(plan.minutes), _one(plan.per_week), _one(plan.weeks), _one(plan.visits))


def scheme(dose: Dosage) -> str:
    """Such as "60 minutes, 2 to 3 times a week, 4 weeks, 8 to 12 visits"."""
    return _joined(dose.minutes, dose.sessions_per_week, dose.weeks, dose.total_sessions)


def dose_basis(condition: Condition, dose: Dosage) -> Basis:
    """Where a scheme stands: its own source, else the condition's surest; custom says that it is custom."""
    own = next((basis for basis in condition.basis if dose.source and basis.url == dose.source), None)
    return own or (CUSTOM if dose.basis == "practice" else condition.basis[0])


def _one(value: Decimal | int | None) -> Span | None:
    return None if value is None else (float(value), float(value))


def _joined(minutes: Span | None, per_week: Span | None, weeks: Span | None, visits: Span | None) -> str:
    parts = [
        _some(minutes, "minute"),
        _often(per_week),
        _some(weeks, "week"),
        _some(visits, "visit"),
    ]
    return ", ".join(part for part in parts if part)


def _some(span: Span | None, noun: str) -> str:
    if span is None:
        return ""
    return f"{_span(span)} {noun}{'' if span == (1, 1) else 's'}"


def _often(span: Span | None) -> str:
    if span is None:
        return ""
    return {"1": "once a week", "2": "twice a week"}.get(_span(span), f"{_span(span)} times a week")


def _span(span: Span) -> str:
    low, high = span
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
