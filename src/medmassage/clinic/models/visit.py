"""A visit, its note, and what was added to the note after it was signed."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.case import Case
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord
from medmassage.clinic.models.therapist import Therapist

if TYPE_CHECKING:
    from medmassage.clinic.models.claim import Claim


class Visit(ClinicRecord):
    """One appointment, from booking to bill."""

    class Status(models.TextChoices):
        """How far a visit has come."""

        BOOKED = "booked", "Booked"
        CHECKED_IN = "checked_in", "In the room"
        SIGNED = "signed", "Signed"
        CANCELLED = "cancelled", "Cancelled"
        NO_SHOW = "no_show", "Did not come"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    setting = models.CharField(max_length=30)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.BOOKED)
    booking_key = models.CharField(max_length=36, blank=True)

    class Meta:
        """By time; one form books one visit."""

        ordering: ClassVar = ["starts_at"]
        indexes: ClassVar = [models.Index(fields=["clinic", "starts_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "booking_key"],
                condition=~models.Q(booking_key=""),
                name="one_form_books_one_visit",
            )
        ]

    def __str__(self) -> str:
        """Never the patient's name: this may stand in an address or a message."""
        return f"Visit of {self.starts_at:%-d %b %Y}"

    @property
    def live_claim(self) -> "Claim | None":
        """The claim it stands on now. A claim that replaces another carries the same visits, so all are at hand."""
        claims = list(self.claims.all())
        replaced = {claim.replaces_id for claim in claims}
        return next((claim for claim in claims if claim.pk not in replaced), None)


class Note(ClinicRecord):
    """The SOAP note. Signing locks it; ``version`` grows with each save so that an old tab cannot overwrite.

    ``findings``: a row a region: ``{"region", "words", "symbol"}``; ``ink``: strokes by figure (``front``, ``back``),
    each a list of points in the figure's units; ``carried``: parts that hold last visit's words, not yet touched;
    ``timer``: a timer that runs.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="note")
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    next_visit = models.CharField("Next visit", max_length=120, blank=True)
    findings = models.JSONField(default=list, blank=True)
    # Not required, all three: SQLite would make the table anew for them and lose the triggers that lock signed notes.
    ink = models.JSONField(null=True, blank=True)
    carried = models.JSONField(null=True, blank=True)
    timer = models.JSONField(null=True, blank=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    started = models.TimeField(null=True, blank=True)
    ended = models.TimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    units = models.JSONField(default=dict, blank=True)

    class Meta:
        """Pain is 0 to 10; a signature has a time and a hand."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(models.Q(pain_before__isnull=True) | models.Q(pain_before__lte=10))
                & (models.Q(pain_after__isnull=True) | models.Q(pain_after__lte=10)),
                name="pain_is_0_to_10",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, signed_by__isnull=True)
                | models.Q(signed_at__isnull=False, signed_by__isnull=False),
                name="a_signature_has_a_time_and_a_hand",
            ),
        ]

    def __str__(self) -> str:
        """Never the content."""
        return f"Note of {self.visit}"


class NoteLine(ClinicRecord):
    """One stretch of hands-on work: where, how, which code, how long."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=40)
    technique = models.CharField(max_length=80)
    code = models.CharField(max_length=5)
    modifiers = models.JSONField(default=list, blank=True)
    minutes = models.PositiveSmallIntegerField()
    pressure = models.CharField(max_length=10, null=True, blank=True)  # not required, for the same reason
    started = models.TimeField(null=True, blank=True)

    class Meta:
        """In the order worked."""

        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        """Code and minutes."""
        return f"{self.code}, {self.minutes} min"


class Amendment(ClinicRecord):
    """Words added to a signed note: dated, named, never overwriting."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="amendments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    text = models.TextField()
    reason = models.CharField(max_length=200)

    class Meta:
        """As they came."""

        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        """When."""
        return f"Amendment of {self.created_at:%-d %b %Y}"
