"""Progress reports as they left for the referring provider."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.case import Case
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class ProgressReport(ClinicRecord):
    """A report byte for byte as it was sent. The counting rules ask when the last one left."""

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    sent_on = models.DateField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Newest first; the same paper of one day is kept once."""

        ordering: ClassVar = ["-sent_on", "-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sent_on", "digest"], name="a_report_is_kept_once")
        ]

    def __str__(self) -> str:
        """Such as "Progress report of 26 Oct 2026"."""
        return f"Progress report of {self.sent_on:%-d %b %Y}"
