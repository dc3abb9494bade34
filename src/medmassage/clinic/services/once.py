"""A form does its work once, however often it is sent: pressed twice, sent again by a tab that was restored."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction

from medmassage.clinic import clock
from medmassage.clinic.models import SentForm, User
from medmassage.clinic.services.outcome import Refused

KEPT = timedelta(days=7)


def once(user: User, key: uuid.UUID | None, work: Callable[[], str]) -> tuple[str, bool]:
    """Where the form leads, and whether it did its work now; with a known ``key`` nothing is done again.

    Two of one key at the same moment wait for each other at the first insert. What ``work`` refuses leaves no key, so
    that the mended form may come with the same one.
    """
    if key is None:
        return work(), True
    try:
        with transaction.atomic():
            sent = SentForm.objects.create(id=key, user=user)
            sent.address = work()
            sent.save(update_fields=["address"])
            return sent.address, True
    except IntegrityError:
        known = SentForm.objects.filter(pk=key, user=user).first()
        if known is None:
            raise Refused("Somebody saved the same a moment ago. Look at it before you send this again.") from None
        return known.address, False


def forget() -> None:
    """Delete the keys of forms that nobody has open any longer."""
    SentForm.objects.filter(created_at__lt=clock.now() - KEPT).delete()
