"""Rows that carry a file: its bytes stay in the database until somebody looks at them."""

from typing import ClassVar, TypeVar

from django.db import models

from medmassage.clinic.models.record import ClinicRecord

M = TypeVar("M", bound=models.Model)


class WithoutContent(models.Manager[M]):
    """Reads rows without ``content``; touching it reads it then. A list of papers must not carry every scan along."""

    def get_queryset(self) -> models.QuerySet[M]:
        """All rows, their files left where they are."""
        return super().get_queryset().defer("content")


class MayBeScanned(ClinicRecord):
    """A record that may carry one file: its name, what it is, and its bytes."""

    unaudited: ClassVar[tuple[str, ...]] = ("content",)

    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    content = models.BinaryField(null=True, blank=True)

    objects = WithoutContent()

    class Meta:
        """Not a table."""

        abstract = True
