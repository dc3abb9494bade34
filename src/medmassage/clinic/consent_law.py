"""What the law of the clinic's state says of the papers that a patient signs before the first visit."""

from dataclasses import dataclass
from datetime import date

from medmassage.clinic import corrections, histories
from medmassage.clinic.models import Clinic, Patient
from medmassage.finding import Basis
from medmassage.law import acts
from medmassage.law.asked import Asked
from medmassage.law.load import jurisdiction
from medmassage.law.local import corrected
from medmassage.law.question import Question

SIGNED = ("consent", "health_history", "parental_permission")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the paper it asks for, what it says, for how many days the paper holds (``None``: no clock)."""

    kind: str
    words: str
    days: int | None
    basis: tuple[Basis, ...]


def rules(clinic: Clinic, patient: Patient, on: date) -> list[Rule]:
    """The rules on what is signed with an intake, that hold on the day for somebody of this age."""
    law = corrected(jurisdiction(clinic.state), corrections.local(clinic, clinic.state))
    question = Question(
        state=clinic.state, setting=clinic.setting, holds=(), on=on, age=histories.age(patient, on), documents={}
    )
    asked = Asked(question, law)
    found: dict[str, Rule] = {}
    for condition in law.conditions:
        needs = {need["document"]: need.get("days") for need in condition.needs if need.get("document") in SIGNED}
        if not needs or "credential" in condition.when or not acts.applies(asked, condition):
            continue
        for finding in acts.weighed(asked, condition):
            for kind, days in needs.items():
                found.setdefault(kind, Rule(kind, finding.message, days, finding.basis))
    return list(found.values())
