"""What the page of a draft and the card on the patient's page show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from medmassage.care.report_due import ReportDue
from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Membership, PhysicianRequest, ProgressReport, ReportDraft, ReportKind, Visit
from medmassage.clinic.papers.progress import about, standing
from medmassage.clinic.papers.sections import HEADINGS
from medmassage.clinic.services import reporting

START = "section."


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report as it is edited. ``own``: written by hand, so that the record's words no longer show."""

    name: str
    heading: str
    text: str
    own: bool

    @property
    def rows(self) -> int:
        """How tall its field stands."""
        return min(10, max(3, 1 + self.text.count("\n") + len(self.text) // 80))


@dataclass(frozen=True, slots=True)
class Card:
    """What left for the referring provider, and what comes next.

    ``kinds``: (value, label) that may be started; ``held``: visits since the last one left, or since the beginning.
    """

    reports: Sequence[ProgressReport]
    drafts: Sequence[ReportDraft]
    kinds: Sequence[tuple[str, str]]
    due: ReportDue | None
    late: bool
    has_order: bool
    held: int


def is_section(name: str) -> bool:
    """Whether a posted field is a part of the report."""
    return name.removeprefix(START) in HEADINGS and name.startswith(START)


def of(drafted: ReportDraft, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything the draft's page needs; ``typed`` is what was sent and not kept."""
    given = reporting.facts_of(drafted)
    texts = reporting.words_of(drafted, given)
    if typed is not None:
        texts = {name: typed.get(START + name, text) for name, text in texts.items()}
    return {
        "drafted": drafted,
        "sections": [Section(n, HEADINGS[n], text, n in drafted.sections) for n, text in texts.items()],
        "facts": about(given),
        "standing": standing(given),
        "physician": given.referral.physician,
        "own": sum(name in drafted.sections for name in texts),
    }


def card(who: Membership, case: Case, on: date) -> Card | None:
    """The card of a case; nothing for a role that may not write reports."""
    if not access.may(who, ReportDraft, write=True):
        return None
    drafts = list(access.rows(who, ReportDraft).filter(case=case, signed_at=None))
    first = reporting.offered(case)
    rest = [kind for kind in ReportKind if kind != first]
    due = reporting.due(case, on)
    reports = _reports(who, case)
    return Card(
        reports=reports,
        drafts=drafts,
        kinds=[(kind.value, kind.label) for kind in (first, *rest) if kind not in {one.kind for one in drafts}],
        due=due,
        late=due is not None and due.by <= on,
        has_order=bool(case.referrals.all()),
        held=_held(case, reports[0].sent_on if reports else None),
    )


def section(who: Membership, case: Case | None) -> dict[str, Any]:
    """What the patient's page shows of reports."""
    return {"reporting": card(who, case, clock.today(who.clinic)) if case else None}


def _reports(who: Membership, case: Case) -> Sequence[ProgressReport]:
    """Those that left, each with what was asked of the physician about it."""
    found = access.rows(who, ProgressReport).filter(case=case).defer("content")
    asked = list(access.rows(who, PhysicianRequest).filter(case=case, kind=PhysicianRequest.Kind.REPORT))
    reports = list(found)
    for report in reports:
        report.asked = next((one for one in asked if one.report_id == report.pk), None)  # type: ignore[attr-defined]  # for the card only
    return reports


def _held(case: Case, since: date | None) -> int:
    held = [v for v in case.visits.all() if v.status in {Visit.Status.CHECKED_IN, Visit.Status.SIGNED}]
    days = [clock.local(visit.clinic, visit.starts_at).date() for visit in held]
    return sum(1 for day in days if since is None or day > since)
