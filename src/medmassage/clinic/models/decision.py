"""What a gate answered when it mattered, and who went ahead in spite of it, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from medmassage.clinic.models.patient import Patient
from medmassage.clinic.models.record import ClinicRecord


class Decision(ClinicRecord):
    """A verdict as it stood at one moment of a visit or a claim."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey("clinic.Visit", on_delete=models.PROTECT, null=True, related_name="decisions")
    claim = models.ForeignKey("clinic.Claim", on_delete=models.PROTECT, null=True, related_name="decisions")
    moment = models.CharField(max_length=12)
    gate = models.CharField(max_length=12)
    answer = models.CharField(max_length=10)
    verdict = models.JSONField()

    class Meta:
        """As they came; each is about a visit or a claim."""

        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(visit__isnull=False) | models.Q(claim__isnull=False),
                name="a_decision_is_about_something",
            )
        ]

    def __str__(self) -> str:
        """Gate and answer."""
        return f"{self.gate}: {self.answer}"


class Override(ClinicRecord):
    """A person with the right went ahead past one finding, with a reason. It prints on the note."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        """A reason has words."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_override_has_a_reason")
        ]

    def __str__(self) -> str:
        """The rule passed."""
        return self.rule
