"""A course of care for one condition, the orders for it, and what the payer authorized."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.address import AddressFields
from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.payer import Coverage
from medmassage.clinic.models.record import ClinicRecord


class Physician(ClinicRecord, AddressFields):
    """The referring provider."""

    given = models.CharField("First name", max_length=35, blank=True)
    family = models.CharField("Last name", max_length=60)
    npi = models.CharField("NPI", max_length=10)
    phone = models.CharField(max_length=20, blank=True)
    fax = models.CharField(max_length=20, blank=True)

    class Meta:
        """One physician an NPI."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "npi"], name="one_physician_an_npi")]
        ordering: ClassVar = ["family", "given"]

    def __str__(self) -> str:
        """As one writes to them."""
        return f"Dr {self.given} {self.family}".replace("  ", " ")


class Case(ClinicRecord):
    """A course of care: what is treated, who pays, in which state.

    ``kind``: medical care is ordered and may be billed; wellness is neither, whatever coverage the person has.
    ``onset_on``: when the complaint began, as claims ask; ``discharge``: how the case ended.
    """

    class Kind(models.TextChoices):
        """What the care is for."""

        MEDICAL = "medical", "Medical: a physician's diagnosis"
        WELLNESS = "wellness", "Wellness: no order, never billed as medical"

    class Discharge(models.TextChoices):
        """Why a case was closed."""

        GOALS_MET = "goals_met", "Goals met"
        PLATEAU = "plateau", "No further change"
        REFERRED_BACK = "referred_back", "Sent back to the physician"
        PATIENT = "patient", "The patient ended it"
        COVERAGE = "coverage", "Coverage or order ended"
        OTHER = "other", "Another reason"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MEDICAL)
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=2)
    setting = models.CharField(max_length=30)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    onset_on = models.DateField("Began", null=True, blank=True)
    discharge = models.CharField(max_length=16, choices=Discharge.choices, blank=True)
    discharge_words = models.TextField(blank=True)
    accident_kind = models.CharField(max_length=10, blank=True)
    accident_on = models.DateField(null=True, blank=True)
    accident_state = models.CharField(max_length=2, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-opened_on", "-created_at"]

    def __str__(self) -> str:
        """What is treated."""
        return self.title


class Referral(ClinicRecord):
    """A physician's order for massage. ``visits`` unknown stays unknown: nothing is guessed."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    physician = models.ForeignKey(Physician, on_delete=models.PROTECT, related_name="referrals")
    written_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    visits = models.PositiveSmallIntegerField(null=True, blank=True)
    diagnoses = models.JSONField(default=list)
    regions = models.JSONField(default=list, blank=True)
    order_number = models.CharField(max_length=50, blank=True)
    remarks = models.TextField(blank=True)
    source = models.CharField(
        max_length=10, default="form", choices=[("form", "Form"), ("fhir", "FHIR"), ("link", "Secure link")]
    )
    source_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """Newest first; the same electronic order is taken in once."""

        ordering: ClassVar = ["-written_on", "-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="referral_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["clinic", "source_digest"],
                condition=~models.Q(source_digest=""),
                name="an_order_is_taken_in_once",
            ),
        ]

    def __str__(self) -> str:
        """Such as "Referral of 26 Oct 2026"."""
        return f"Referral of {self.written_on:%-d %b %Y}"


class Authorization(ClinicRecord):
    """What the payer agreed to before treatment."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="authorizations")
    number = models.CharField(max_length=50)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    visits = models.PositiveSmallIntegerField(null=True, blank=True)
    units = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    codes = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        """The payer's number."""
        return self.number


class Attachment(ClinicRecord):
    """A scanned paper, kept byte for byte."""

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        """The file's name."""
        return self.name
