"""Papers that a patient signed or gave: consent, health history, a parent's permission."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.scanned import MayBeScanned


class PatientDocument(MayBeScanned):
    """A paper in hand. ``kind`` is a patient's document of the law room's vocabulary; a consent can be taken back."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    signed_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    remarks = models.CharField(max_length=200, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-signed_on", "-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gte=models.F("signed_on")),
                name="a_document_is_withdrawn_after_it_was_signed",
            )
        ]

    def __str__(self) -> str:
        """Such as "consent of 24 Nov 2026"."""
        return f"{self.kind.replace('_', ' ')} of {self.signed_on:%-d %b %Y}"
