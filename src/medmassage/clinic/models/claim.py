"""Claims as they were sent, the files that left, and what came back about them."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.payer import Coverage
from medmassage.clinic.models.record import ClinicRecord
from medmassage.clinic.models.visit import Visit


class Submission(ClinicRecord):
    """One 837P file, byte for byte as it left."""

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    control_number = models.PositiveIntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Control numbers never repeat in a clinic."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "control_number"], name="control_numbers_do_not_repeat")
        ]

    def __str__(self) -> str:
        """The interchange control number."""
        return f"{self.control_number:09d}"


class Claim(ClinicRecord):
    """What was asked of a payer. ``content`` is the billing room's claim, frozen once it is sent.

    A claim that ``replaces`` another carries the same visits. The one replaced keeps its bytes and its postings;
    the one that nothing replaces is the live claim of its visits.
    """

    class Status(models.TextChoices):
        """How far a claim has come."""

        DRAFT = "draft", "Being prepared"
        SENT = "sent", "Sent"
        RECEIVED = "received", "Received by the clearinghouse"
        ACCEPTED = "accepted", "Accepted by the payer"
        REJECTED = "rejected", "Rejected before payment"
        PAID = "paid", "Answered with payment"
        DENIED = "denied", "Denied"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="claims")
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="claims")
    visits = models.ManyToManyField(Visit, related_name="claims")
    control_number = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    content = models.JSONField()
    total = models.DecimalField(max_digits=12, decimal_places=2)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    sent_at = models.DateTimeField(null=True, blank=True)
    payer_claim_number = models.CharField(max_length=50, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "control_number"], name="one_claim_a_control_number"),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(submission__isnull=False),
                name="a_sent_claim_has_its_bytes",
            ),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True) | ~models.Q(replaces=models.F("id")),
                name="a_claim_does_not_replace_itself",
            ),
        ]

    def __str__(self) -> str:
        """The control number we gave it."""
        return self.control_number

    @property
    def may_be_corrected(self) -> bool:
        """Whether it was rejected, or a payer decided on it, and no other claim stands in its place yet."""
        answered = {self.Status.REJECTED, self.Status.DENIED, self.Status.PAID}
        # A payer that took its decision back has given its number too, and the claim is "accepted" again.
        return (self.status in answered or bool(self.payer_claim_number)) and not hasattr(self, "replaced_by")


class ClaimEvent(ClinicRecord):
    """Something a payer or clearinghouse said about a claim."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=10, blank=True)
    words = models.TextField()
    source_digest = models.CharField(max_length=64)

    class Meta:
        """As they came; a file read twice says nothing new."""

        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "kind", "source_digest", "words"], name="an_event_is_kept_once")
        ]

    def __str__(self) -> str:
        """What was said."""
        return self.words
