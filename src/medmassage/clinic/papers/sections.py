"""The words of a report, drafted from the record section by section; a person may write each anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.care.limits import Limit
from medmassage.care.progress import Progress
from medmassage.clinic.models import CarePlan, Case, Note, Referral, ReportKind, Visit
from medmassage.clinic.papers import measured, words
from medmassage.knowledge import anatomy

HEADINGS: Mapping[str, str] = {
    "complaint": "What brought the patient",
    "findings": "What we found",
    "done": "What was done",
    "change": "What changed",
    "response": "How the patient responds",
    "plan": "Plan of care",
    "outcome": "Outcome against the goals",
    "reason": "Why treatment ends",
    "home": "At home",
    "request": "What we ask of you",
}
OF: Mapping[str, tuple[str, ...]] = {
    ReportKind.INITIAL: ("complaint", "findings", "plan", "home", "request"),
    ReportKind.PROGRESS: ("done", "change", "response", "plan", "home", "request"),
    ReportKind.DISCHARGE: ("done", "change", "outcome", "reason", "home", "request"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the words are drafted from: the record up to and with the day ``on``."""

    kind: str
    case: Case
    referral: Referral
    visits: Sequence[Visit]
    progress: Progress
    limit: Limit | None
    on: date

    @property
    def notes(self) -> list[Note]:
        """The signed notes, the oldest first."""
        return [visit.note for visit in self.visits]

    @property
    def plan(self) -> CarePlan | None:
        """The newest plan that was agreed by the day."""
        return next((plan for plan in self.case.plans.all() if plan.agreed_on <= self.on), None)


def drafted(facts: Facts) -> dict[str, str]:
    """The words of each section of this kind of report, as the record has them; empty where it has none."""
    return {name: _WORDS[name](facts).strip() for name in OF[facts.kind]}


def _complaint(facts: Facts) -> str:
    began = f", since {words.day(facts.case.onset_on)}" if facts.case.onset_on else ""
    said = facts.notes[0].subjective.strip() if facts.notes else ""
    parts = [f"{facts.case.title} ({', '.join(facts.referral.diagnoses)}){began}.", said]
    return "\n".join(part for part in parts if part)


def _findings(facts: Facts) -> str:
    """The first note's own words and regions, and each measure where it began."""
    if not facts.notes:
        return ""
    first = facts.notes[0]
    regions = [
        f"{anatomy.label(row['region'])}: {row['words']}." for row in first.findings if row.get("words", "").strip()
    ]
    begun = [measured.stands(series.measure, series.first.value) for series in facts.progress.series]
    return "\n".join(part for part in (first.objective.strip(), *regions, " ".join(begun)) if part)


def _done(facts: Facts) -> str:
    lines = [line for note in facts.notes for line in note.lines.all()]
    if not lines:
        return ""
    techniques = ", ".join(dict.fromkeys(line.technique for line in lines if line.technique))
    places = ", ".join(dict.fromkeys(anatomy.label(line.region).lower() for line in lines if line.region))
    minutes = words.some(sum(line.minutes for line in lines), "minute")
    spent = f"{minutes} hands on in {words.some(len(facts.notes), 'visit')}"
    return "; ".join(part for part in (techniques, spent) if part) + (f". Regions: {places}." if places else ".")


def _change(facts: Facts) -> str:
    return "\n".join(measured.change(series) for series in facts.progress.series)


def _response(facts: Facts) -> str:
    return facts.notes[-1].assessment if facts.notes else ""


def _plan(facts: Facts) -> str:
    """The plan as it was agreed; without one, what the last note planned."""
    plan = facts.plan
    if plan is None:
        return facts.notes[-1].plan if facts.notes else ""
    often = f"{_figure(plan.per_week)} a week" if plan.per_week else ""
    weeks = f"for {words.some(plan.weeks, 'week')}" if plan.weeks else ""
    minutes = f"{words.some(plan.minutes, 'minute')} a visit" if plan.minutes else ""
    number = f"{words.some(plan.visits, 'visit')} in all" if plan.visits else ""
    pressure = f"{plan.pressure} pressure" if plan.pressure else ""
    how = [" ".join(part for part in (often, weeks) if part), minutes, number, *plan.techniques, pressure]
    places = ", ".join(anatomy.label(region).lower() for region in plan.regions)
    told = ", ".join(part for part in how if part)
    lines = [f"{told[:1].upper()}{told[1:]}." if told else "", f"Regions: {places}." if places else "", plan.words]
    return "\n".join(line.strip() for line in lines if line.strip())


def _home(facts: Facts) -> str:
    return facts.plan.home_care if facts.plan else ""


def _outcome(facts: Facts) -> str:
    states = facts.progress.goals
    if not states:
        return "No goal was agreed."
    reached = f"{facts.progress.goals_met} of {words.some(len(states), 'goal')} reached."
    return "\n".join([reached, *(f"“{s.goal.words}”: {measured.standing(s)}." for s in states)])


def _reason(facts: Facts) -> str:
    case = facts.case
    why = f"{case.get_discharge_display()}." if case.discharge else ""
    return "\n".join(part for part in (why, case.discharge_words.strip()) if part)


def _request(facts: Facts) -> str:
    if facts.kind == ReportKind.DISCHARGE:
        return "Nothing. Should the complaint come back, send a new order."
    if facts.kind == ReportKind.INITIAL:
        return f"Tell us if this plan does not fit yours; else we go on by your order. {_left(facts)}".strip()
    return _order(facts)


def _order(facts: Facts) -> str:
    ended = facts.referral.ends_on is not None and facts.referral.ends_on < facts.on
    if ended or (facts.limit and facts.limit.left is not None and facts.limit.left <= 0):
        return (
            "Your order is used up. If treatment should go on, send a new order with its number of visits and its "
            "dates."
        )
    if facts.limit is None or facts.limit.left is None:
        return _left(facts)
    return f"{_left(facts)} Tell us if anything should change; else we go on by it."


def _left(facts: Facts) -> str:
    if facts.limit is None or facts.limit.left is None:
        return "Your order does not say how many visits it is for. Tell us the number, so that we stay within it."
    until = f", until {words.day(facts.referral.ends_on)}" if facts.referral.ends_on else ""
    visits = words.some(facts.limit.left, "visit is", "visits are")
    return f"{visits} left on your order{until}."


def _figure(value: object) -> str:
    times = f"{float(str(value)):g}"
    return {"1": "once", "2": "twice"}.get(times, f"{times} times")


_WORDS: Mapping[str, Callable[[Facts], str]] = {
    "complaint": _complaint,
    "findings": _findings,
    "done": _done,
    "change": _change,
    "response": _response,
    "plan": _plan,
    "outcome": _outcome,
    "reason": _reason,
    "home": _home,
    "request": _request,
}
