"""Continuing education: each course once, whoever counts it."""

from typing import ClassVar

from django.db import models

from medmassage.clinic.models.scanned import MayBeScanned
from medmassage.clinic.models.therapist import Therapist


class Course(MayBeScanned):
    """A course that a therapist took. ``hours``: contact hours as the certificate says.

    ``categories`` and ``delivery`` are words of the law room's vocabulary; ``proves`` is the document, of the same
    vocabulary, that the certificate is proof of (training in breast massage …), if any.
    """

    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=160)
    provider = models.CharField(max_length=120)
    approval = models.CharField("Approved by, with number", max_length=120, blank=True)
    taken_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    delivery = models.CharField(max_length=20)
    categories = models.JSONField(default=list)
    proves = models.CharField(max_length=40, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-taken_on", "-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="a_course_has_hours"),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title
