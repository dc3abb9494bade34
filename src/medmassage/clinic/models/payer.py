"""Who pays: payers, and a patient's coverage with one."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.address import AddressFields
from medmassage.clinic.models.patient import Patient, Sex
from medmassage.clinic.models.record import ClinicRecord


class Payer(ClinicRecord, AddressFields):
    """A health plan, auto insurer or state fund this clinic bills."""

    name = models.CharField(max_length=60)
    payer_id = models.CharField("Electronic payer ID", max_length=20)
    kind = models.CharField(max_length=20)
    profile = models.CharField("Habits", max_length=40)

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "payer_id"], name="one_payer_an_id")]

    def __str__(self) -> str:
        """The name on screens."""
        return self.name


class Coverage(ClinicRecord, AddressFields):
    """A patient's membership in a plan; the subscriber's own facts where that is someone else."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="coverages")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="coverages")
    member_id = models.CharField("Member ID", max_length=30)
    group_number = models.CharField(max_length=30, blank=True)
    relationship = models.CharField(max_length=10, default="self")
    subscriber_family = models.CharField(max_length=60, blank=True)
    subscriber_given = models.CharField(max_length=35, blank=True)
    subscriber_birth_date = models.DateField(null=True, blank=True)
    subscriber_sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    plan_year_starts = models.DateField(null=True, blank=True)
    plan_year_visits = models.PositiveSmallIntegerField(null=True, blank=True)
    visits_used_elsewhere = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        """The payer's name."""
        return self.payer.name
