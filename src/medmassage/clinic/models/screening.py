"""What the second gate last answered for each patient, and what a clinic sets for itself in the knowledge base."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class Screening(ClinicRecord):
    """The last answer for a patient: compared when the rules change, so that nobody learns of it at the table.

    ``rules``: the rules that fired, each with its level; ``base``: the digest of the knowledge base that answered.
    """

    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="screening")
    on = models.DateField()
    answer = models.CharField(max_length=10)
    rules = models.JSONField(default=dict, blank=True)
    base = models.CharField(max_length=64)
    changed_from = models.CharField(max_length=10, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """The answer and its day."""
        return f"{self.answer} on {self.on:%-d %b %Y}"


class SafetyWindow(ClinicRecord):
    """How many days an entry holds in this clinic, where no body has set the window for massage."""

    clinic = models.ForeignKey("clinic.Clinic", on_delete=models.PROTECT, related_name="safety_windows")
    entry = models.CharField(max_length=60)
    days = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One an entry."""

        ordering: ClassVar = ["entry"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "entry"], name="a_window_is_set_once"),
            models.CheckConstraint(condition=models.Q(days__gt=0), name="a_window_has_days"),
        ]

    def __str__(self) -> str:
        """The entry and its days."""
        return f"{self.entry}: {self.days} days"


class MeasureItems(ClinicRecord):
    """The wording of a measure's items, loaded by a clinic that has the license for it."""

    measure = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="en")
    items = models.JSONField()
    license = models.CharField(max_length=300)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One a measure and language."""

        ordering: ClassVar = ["measure", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "measure", "language"], name="items_are_loaded_once")
        ]

    def __str__(self) -> str:
        """The measure."""
        return f"{self.measure} ({self.language})"
