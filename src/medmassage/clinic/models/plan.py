"""The plan of care: how often, how long, with what, and what is done at home."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.case import Case
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class CarePlan(ClinicRecord):
    """A plan as it was agreed with the patient. A new one follows the old one; the newest is what counts.

    ``condition`` is an id of the knowledge base; ``dose`` the scheme that was suggested from the evidence, as it
    stood then, with its source: empty where the therapist chose freely.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    agreed_on = models.DateField()
    condition = models.CharField(max_length=60, blank=True)
    dose = models.JSONField(default=dict, blank=True)
    per_week = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    visits = models.PositiveSmallIntegerField(null=True, blank=True)
    techniques = models.JSONField(default=list, blank=True)
    pressure = models.CharField(max_length=10, blank=True)
    regions = models.JSONField(default=list, blank=True)
    home_care = models.TextField(blank=True)
    words = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-agreed_on", "-created_at"]

    def __str__(self) -> str:
        """When it was agreed."""
        return f"plan of {self.agreed_on:%-d %b %Y}"
