"""Forms that were sent: so that one sent twice does its work once."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.record import Record


class SentForm(Record):
    """A form that did its work, by the key it was shown with, and the page it led to. Kept for some days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        """Old ones are deleted by their age."""

        indexes: ClassVar = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        """Where it led."""
        return self.address
