"""How many days an entry holds in one clinic, where no body has set the window for massage."""

from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.models import Membership, SafetyWindow
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Entry


def settable() -> tuple[Entry, ...]:
    """The entries whose window is custom."""
    found = (e for e in knowledge().entries.values() if e.when.custom and e.when.window_days)
    return tuple(sorted(found, key=lambda entry: entry.name))


@transaction.atomic
def window_set(member: Membership, *, entry: str, days: int, reason: str) -> SafetyWindow:
    """Let an entry hold so many days here. Raises :class:`Refused` for a window that a body has set."""
    access.require(member, SafetyWindow, write=True)
    if entry not in {one.id for one in settable()}:
        raise Refused("This window is not yours to set: it does not rest on custom.", "entry")
    access.one_at_a_time(member)
    row = access.rows(member, SafetyWindow).filter(entry=entry).first() or SafetyWindow(
        clinic=member.clinic, entry=entry
    )
    row.days, row.reason, row.set_by = days, reason.strip(), member.user
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def window_remove(member: Membership, *, window: SafetyWindow) -> None:
    """Go by the knowledge base's own number again."""
    access.write(member, SafetyWindow, window.pk).delete()
