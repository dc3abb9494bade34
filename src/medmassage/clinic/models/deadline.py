"""How a deadline reaches a person: the calendar they subscribed to, and the mails that went out."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.clinic import Membership
from medmassage.clinic.models.record import ClinicRecord


class CalendarFeed(ClinicRecord):
    """A secret address of one person's deadlines. Only the digest of its secret is kept."""

    unaudited: ClassVar[tuple[str, ...]] = ("digest",)

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        """Whose it is."""
        return f"calendar of {self.member}"


class Reminder(ClinicRecord):
    """A mail about one deadline, so many days before it: sent once."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=80)
    due = models.DateField()
    days_before = models.SmallIntegerField()

    class Meta:
        """Once a person, deadline and distance."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "what", "due", "days_before"], name="a_reminder_is_sent_once")
        ]

    def __str__(self) -> str:
        """What it reminded of."""
        return f"{self.what}, {self.due:%-d %b %Y}"
