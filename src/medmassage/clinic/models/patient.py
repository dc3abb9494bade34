"""The person treated, and what is known of their health."""

import uuid
from typing import ClassVar

from django.db import models

from medmassage.clinic.models.address import AddressFields
from medmassage.clinic.models.record import ClinicRecord


class Sex(models.TextChoices):
    """As the payer has it; paper and EDI know these three."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not said"


class Patient(ClinicRecord, AddressFields):
    """A patient of one clinic."""

    family = models.CharField("Last name", max_length=60)
    given = models.CharField("First name", max_length=35)
    middle = models.CharField(max_length=25, blank=True)
    birth_date = models.DateField("Born")
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    pregnancy_due = models.DateField("Pregnancy due date", null=True, blank=True)

    class Meta:
        """By name."""

        ordering: ClassVar = ["family", "given"]
        indexes: ClassVar = [models.Index(fields=["clinic", "family", "given"])]

    def __str__(self) -> str:
        """First and last name."""
        return f"{self.given} {self.family}"

    @property
    def patient_key(self) -> uuid.UUID:
        """A patient is about itself."""
        return self.id


class HealthItem(ClinicRecord):
    """One thing the patient has, takes or answered; the second gate reads these."""

    class Kind(models.TextChoices):
        """What sort of thing."""

        CONDITION = "condition", "Condition or finding"
        DRUG = "drug", "Medicine"
        CLEARANCE = "clearance", "Physician's clearance"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="health")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=200)
    on = models.DateField("Since or on", null=True, blank=True)
    ended_on = models.DateField("Ended", null=True, blank=True)

    class Meta:
        """In the order they were said."""

        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        """The words as given."""
        return self.text
