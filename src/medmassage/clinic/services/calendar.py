"""The secret address of one person's deadlines: made, shown once, replaced, taken back."""

import hmac
import secrets
import uuid
from hashlib import sha256

from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.models import CalendarFeed, Membership

SECRET_BYTES = 32


@transaction.atomic
def feed_make(member: Membership) -> tuple[CalendarFeed, str]:
    """This person's feed with a new secret, which is returned this once; one from before stops working."""
    access.require(member, CalendarFeed, write=True)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed, _ = CalendarFeed.objects.update_or_create(
        member=member, defaults={"clinic": member.clinic, "digest": _digest(secret)}
    )
    return feed, secret


@transaction.atomic
def feed_revoke(member: Membership) -> None:
    """Close this person's feed; its address finds nothing from now on."""
    access.require(member, CalendarFeed, write=True)
    feed = CalendarFeed.objects.filter(member=member).first()
    if feed:
        feed.delete()


def feed_reader(pk: uuid.UUID, secret: str) -> Membership:
    """Whose feed this address is. Raises :class:`~medmassage.clinic.access.Denied` for any other secret, and for
    somebody who does not work here any more.
    """
    feed = CalendarFeed.objects.select_related("member__clinic", "member__user").filter(pk=pk).first()
    kept = feed.digest if feed else _digest("")
    if not hmac.compare_digest(kept, _digest(secret)) or feed is None:
        raise access.Denied
    if not (feed.member.is_active and feed.member.user.is_active):
        raise access.Denied
    return feed.member


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
