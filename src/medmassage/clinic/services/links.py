"""Secret links for people without an account: made, opened with a fact that only they know, closed."""

import hmac
import secrets
import uuid
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

from auditlog.models import LogEntry
from django.db import transaction
from django.db.models import F

from medmassage.clinic import access, clock
from medmassage.clinic.models.bylink import ByLink

L = TypeVar("L", bound=ByLink)

SECRET_BYTES = 32
MOST_TRIES = 5


def give(row: ByLink, *, days: int) -> str:
    """Give the row a new secret for so many days; it is returned this once. One from before stops working.

    The caller has asked the door, and saves nothing else here.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.digest, row.tries, row.closed_at = _digest(secret), 0, None
    row.expires_at = clock.now() + timedelta(days=days)
    row.save(update_fields=["digest", "tries", "closed_at", "expires_at"])
    return secret


def close(row: ByLink) -> None:
    """End the link now; what came in by it stays."""
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])


def find(model: type[L], pk: uuid.UUID, secret: str) -> L:
    """The row of an address. Raises :class:`~medmassage.clinic.access.Denied` for another secret, and for a link
    that ended, was closed, or saw too many wrong answers: from outside all look the same.
    """
    row = model._default_manager.select_related("clinic", "patient").filter(pk=pk).first()
    kept = row.digest if row and row.digest else _digest("")
    if not hmac.compare_digest(kept, _digest(secret)) or row is None or not is_open(row):
        raise access.Denied
    return row


def is_open(row: ByLink) -> bool:
    """Whether the link still opens."""
    ends = row.expires_at
    return bool(row.digest and ends and ends > clock.now() and row.closed_at is None and row.tries < MOST_TRIES)


def knows(row: ByLink, born: date | None) -> bool:
    """Whether whoever holds the link knows the patient's birth date too. A wrong one counts as a try."""
    patient = row.patient  # type: ignore[attr-defined]  # every row by link is about a patient
    # Counted before it is compared: many guesses sent at once are no more than the few that are allowed.
    same = type(row)._default_manager.filter(pk=row.pk)
    with transaction.atomic():
        counted = same.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    if counted and born == patient.birth_date:
        same.update(tries=F("tries") - 1)
        if row.opened_at is None:
            row.opened_at = clock.now()
            row.save(update_fields=["opened_at"])
        return True
    row.refresh_from_db(fields=["tries"])
    return False


def audit(row: ByLink, event: str, by: str) -> None:
    """Leave a row that somebody without an account did something with a link. ``by``: whose link it is, in words."""
    LogEntry.objects.log_create(
        row,
        force_log=True,
        action=LogEntry.Action.ACCESS,
        changes={},
        additional_data={**row.get_additional_data(), "event": event, "by": by},
    )


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
