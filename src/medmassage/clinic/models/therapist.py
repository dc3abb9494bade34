"""The people who treat."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.record import ClinicRecord


class Therapist(ClinicRecord):
    """The rendering provider."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    given = models.CharField("First name", max_length=35)
    family = models.CharField("Last name", max_length=60)
    npi = models.CharField("NPI", max_length=10, blank=True)
    taxonomy = models.CharField(max_length=10, default="225700000X")

    class Meta:
        """One therapist a user and clinic."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "user"], name="one_therapist_a_user")]
        ordering: ClassVar = ["family", "given"]

    def __str__(self) -> str:
        """First and last name."""
        return f"{self.given} {self.family}"
