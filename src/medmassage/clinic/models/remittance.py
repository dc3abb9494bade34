"""Remittance files and the work they leave."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.claim import Claim
from medmassage.clinic.models.record import ClinicRecord


class Remittance(ClinicRecord):
    """One payment of an 835 file, with the file as it came. ``digest``: of the file, and the payment's place in it."""

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    name = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=80)
    payer_name = models.CharField(max_length=80)
    trace = models.CharField(max_length=50, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    paid_on = models.DateField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        """Newest first; the same file is kept once."""

        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "digest"], name="a_remittance_is_kept_once")]

    def __str__(self) -> str:
        """The check or transfer number."""
        return self.trace or self.name


class WorkItem(ClinicRecord):
    """Something a person has to look at: a denial, an underpayment, an unmatched payment."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="work")
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, null=True, related_name="work")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    words = models.TextField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    done_at = models.DateTimeField(null=True, blank=True)
    done_words = models.CharField(max_length=300, blank=True)

    class Meta:
        """Open ones first; each is made once."""

        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "key"], name="work_is_made_once")]

    @property
    def patient_key(self) -> uuid.UUID | None:
        """The patient of its claim."""
        return self.claim.patient_id if self.claim else None

    def __str__(self) -> str:
        """What to look at."""
        return self.words
