"""What a clinic asks of a physician, and what came back."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.bylink import ByLink
from medmassage.clinic.models.case import Case, Physician, Referral
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.report import ProgressReport


class PhysicianRequest(ByLink):
    """A clearance, a new order or the reading of a report, asked of one physician.

    ``entries``: contraindications (ids) that a clearance is asked for. ``visits`` and ``until``: what a new order is
    asked to hold; ``answer_visits`` and ``valid_until``: what the physician gave. ``heard_by``: how the answer came.
    """

    class Kind(models.TextChoices):
        """What is asked."""

        CLEARANCE = "clearance", "Clearance"
        RENEWAL = "renewal", "New order"
        REPORT = "report", "Report to read"

    class Answer(models.TextChoices):
        """What came back."""

        GIVEN = "given", "Given"
        LIMITED = "limited", "Given, with limits"
        REFUSED = "refused", "Refused"
        READ = "read", "Read"

    class Way(models.TextChoices):
        """How the answer came."""

        LINK = "link", "By the secure link"
        PAPER = "paper", "On paper or by fax"
        PHONE = "phone", "By phone"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    physician = models.ForeignKey(Physician, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    entries = models.JSONField(default=list, blank=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    visits = models.PositiveSmallIntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_visits = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_words = models.TextField(blank=True)
    valid_until = models.DateField(null=True, blank=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_npi = models.CharField(max_length=10, blank=True)
    heard_by = models.CharField(max_length=10, choices=Way.choices, blank=True)
    made_referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """The newest first; an answer has a time."""

        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="an_answer_has_a_time",
            )
        ]

    def __str__(self) -> str:
        """Such as "Clearance, asked 26 Oct 2026"."""
        return f"{self.get_kind_display()}, asked {self.asked_on:%-d %b %Y}"
