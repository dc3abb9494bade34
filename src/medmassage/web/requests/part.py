"""What other pages show of requests: the card on a patient's page, the words that hold at the door and in the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from medmassage.care.limits import Limit
from medmassage.clinic import access, asked, clock, gates, inputs
from medmassage.clinic.asked import Standing
from medmassage.clinic.models import Case, HealthItem, Membership, PhysicianRequest, Referral
from medmassage.finding import Finding, Level, Verdict
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import screen

FEW_LEFT = 2  # so many visits before the end an order is asked anew


@dataclass(frozen=True, slots=True)
class Card:
    """How a case stands with its physicians, and what may be asked: (words, address)."""

    standing: Standing
    ways: Sequence[tuple[str, str]]


def section(who: Membership, case: Case | None) -> dict[str, Any]:
    """What the patient's page shows; nothing for a role that may not ask."""
    if case is None or not access.may(who, PhysicianRequest):
        return {"asked": None}
    standing = asked.standing(who, case)
    return {"asked": Card(standing, [*_clearances(who, case, standing), *_renewals(who, case, standing)])}


def words(who: Membership, case: Case) -> dict[str, Any]:
    """What the pages of a visit show: limits that a physician set, and refusals."""
    return {"physician_words": asked.standing(who, case).words}


def ways(who: Membership, finding: Finding, case: Case) -> list[tuple[str, str]]:
    """Beside a finding of the second gate that a clearance can lift: ask for it, or see the request that waits."""
    if not _may(who) or finding.gate != "safe" or not liftable(Verdict.of("safe", [finding])):
        return []
    entry = str(finding.details["entry"])
    return [_way(case, entry, asked.standing(who, case))]


def liftable(verdict: Verdict) -> list[str]:
    """The entries that stop, or ask, and that a physician's clearance may lift."""
    entries = knowledge().entries
    named = [str(f.details.get("entry", "")) for f in verdict.findings if f.level >= Level.UNKNOWN]
    return [name for name in dict.fromkeys(named) if name in entries and entries[name].lifted_by_clearance]


def _may(who: Membership) -> bool:
    return access.may(who, HealthItem) and access.may(who, PhysicianRequest, write=True)


def _clearances(who: Membership, case: Case, standing: Standing) -> list[tuple[str, str]]:
    if not _may(who) or case.closed_on:
        return []
    found = liftable(screen(inputs.person(case.patient, on=clock.today(who.clinic), case=case)))
    return [_way(case, entry, standing) for entry in found if not standing.waits_for(entry)]


def _way(case: Case, entry: str, standing: Standing) -> tuple[str, str]:
    waits = standing.waits_for(entry)
    if waits:
        return f"Asked of {waits.physician} on {waits.asked_on:%-d %b}", reverse("web:request", args=[waits.pk])
    referral = next(iter(case.referrals.all()), None)
    whom = str(referral.physician) if referral else "a physician"
    name = asked.name_of(entry)
    return f"Ask {whom} for a clearance: {name}", f"{reverse('web:clearance_ask', args=[case.pk])}?entry={entry}"


def _renewals(who: Membership, case: Case, standing: Standing) -> list[tuple[str, str]]:
    """A new order, where the running one is about to end or has ended."""
    referral = _newest(case)
    if referral is None or case.closed_on or standing.renewal or not access.may(who, PhysicianRequest, write=True):
        return []
    if not _runs_out(case, referral, gates.tightest(case, clock.today(who.clinic))):
        return []
    return [(f"Ask {referral.physician} for a new order", reverse("web:renewal_ask", args=[referral.pk]))]


def _runs_out(case: Case, referral: Referral, limit: Limit | None) -> bool:
    today = clock.today(case.clinic)
    if referral.ends_on and (referral.ends_on - today).days <= 14:
        return True
    return limit is not None and limit.kind == "referral" and limit.left is not None and limit.left <= FEW_LEFT


def _newest(case: Case) -> Referral | None:
    return next(iter(case.referrals.all()), None)
