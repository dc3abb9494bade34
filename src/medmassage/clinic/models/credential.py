"""What therapists and the clinic hold: licenses, certificates, cover, enrollments; and what was seen at the issuer."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.record import ClinicRecord
from medmassage.clinic.models.scanned import MayBeScanned, WithoutContent
from medmassage.clinic.models.therapist import Therapist


class Credential(ClinicRecord):
    """One paper of a wallet. Without a therapist it is the clinic's own, such as the license of the place.

    ``state`` is the state that gave it, as its law file knows it; other issuers (a certifier, an insurer, a payer)
    stand in ``issuer``. ``code``: the letters of the paper, as the issuer's data file has them.
    """

    class Kind(models.TextChoices):
        """What it is."""

        LICENSE = "license", "License, registration or state certificate"
        CERTIFICATION = "certification", "Certification"
        LIABILITY = "liability", "Liability insurance"
        CPR = "cpr", "CPR"
        NPI = "npi", "NPI"
        ENROLLMENT = "enrollment", "Enrollment with a payer"
        ESTABLISHMENT = "establishment", "License of the place"
        PERMIT = "permit", "City or county permit"
        OTHER = "other", "Something else"

    clinic = models.ForeignKey("clinic.Clinic", on_delete=models.PROTECT, related_name="papers")
    therapist = models.ForeignKey(
        Therapist, on_delete=models.PROTECT, related_name="credentials", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.LICENSE)
    code = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=2, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    remarks = models.CharField(max_length=200, blank=True)
    given_up_on = models.DateField(null=True, blank=True)

    class Meta:
        """By kind, the newest first."""

        ordering: ClassVar = ["kind", "state", "code", "-valid_from", "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="credential_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        """Such as "LMT, MD", "BCTMB, NCBTMB" or "Liability insurance, Acme Mutual"."""
        return ", ".join(filter(None, (self.code or self.get_kind_display(), self.state or self.issuer)))


class CredentialScan(ClinicRecord):
    """The paper itself, scanned and kept byte for byte."""

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="scans")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()

    objects = WithoutContent()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        """The file's name."""
        return self.name


class Verification(MayBeScanned):
    """One look at the primary source: who looked, when, where, what was seen, and the screen as evidence."""

    class Found(models.TextChoices):
        """What the source said."""

        IN_FORCE = "in_force", "In force"
        ENDED = "ended", "Ended"
        LIMITED = "limited", "Limited, suspended or under discipline"
        NOT_FOUND = "not_found", "Not found"

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="verifications")
    on = models.DateField("Looked up on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    found = models.CharField(max_length=12, choices=Found.choices)
    ends = models.DateField("End that the source shows", null=True, blank=True)
    seen = models.CharField("What was seen", max_length=300, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-on", "-created_at"]

    def __str__(self) -> str:
        """Such as "In force, 24 Nov 2026"."""
        return f"{self.get_found_display()}, {self.on:%-d %b %Y}"
