"""Goals and the scores that show whether they are met."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.case import Case
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class Goal(ClinicRecord):
    """What the patient wants to be able to do, with a measure."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="goals")
    words = models.CharField("In the patient's words", max_length=200)
    measure = models.CharField(max_length=40)
    baseline = models.DecimalField(max_digits=6, decimal_places=1)
    target = models.DecimalField(max_digits=6, decimal_places=1)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        """As they were agreed."""

        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        """The patient's words."""
        return self.words


class Score(ClinicRecord):
    """One reading of one measure on one day. ``answers``: item by item where it was scored here (``null``: none)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    measure = models.CharField(max_length=40)
    on = models.DateField()
    value = models.DecimalField(max_digits=6, decimal_places=1)
    answers = models.JSONField(default=list, blank=True)

    class Meta:
        """By day."""

        ordering: ClassVar = ["on", "created_at"]

    def __str__(self) -> str:
        """Measure and value."""
        return f"{self.measure} {self.value}"
