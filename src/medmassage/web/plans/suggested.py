"""What the evidence suggests for a case: the conditions its diagnoses point to, and their schemes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medmassage.clinic.models import Case
from medmassage.finding import Basis
from medmassage.knowledge.by_code import conditions_of
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Condition, Dosage, Entry
from medmassage.web.plans.words import RESTS_ON, dose_basis, scheme


@dataclass(frozen=True, slots=True)
class Dose:
    """One scheme of a condition; ``key`` names it in an address."""

    condition: Condition
    number: int
    dose: Dosage

    @property
    def key(self) -> str:
        """Such as ``neck_pain_chronic:0``."""
        return f"{self.condition.id}:{self.number}"

    @property
    def words(self) -> str:
        """The scheme in one line."""
        return scheme(self.dose)

    @property
    def rests_on(self) -> str:
        """What it rests on, in words."""
        return RESTS_ON[self.dose.basis]

    @property
    def basis(self) -> Basis:
        """Where it stands."""
        return dose_basis(self.condition, self.dose)

    @property
    def kept(self) -> dict[str, Any]:
        """As a plan keeps it, as it stands today."""
        return {
            "words": self.words, "condition": self.condition.name, "basis": self.dose.basis,
            "rests_on": self.rests_on, "note": self.dose.note, "source": self.basis.to_dict(),
        }  # fmt: skip

    @property
    def start(self) -> dict[str, Any]:
        """What it puts into the form: the lower end of each number, and the condition's techniques."""
        dose = self.dose
        return {
            "dose": self.key,
            "minutes": _low(dose.minutes),
            "per_week": _low(dose.sessions_per_week),
            "weeks": _low(dose.weeks),
            "visits": _low(dose.total_sessions),
            "techniques": ", ".join(self.condition.techniques),
        }


def conditions(case: Case) -> tuple[Condition, ...]:
    """The condition that the newest plan names, then those that the diagnoses of the case's orders point to."""
    codes = [code for order in case.referrals.all() for code in order.diagnoses]
    plan = next(iter(case.plans.all()), None)
    named = knowledge().conditions.get(plan.condition) if plan else None
    found = conditions_of(codes)
    return (named, *(c for c in found if c != named)) if named else found


def likeliest(case: Case) -> tuple[Condition, ...]:
    """The one that the plan names; before there is one, the first that the diagnoses point to. At most one."""
    return conditions(case)[:1]


def doses(of: Sequence[Condition]) -> list[tuple[Condition, list[Dose]]]:
    """Each condition with its schemes."""
    return [(one, [Dose(one, n, dose) for n, dose in enumerate(one.dosage)]) for one in of]


def dose_of(key: str) -> Dose | None:
    """The scheme of this key; ``None`` for one that is not there."""
    name, _, number = key.partition(":")
    condition = knowledge().conditions.get(name)
    if condition is None or not number.isdecimal() or int(number) >= len(condition.dosage):
        return None
    return Dose(condition, int(number), condition.dosage[int(number)])


def keep_in_mind(of: Sequence[Condition]) -> list[Entry]:
    """The contraindications that the conditions point to, red flags first, each once."""
    found = {id_: knowledge().entries[id_] for one in of for id_ in one.see}
    return sorted(found.values(), key=lambda entry: not entry.red_flag)


def measures_of(of: Sequence[Condition]) -> list[str]:
    """The measures that the conditions point to, each once."""
    return list(dict.fromkeys(measure for one in of for measure in one.measures))


def _low(span: tuple[float, ...] | None) -> float | int | None:
    if span is None:
        return None
    return int(span[0]) if span[0] == int(span[0]) else span[0]
