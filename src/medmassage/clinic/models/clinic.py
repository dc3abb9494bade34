"""A clinic and the people who work in it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.address import AddressFields
from medmassage.clinic.models.record import ClinicRecord, Record


class Clinic(Record, AddressFields):
    """A practice: the billing provider on its claims, and the wall around its records."""

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=2)
    npi = models.CharField("NPI", max_length=10, blank=True)
    tax_id = models.CharField("Tax ID", max_length=9, blank=True)
    tax_id_kind = models.CharField(max_length=2, default="EI", choices=[("EI", "EIN"), ("SY", "SSN")])
    taxonomy = models.CharField(max_length=10, default="225700000X")
    phone = models.CharField(max_length=20, blank=True)
    setting = models.CharField(max_length=30, default="private_office")
    place_of_service = models.CharField(max_length=2, default="11")
    time_zone = models.CharField(max_length=40, default="America/New_York")
    is_demo = models.BooleanField(default=False)
    mfa_required = models.BooleanField("Second factor for everyone", default=True)
    last_control_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """The name on screens."""
        return self.name

    def get_additional_data(self) -> dict[str, Any]:
        """What the audit row keeps beside the change, so that the clinic's owner finds it."""
        return {"clinic": str(self.pk)}


class Role(models.TextChoices):
    """What a person does here; ``access.py`` says what each may touch."""

    OWNER = "owner", "Owner"
    THERAPIST = "therapist", "Therapist"
    FRONT_DESK = "front_desk", "Front desk"
    BILLER = "biller", "Biller"


class Membership(ClinicRecord):
    """A user in a clinic, in one role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    is_active = models.BooleanField(default=True)

    class Meta:
        """One role a person and clinic."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "user"], name="one_role_a_clinic")]

    def __str__(self) -> str:
        """Who, and as what."""
        return f"{self.user} ({self.get_role_display()})"


class Fee(ClinicRecord):
    """What the clinic charges for one unit of a code."""

    code = models.CharField(max_length=5)
    amount = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        """One price a code."""

        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "code"], name="one_fee_a_code"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="fees_are_not_negative"),
        ]

    def __str__(self) -> str:
        """The code."""
        return self.code
