"""Rows that somebody without an account reaches by a secret link: a patient's intake, a physician's answer."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.record import ClinicRecord


class ByLink(ClinicRecord):
    """Of the link only the digest of its secret is kept. It ends on a day, and after a few wrong answers."""

    unaudited: ClassVar[tuple[str, ...]] = ("digest",)

    digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Not a table."""

        abstract = True
