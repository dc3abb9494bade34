"""What a patient signs before the first visit."""

from datetime import timedelta

from medmassage.clinic.models import Patient
from medmassage.clinic.services import documents
from medmassage.demo import people
from medmassage.demo.stage import Stage


def signed(stage: Stage, patient: Patient, days_ago: int) -> None:
    """Consent, health history and assessment, on paper since so many days."""
    for kind in people.SIGNED:
        documents.document_add(stage.owner, patient=patient, kind=kind, signed_on=stage.today - timedelta(days_ago))
