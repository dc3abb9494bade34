"""What makes charting quick, and what follows a signature: snippets, and the second hand under a note."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord
from medmassage.clinic.models.visit import Note


class Snippet(ClinicRecord):
    """Words behind a short key (";next"). Without an owner it is the whole clinic's."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.SlugField(max_length=20)
    text = models.TextField()

    class Meta:
        """By key; one key once for each owner."""

        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "owner", "key"], name="a_snippet_key_is_used_once"),
            models.UniqueConstraint(
                fields=["clinic", "key"], condition=models.Q(owner__isnull=True), name="a_clinic_snippet_is_used_once"
            ),
        ]

    def __str__(self) -> str:
        """The key."""
        return f";{self.key}"


class Cosignature(ClinicRecord):
    """A supervisor's hand under a signed note: dated, named, never taken back."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="cosignatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        """As they came; once a person."""

        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "by"], name="a_note_is_cosigned_once_a_hand")]

    def __str__(self) -> str:
        """When."""
        return f"co-signature of {self.created_at:%-d %b %Y}"
