"""Rows that carry a file: its bytes stay in the database until somebody looks at them."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class WithoutContent(models.Manager[M]):
    """Reads rows without ``content``; touching it reads it then. A list of papers must not carry every scan along."""

    def get_queryset(self) -> models.QuerySet[M]:
        """All rows, their files left where they are."""
        return super().get_queryset().defer("content")
