"""What a patient's page shows of the intake."""

from dataclasses import dataclass
from typing import Any

from medmassage.clinic import access, histories
from medmassage.clinic.models import HealthItem, Intake, Membership, Patient
from medmassage.clinic.services import links
from medmassage.web.templatetags.look import day


@dataclass(frozen=True, slots=True)
class Standing:
    """How an intake stands. ``words``: one sentence; ``answer``: its state; ``waits``: it is still to be signed."""

    words: str
    answer: str
    waits: bool


def standing(row: Intake | None) -> Standing:
    """The sentence about an intake, or about there being none."""
    if row is None:
        return Standing("Not asked yet.", "", False)
    if row.reviewed_at:
        return Standing(f"Reviewed on {day(row.reviewed_at)} by {row.reviewed_by}.", "yes", False)
    if row.signed_at:
        return Standing(f"Signed on {day(row.signed_at)}. Nobody has reviewed it yet.", "with_care", False)
    return Standing(_waiting(row), "", True)


def _waiting(row: Intake) -> str:
    if row.tries >= links.MOST_TRIES:
        return "Its link saw too many wrong birth dates and opens no longer."
    if not links.is_open(row):
        return "Its link opens no longer. What was answered so far is kept."
    if row.opened_at:
        return f"Opened on {day(row.opened_at)}, not signed yet. The link opens until {day(row.expires_at)}."
    return f"Sent, not opened yet. The link opens until {day(row.expires_at)}."


def section(who: Membership, patient: Patient) -> dict[str, Any]:
    """The part of the patient's page; nothing for a role that may not read it."""
    if not access.may(who, Intake):
        return {"intake_part": None}
    row = histories.latest(who, patient)
    return {
        "intake_part": {
            "row": row,
            "standing": standing(row),
            "may_send": access.may(who, Intake, write=True),
            "may_bring": access.may(who, HealthItem, write=True),
        }
    }
