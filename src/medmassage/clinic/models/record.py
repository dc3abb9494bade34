"""What every row has: a UUID that may be seen outside, and the clinic it belongs to."""

import uuid
from typing import Any, ClassVar

from django.db import models


class Record(models.Model):
    """A row known outside by a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Not a table."""

        abstract = True


class ClinicRecord(Record):
    """A row that belongs to one clinic and that no other clinic can see."""

    unaudited: ClassVar[tuple[str, ...]] = ()

    clinic = models.ForeignKey("clinic.Clinic", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Not a table."""

        abstract = True

    @property
    def patient_key(self) -> uuid.UUID | None:
        """The patient this row is about, if it is about one; the audit row carries it."""
        return getattr(self, "patient_id", None)

    def get_additional_data(self) -> dict[str, Any]:
        """What the audit row keeps beside the change."""
        return {"clinic": str(self.clinic_id), "patient": str(self.patient_key or "")}
