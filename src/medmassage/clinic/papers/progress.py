"""The report to the referring provider: where the patient stood, stands, and what is asked of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from medmassage.care import progress as care
from medmassage.care.limits import Limit
from medmassage.clinic import claim_input, inputs
from medmassage.clinic.models import Case, Membership, Note, Referral, Visit
from medmassage.clinic.papers import words
from medmassage.clinic.services.outcome import Refused
from medmassage.documents import chart
from medmassage.knowledge import anatomy
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Measure

PAIN = "nprs"
PAIN_WORDS = "Pain on arrival"
MOST_CHARTS = 2


def data(member: Membership, case: Case, on: date) -> dict[str, Any]:
    """The report of a day for the template ``progress``. Raises :class:`Refused` without an order to answer."""
    referral = claim_input.covering(case, on) or case.referrals.first()
    if referral is None:
        raise Refused("This case has no referral, so there is nobody to report to.")
    visits = _signed(case, on)
    found = care.progress(inputs.care_case(case), on, _readings(case), _goals(case), scales())
    limit = next((one for one in found.limits if one.kind == "referral"), None)
    return {
        **words.paper(member.clinic, "Progress report", words.whose(case.patient)),
        "to": words.addressed(words.physician(referral.physician), referral.physician),
        "day": words.day(on),
        "heading": f"Progress report: {case.patient}",
        "standing": " ".join([_visits(visits), *map(_change, found.series[:1])]),
        "facts": _facts(case, referral, found.visits_done, limit),
        "charts": [_chart(series, found.goals) for series in _shown(found.series)],
        "goals": [_goal(state) for state in found.goals],
        "sections": _sections(visits, limit, on, referral),
        "signer": _signer(case, visits),
    }


def scales() -> Mapping[str, care.Scale]:
    """How each measure of the knowledge base is read."""
    return {
        name: care.Scale(m.better, Decimal(str(m.meaningful.value)) if m.meaningful else None)
        for name, m in knowledge().measures.items()
    }


def _signed(case: Case, on: date) -> list[Visit]:
    found = case.visits.filter(status=Visit.Status.SIGNED).select_related("note", "therapist", "clinic")
    return [v for v in found.prefetch_related("note__lines").order_by("starts_at") if claim_input.day(v) <= on]


def _readings(case: Case) -> list[care.Reading]:
    return [care.Reading(s.measure, s.on, s.value) for s in case.scores.all()]


def _goals(case: Case) -> list[care.Goal]:
    return [care.Goal(g.words, g.measure, g.baseline, g.target) for g in case.goals.all()]


def _measure(name: str) -> Measure | None:
    return knowledge().measures.get(name)


def _name(name: str) -> str:
    measure = _measure(name)
    return PAIN_WORDS if name == PAIN else measure.name if measure else name


def _visits(visits: Sequence[Visit]) -> str:
    if not visits:
        return "No visit has been signed yet."
    first, last = (claim_input.day(v) for v in (visits[0], visits[-1]))
    return f"{words.some(len(visits), 'visit')} {words.span(first, last)}."


def _change(series: care.Series) -> str:
    """Such as "Pain on arrival went from 7 to 4 of 10, a change that matters (2 or more)"."""
    if len(series.readings) < 2:
        return f"{_name(series.measure)}: {_figure(series.first.value)}{_of(series.measure)}."
    first, last = _figure(series.first.value), _figure(series.last.value)
    return f"{_name(series.measure)} went from {first} to {last}{_of(series.measure)}{_judged(series)}."


def _judged(series: care.Series) -> str:
    scale = scales().get(series.measure)
    if series.meaningful is None or scale is None or scale.meaningful is None:
        return ""
    least = f"({_figure(scale.meaningful)} or more)"
    return f", a change that matters {least}" if series.meaningful else f", less than a change that matters {least}"


def _of(name: str) -> str:
    measure = _measure(name)
    return f" of {measure.range[1]:g}" if measure else ""


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _facts(case: Case, referral: Referral, done: int, limit: Limit | None) -> list[list[str]]:
    allowed = words.some(referral.visits, "visit") if referral.visits else "number of visits not said"
    until = f", until {words.day(referral.ends_on)}" if referral.ends_on else ""
    left = f", {limit.left} of {limit.allowed} left" if limit and limit.left is not None and limit.left >= 0 else ""
    return [
        ["Born", words.day(case.patient.birth_date)],
        ["Your order", f"{words.day(referral.written_on)}: {allowed}{until}"],
        ["Diagnosis", ", ".join(referral.diagnoses)],
        ["Visits", f"{done} done{left}"],
    ]


def _shown(series: Sequence[care.Series]) -> list[care.Series]:
    """The first of each, as many as stand side by side: pain first, then function."""
    return sorted(series, key=lambda s: s.measure != PAIN)[:MOST_CHARTS]


def _chart(series: care.Series, goals: Sequence[care.GoalState]) -> dict[str, Any]:
    measure, scale = _measure(series.measure), scales().get(series.measure)
    values = [float(r.value) for r in series.readings]
    bottom, top = measure.range if measure else (min(0.0, *values), max(1.0, *values))
    lower = scale is None or scale.better == "lower"
    edge = None
    if scale and scale.meaningful and len(values) > 1:
        edge = values[0] + float(scale.meaningful) * (-1 if lower else 1)
    goal = next((float(state.goal.target) for state in goals if state.goal.measure == series.measure), None)
    return chart.line(
        _name(series.measure),
        [(r.on, float(r.value)) for r in series.readings],
        top=top,
        bottom=bottom,
        summary=f"{bottom:g} to {top:g}; {'lower' if lower else 'higher'} is better.",
        goal=goal,
        meaningful=edge if edge is not None and bottom <= edge <= top else None,
        lower_is_better=lower,
    )


def _goal(state: care.GoalState) -> dict[str, str]:
    goal = state.goal
    standing = {True: "reached", False: "on the way", None: "not measured yet"}[state.met]
    return {
        "words": goal.words,
        "measure": _name(goal.measure),
        "baseline": _figure(goal.baseline),
        "now": _figure(state.last.value) if state.last else words.NOTHING,
        "target": _figure(goal.target),
        "standing": standing,
    }


def _sections(visits: Sequence[Visit], limit: Limit | None, on: date, referral: Referral) -> list[list[str]]:
    notes = [v.note for v in visits]
    found = [
        ["What was done", _done(notes)],
        ["How the patient responds", notes[-1].assessment if notes else ""],
        ["Plan", notes[-1].plan if notes else ""],
        ["What we ask of you", _request(limit, on, referral)],
    ]
    return [section for section in found if section[1].strip()]


def _done(notes: Sequence[Note]) -> str:
    lines = [line for note in notes for line in note.lines.all()]
    if not lines:
        return ""
    techniques = ", ".join(dict.fromkeys(line.technique for line in lines if line.technique))
    places = ", ".join(dict.fromkeys(anatomy.label(line.region).lower() for line in lines if line.region))
    minutes = words.some(sum(line.minutes for line in lines), "minute")
    spent = f"{minutes} hands on in {words.some(len(notes), 'visit')}"
    return "; ".join(part for part in (techniques, spent) if part) + (f". Regions: {places}." if places else ".")


def _request(limit: Limit | None, on: date, referral: Referral) -> str:
    ended = referral.ends_on is not None and referral.ends_on < on
    if ended or (limit and limit.left is not None and limit.left <= 0):
        return (
            "Your order is used up. If treatment should go on, send a new order with its number of visits and its "
            "dates."
        )
    if limit is None or limit.left is None:
        return "Your order does not say how many visits it is for. Tell us the number, so that we stay within it."
    until = f", until {words.day(referral.ends_on)}" if referral.ends_on else ""
    visits = words.some(limit.left, "visit is", "visits are")
    return f"{visits} left on your order{until}. Tell us if anything should change; else we go on by it."


def _signer(case: Case, visits: Sequence[Visit]) -> str:
    if not visits:
        return "Therapist"
    who = visits[-1].therapist
    return words.DOT.join(part for part in (words.therapist(who, case.state), who.npi and f"NPI {who.npi}") if part)
