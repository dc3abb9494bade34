"""Papers that the law of a course of care asks of the patient and that are not in hand."""

from dataclasses import dataclass
from datetime import date

from medmassage.clinic import corrections, inputs
from medmassage.clinic.models import Case
from medmassage.finding import Finding, Level
from medmassage.law import acts
from medmassage.law.asked import Asked
from medmassage.law.jurisdiction import Condition
from medmassage.law.load import jurisdiction
from medmassage.law.local import corrected
from medmassage.law.vocabulary import vocabulary

# The subject of a finding that asks for a paper.
DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is missing: its kind and label of the law room's vocabulary, and the rule that asks for it."""

    kind: str
    label: str
    finding: Finding


def wanted(case: Case, on: date) -> list[Wanted]:
    """What the state's law asks for in a visit of this case on the day, and nobody has in hand; each paper once."""
    law = corrected(jurisdiction(case.state), corrections.local(case.clinic, case.state))
    asked = Asked(inputs.lawful_question(None, case, setting=case.setting, on=on), law)
    found: dict[str, Wanted] = {}
    for condition in asked.law.conditions:
        if "credential" in condition.when or not acts.applies(asked, condition):
            continue
        for kind in _of_the_patient(condition):
            for finding in acts.weighed(asked, condition):
                if finding.level > Level.NOTE:
                    found.setdefault(kind, Wanted(kind, vocabulary().documents[kind]["label"], finding))
    return list(found.values())


def named_by(finding: Finding, state: str) -> list[str]:
    """The papers that the rule behind a finding of the first gate asks for, by the law room's names."""
    if finding.gate != "lawful" or finding.subject != DOCUMENTS:
        return []
    rule = finding.rule.rpartition(".")[2]
    asking = [condition for condition in jurisdiction(state).conditions if condition.name == rule]
    return list(dict.fromkeys(name for condition in asking for name in _named(condition)))


def _of_the_patient(condition: Condition) -> list[str]:
    return [name for name in _named(condition) if vocabulary().documents[name]["of"] == "patient"]


def _named(condition: Condition) -> list[str]:
    return [need["document"] for need in condition.needs if "document" in need]
