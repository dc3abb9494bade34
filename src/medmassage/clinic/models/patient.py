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
    """One thing the patient has, takes or answered; the second gate reads these.

    ``entry``: the contraindication (id) that was chosen from the base's own list; ``unsure``: the answer was "not
    sure", so it asks and settles nothing.
    """

    class Kind(models.TextChoices):
        """What sort of thing."""

        CONDITION = "condition", "Condition or finding"
        DRUG = "drug", "Medicine"
        ALLERGY = "allergy", "Allergy"
        CLEARANCE = "clearance", "Physician's clearance"

    class Source(models.TextChoices):
        """Where it comes from."""

        TOLD = "told", "Told at the clinic"
        INTAKE = "intake", "The patient's intake form"
        RECORD = "record", "Another provider's record"
        PHYSICIAN = "physician", "The physician's answer"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="health")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=400)
    on = models.DateField("Since or on", null=True, blank=True)
    ended_on = models.DateField("Ended", null=True, blank=True)
    entry = models.CharField(max_length=60, blank=True)
    unsure = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TOLD)

    class Meta:
        """In the order they were said."""

        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        """The words as given."""
        return self.text
