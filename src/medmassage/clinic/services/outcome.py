"""What a service hands back, and the weighing of verdicts that comes before any write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from medmassage.clinic import access
from medmassage.clinic.models import Claim, ClinicRecord, Decision, Membership, Override, Visit
from medmassage.finding import Finding, Level, Verdict

R = TypeVar("R", bound=ClinicRecord)
Reasons = Mapping[str, str]


class Stale(ValueError):
    """The form was opened before somebody else saved; nothing was overwritten."""


class Refused(ValueError):
    """The request cannot be carried out as it stands; ``field`` names what to mend."""

    def __init__(self, words: str, field: str = "") -> None:
        """Keep the field beside the words."""
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """The record that was written, or ``None`` with the verdicts that stood in the way."""

    record: R | None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that stop or are unknown."""
        return tuple(f for v in self.verdicts for f in v.findings if f.level >= Level.UNKNOWN)


def standing(member: Membership, verdicts: Iterable[Verdict], reasons: Reasons) -> list[Finding]:
    """The findings that still stop: no reason was given, or this person may not pass them."""
    return [
        finding
        for verdict in verdicts
        for finding in verdict.findings
        if finding.level >= Level.UNKNOWN
        and not (reasons.get(finding.rule, "").strip() and access.may_pass(member, finding))
    ]


def keep(
    member: Membership,
    verdicts: Iterable[Verdict],
    reasons: Reasons,
    *,
    moment: str,
    visit: Visit | None = None,
    claim: Claim | None = None,
) -> None:
    """Store each verdict with what it was about, and each reason with the finding it went past."""
    about = visit or claim
    assert about is not None
    for verdict in verdicts:
        decision = Decision.objects.create(
            clinic=member.clinic,
            patient_id=about.patient_id,
            visit=visit,
            claim=claim,
            moment=moment,
            gate=verdict.gate,
            answer=verdict.answer,
            verdict=verdict.to_dict(),
        )
        for finding in verdict.findings:
            if finding.level >= Level.UNKNOWN and reasons.get(finding.rule, "").strip():
                Override.objects.create(
                    clinic=member.clinic,
                    patient_id=about.patient_id,
                    decision=decision,
                    rule=finding.rule,
                    reason=reasons[finding.rule].strip()[:300],
                    author=member.user,
                )
