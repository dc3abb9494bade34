"""What a clinic knows of the law beyond the shipped data: notes and corrected values, each with its source."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.record import ClinicRecord


class LawNote(ClinicRecord):
    """A local note on a topic of a state, or a corrected value from a day on. The shipped file is never edited.

    ``value`` is ``None`` for a note; ``none_in_law`` says that the law asks nothing. ``applies_to``: whom it is about,
    as the state file words it (empty: everyone). A note is withdrawn, not changed.
    """

    class SourceKind(models.TextChoices):
        """What was read, as the sources of a state file name it."""

        STATUTE = "statute", "Statute"
        REGULATION = "regulation", "Regulation"
        BOARD = "board", "The board, or another authority"
        SECONDARY = "secondary", "Somebody who wrote about it"

    class Confidence(models.TextChoices):
        """How sure it is."""

        PRIMARY = "primary", "Read in the law itself, or at the authority"
        SECONDARY = "secondary", "Read about it elsewhere"
        RECALL = "recall", "Heard or remembered; not verified"

    clinic = models.ForeignKey("clinic.Clinic", on_delete=models.PROTECT, related_name="law_notes")
    state = models.CharField(max_length=2)
    topic = models.CharField(max_length=120)
    corrects = models.BooleanField(default=False)
    value = models.JSONField(null=True, blank=True)
    applies_to = models.CharField(max_length=160, blank=True)
    none_in_law = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    cite = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    source_kind = models.CharField(max_length=12, choices=SourceKind.choices, blank=True)
    as_of = models.CharField(max_length=10, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By state and topic, the oldest first."""

        ordering: ClassVar = ["state", "topic", "created_at"]

    def __str__(self) -> str:
        """Such as "MD: renewal.ce_hours"."""
        return f"{self.state}: {self.topic}"
