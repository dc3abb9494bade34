"""What a kind of payer counts, one YAML file a rule; the rule of the case's state goes before the general one."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import Field

from medmassage.datafile import Row, Source, read


class OrderNeed(Row):
    """Whether a visit needs a physician's order."""

    needed: bool
    source: Source


class Step(Row):
    """How to ask for authorization from a visit number on."""

    from_visit: Annotated[int, Field(ge=1)]
    ask: str


class AuthorizationNeed(Row):
    """The first ``after_visits`` visits of a claim need no authorization; ``None`` of them when it is 0."""

    after_visits: Annotated[int, Field(ge=0)]
    steps: tuple[Step, ...]
    source: Source

    def ask(self, number: int) -> str:
        """How to ask for the visit of this number."""
        begun = [step.ask for step in self.steps if step.from_visit <= number]
        return begun[-1] if begun else self.steps[0].ask


class ReportDue(Row):
    """A progress report is due after so many visits or months, whichever comes first."""

    visits: Annotated[int, Field(ge=1)]
    months: Annotated[int, Field(ge=1)]
    goes_to: str
    source: Source


class OneADay(Row):
    """More than one visit a day has to be justified."""

    remedy: str
    source: Source


class Rule(Row):
    """What is counted, and how, for a state (empty: any) and a kind of payer (empty: any)."""

    name: str
    counts: str
    order: OrderNeed
    state: str = ""
    payer_kind: str = ""
    authorization: AuthorizationNeed | None = None
    report: ReportDue | None = None
    one_a_day: OneADay | None = None


@lru_cache
def rules() -> dict[tuple[str, str], Rule]:
    """All rules by state and payer kind."""
    folder = files("medmassage.care.counting")
    found = [load(p) for p in sorted(folder.iterdir(), key=lambda p: p.name) if p.name.endswith(".yaml")]
    return {(rule.state, rule.payer_kind): rule for rule in found}


def rule_for(state: str, payer_kind: str) -> Rule:
    """The rule of this state and kind, else of the kind anywhere, else the general one."""
    known = rules()
    return known.get((state.upper(), payer_kind)) or known.get(("", payer_kind)) or known["", ""]


def load(path: Traversable) -> Rule:
    """The rule in a file. Raises :class:`~medmassage.datafile.DataFileError` with file, line and place."""
    return read(path, Rule)
