"""Reports for the referring provider: as they are drafted, and as they left."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.case import Case
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class ReportKind(models.TextChoices):
    """Where in a case a report stands."""

    INITIAL = "initial", "Initial report"
    PROGRESS = "progress", "Progress report"
    DISCHARGE = "discharge", "Discharge report"


class ProgressReport(ClinicRecord):
    """A report byte for byte as it was sent. The counting rules ask when the last one left.

    ``kind`` unknown (``None``: kept before kinds were) is a progress report.
    """

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    # Not required: SQLite would make the table anew for it and lose the triggers that keep it.
    kind = models.CharField(max_length=10, choices=ReportKind.choices, null=True, blank=True)
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
        return f"{ReportKind(self.kind or ReportKind.PROGRESS).label} of {self.sent_on:%-d %b %Y}"


class ReportDraft(ClinicRecord):
    """A report while it is written: drafted from the record, edited by hand, signed, then kept as it left.

    ``sections``: words by section; one that stands nowhere is taken from the record. ``version`` grows with each
    save so that an old tab cannot overwrite.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="report_drafts")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    sections = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report = models.OneToOneField(ProgressReport, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        """The newest first; one open draft a case and kind."""

        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(signed_at__isnull=True), name="one_open_draft_a_kind"
            )
        ]

    def __str__(self) -> str:
        """Such as "Progress report, draft"."""
        return f"{self.get_kind_display()}, {'signed' if self.signed_at else 'draft'}"
