"""The report to the referring provider: where the patient stood, stands, and what is asked of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from medmassage.care import progress as care
from medmassage.clinic import claim_input, inputs
from medmassage.clinic.models import Case, Membership, Referral, ReportKind, Visit
from medmassage.clinic.papers import measured, sections, words
from medmassage.clinic.papers.sections import HEADINGS, Facts
from medmassage.clinic.services.outcome import Refused

UNSIGNED = "Draft: nobody has signed this yet."


def facts(case: Case, kind: str, on: date) -> Facts:
    """What a report of this kind and day is made of. Raises :class:`Refused` without an order to answer."""
    referral = order_of(case, on)
    if referral is None:
        raise Refused("This case has no referral, so there is nobody to report to.")
    found = progress_of(case, on)
    limit = next((one for one in found.limits if one.kind == "referral"), None)
    return Facts(kind, case, referral, _signed(case, on), found, limit, on)


def data(member: Membership, given: Facts, written: Mapping[str, str], signature: str = "") -> dict[str, Any]:
    """The report for the template ``progress``, with the words of ``written`` by section."""
    title = ReportKind(given.kind).label
    case, physician = given.case, given.referral.physician
    return {
        **words.paper(member.clinic, title, words.whose(case.patient)),
        "to": words.addressed(words.physician(physician), physician),
        "day": words.day(given.on),
        "heading": f"{title}: {case.patient}",
        "standing": standing(given),
        "facts": about(given),
        "charts": measured.charts(given.progress) if given.kind != ReportKind.INITIAL else [],
        "goals": [measured.goal(state) for state in given.progress.goals],
        "sections": [[HEADINGS[name], text] for name, text in written.items() if text.strip()],
        "signature": signature or UNSIGNED,
    }


def standing(given: Facts) -> str:
    """How things stand, in a sentence or two."""
    first = given.progress.series[:1] if given.kind != ReportKind.INITIAL else ()
    return " ".join([_visits(given.visits), *map(measured.change, first)])


def about(given: Facts) -> list[list[str]]:
    """Who, by which order, for what, and how many visits."""
    limit = given.limit
    left = f", {limit.left} of {limit.allowed} left" if limit and limit.left is not None and limit.left >= 0 else ""
    return [
        ["Born", words.day(given.case.patient.birth_date)],
        ["Your order", ordered(given.referral)],
        ["Diagnosis", ", ".join(given.referral.diagnoses)],
        ["Visits", f"{given.progress.visits_done} done{left}"],
    ]


def ordered(referral: Referral) -> str:
    """Such as "26 Oct 2026: 6 visits, until 12 Dec 2026"."""
    allowed = words.some(referral.visits, "visit") if referral.visits else "number of visits not said"
    until = f", until {words.day(referral.ends_on)}" if referral.ends_on else ""
    return f"{words.day(referral.written_on)}: {allowed}{until}"


def order_of(case: Case, on: date) -> Referral | None:
    """The order that covers the day, else the newest."""
    return claim_input.covering(case, on) or case.referrals.first()


def progress_of(case: Case, on: date) -> care.Progress:
    """The case's measures, goals, visits and limits up to and with the day."""
    readings = [care.Reading(s.measure, s.on, s.value) for s in case.scores.all()]
    goals = [care.Goal(g.words, g.measure, g.baseline, g.target) for g in case.goals.all()]
    return care.progress(inputs.care_case(case), on, readings, goals, measured.scales())


def drafted(given: Facts) -> dict[str, str]:
    """The words of each section as the record has them."""
    return sections.drafted(given)


def _signed(case: Case, on: date) -> list[Visit]:
    found = case.visits.filter(status=Visit.Status.SIGNED).select_related("note", "therapist", "clinic")
    return [v for v in found.prefetch_related("note__lines").order_by("starts_at") if claim_input.day(v) <= on]


def _visits(visits: Sequence[Visit]) -> str:
    if not visits:
        return "No visit has been signed yet."
    first, last = (claim_input.day(v) for v in (visits[0], visits[-1]))
    return f"{words.some(len(visits), 'visit')} {words.span(first, last)}."
