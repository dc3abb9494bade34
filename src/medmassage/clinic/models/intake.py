"""What a patient tells before the first visit, and "anything new?" before each other one."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.bylink import ByLink
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class Intake(ByLink):
    """A health history asked of one patient. ``answers`` are kept step by step, also unfinished ones.

    ``answers``: by step ("health", "you", "coverage", "accident"); health by question id of the knowledge room.
    ``documents``: kinds that were signed with it (a patient's documents of the law room's vocabulary).
    """

    unaudited: ClassVar[tuple[str, ...]] = ("digest", "answers")

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="intakes")
    language = models.CharField(max_length=2, default="en", choices=[("en", "English"), ("es", "Español")])
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    documents = models.JSONField(default=list, blank=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        """When it was asked."""
        return f"intake of {self.created_at:%-d %b %Y}"


class HealthReview(ClinicRecord):
    """The answer to "anything new since last time?" at one visit. New things become health items of their own."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="health_reviews")
    visit = models.ForeignKey("clinic.Visit", on_delete=models.PROTECT, related_name="health_reviews")
    answers = models.JSONField(default=dict, blank=True)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        """When."""
        return f"health review of {self.created_at:%-d %b %Y}"
