"""The ledger: double entry, append-only. The database itself refuses an entry that does not sum to zero.

Postings are written first and their entry last; a trigger on the entry (migration 0002) sums them, and
others refuse changes, deletions and late postings. The foreign key is checked when the transaction ends.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.claim import Claim
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class Entry(ClinicRecord):
    """One event in money. ``key`` says which: the same event cannot be entered twice."""

    key = models.CharField(max_length=200)
    on = models.DateField()
    kind = models.CharField(max_length=30)
    memo = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        """By day; once each."""

        ordering: ClassVar = ["on", "created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "key"], name="an_event_is_entered_once")]

    def __str__(self) -> str:
        """What happened."""
        return self.memo


class Posting(ClinicRecord):
    """One side of an entry: an account, and whom and what it concerns. Debits are positive."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="postings")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="postings")
    line = models.CharField(max_length=50, blank=True)

    class Meta:
        """Sums are asked by claim and by patient."""

        indexes: ClassVar = [
            models.Index(fields=["clinic", "account"]),
            models.Index(fields=["claim", "account"]),
            models.Index(fields=["patient", "account"]),
        ]

    def __str__(self) -> str:
        """Account and amount."""
        return f"{self.account} {self.amount}"
