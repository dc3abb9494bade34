"""The people who treat, and the papers they hold."""

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


class License(ClinicRecord):
    """A licence, registration or certificate, as the therapist holds it."""

    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="licenses")
    code = models.CharField(max_length=20)
    state = models.CharField(max_length=2)
    number = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    verified_on = models.DateField("Checked with the issuer on", null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["state", "code", "-valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="license_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        """Such as "LMT, MD"."""
        return f"{self.code}, {self.state}"
