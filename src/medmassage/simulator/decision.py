"""How the simulated payer decides a claim: what it allows, what the patient owes, what it denies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from medmassage.money import ZERO, cents
from medmassage.simulator.sent import SentClaim, SentLine

CONTRACT, COINSURANCE, COPAY = ("CO", "45"), ("PR", "2"), ("PR", "3")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the simulated plan pays.

    ``allowed`` is an amount a unit by code; other codes are allowed ``share`` of the charge. The copay is taken once
    a day of service; ``coinsurance`` is the patient's share of what remains of the allowed amount. ``deny`` maps a
    code or a line control to group and reason; ``remarks`` a reason to its remark code.
    """

    allowed: Mapping[str, Decimal] = field(default_factory=dict)
    share: Decimal = Decimal("0.80")
    copay: Decimal = Decimal("20.00")
    coinsurance: Decimal = ZERO
    deny: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=lambda: {"16": "N290"})


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """One service as decided: group, reason and amount of each adjustment."""

    line: SentLine
    allowed: Decimal
    adjustments: tuple[tuple[str, str, Decimal], ...]
    remark: str = ""

    @property
    def paid(self) -> Decimal:
        """The charge less all adjustments."""
        return self.line.charge - sum((amount for _, _, amount in self.adjustments), ZERO)

    @property
    def is_denied(self) -> bool:
        """Whether nothing of it was allowed."""
        return self.allowed == 0


@dataclass(frozen=True, slots=True)
class DecidedClaim:
    """One claim as decided."""

    claim: SentClaim
    lines: tuple[DecidedLine, ...]

    @property
    def paid(self) -> Decimal:
        """What the payer pays."""
        return sum((line.paid for line in self.lines), ZERO)

    @property
    def charge(self) -> Decimal:
        """What was billed, by its lines."""
        return sum((line.line.charge for line in self.lines), ZERO)

    @property
    def patient_part(self) -> Decimal:
        """What the patient owes."""
        return sum((a for line in self.lines for group, _, a in line.adjustments if group == "PR"), ZERO)

    @property
    def status(self) -> str:
        """1 decided as first payer, 4 denied as a whole."""
        return "4" if all(line.is_denied for line in self.lines) else "1"


def decide(claim: SentClaim, terms: Terms) -> DecidedClaim:
    """The claim under these terms; the same claim is always decided alike."""
    copays: dict[object, Decimal] = {}
    return DecidedClaim(claim, tuple(_line(line, terms, copays) for line in claim.lines))


def _line(line: SentLine, terms: Terms, copays: dict[object, Decimal]) -> DecidedLine:
    denied = terms.deny.get(line.line_control) or terms.deny.get(line.code)
    if denied:
        group, reason = denied
        return DecidedLine(line, ZERO, ((group, reason, line.charge),), terms.remarks.get(reason, ""))
    allowed = _allowed(line, terms)
    left = copays.setdefault(line.on, terms.copay)
    copay = min(left, allowed)
    copays[line.on] = left - copay
    share = cents((allowed - copay) * terms.coinsurance)
    cuts = ((CONTRACT, line.charge - allowed), (COINSURANCE, share), (COPAY, copay))
    return DecidedLine(line, allowed, tuple(_cut(cuts)))


def _cut(cuts: tuple[tuple[tuple[str, str], Decimal], ...]) -> Iterator[tuple[str, str, Decimal]]:
    for (group, reason), amount in cuts:
        if amount:
            yield group, reason, amount


def _allowed(line: SentLine, terms: Terms) -> Decimal:
    """Never more than was charged."""
    if line.code in terms.allowed:
        return min(cents(terms.allowed[line.code] * Decimal(line.units)), line.charge)
    return cents(line.charge * terms.share)
