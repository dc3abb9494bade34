"""A payer's decisions as rows a person reads: what was paid, agreed off, left to the patient, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from medmassage.billing import ledger
from medmassage.billing.posting import Match, Preview
from medmassage.billing.remittance import Adjustment, PaidClaim, PaidLine
from medmassage.clinic import selectors
from medmassage.clinic.models import Claim, Membership, Remittance
from medmassage.clinic.services import posting
from medmassage.codes import adjustment
from medmassage.finding import Finding, Verdict
from medmassage.money import ZERO, cents, show

SETTLED = (ledger.CASH, ledger.CONTRACTUAL, ledger.PATIENT)


@dataclass(frozen=True)
class Why:
    """One service as the payer decided it, its adjustments in plain words."""

    what: str
    charge: Decimal
    paid: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One decision and its claim, if it is one of ours."""

    paid: PaidClaim
    claim: Claim | None
    findings: tuple[Finding, ...]
    moved: Mapping[str, Decimal]
    before: Decimal
    after: Decimal
    is_done: bool

    @property
    def agreed_off(self) -> Decimal:
        """What the contract takes off the charge."""
        return self.moved.get(ledger.CONTRACTUAL, ZERO)

    @property
    def patient_part(self) -> Decimal:
        """What the patient is left to pay."""
        return self.moved.get(ledger.PATIENT, ZERO)

    @property
    def whys(self) -> list[Why]:
        """The payer's reasons, a service each; those of the whole claim last."""
        return list(_whys(self.paid))


@dataclass(frozen=True)
class Whole:
    """A remittance in three groups, with totals."""

    seen: Preview
    rows: tuple[Row, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether the file adds up."""
        return self.seen.verdict

    @cached_property
    def matches(self) -> list[Row]:
        """Decisions about our claims with nothing to look at."""
        return [r for r in self.rows if r.claim and not r.findings]

    @cached_property
    def to_look_at(self) -> list[Row]:
        """Decisions about our claims that ask for a look."""
        return [r for r in self.rows if r.claim and r.findings]

    @cached_property
    def unmatched(self) -> list[Row]:
        """Decisions about claims that were not sent from here."""
        return [r for r in self.rows if not r.claim]

    @property
    def matches_total(self) -> "Sum":
        """The sums of the matches."""
        return total(self.matches)

    @property
    def look_total(self) -> "Sum":
        """The sums of what asks for a look."""
        return total(self.to_look_at)

    @property
    def unmatched_total(self) -> "Sum":
        """The sums of what matches nothing."""
        return total(self.unmatched)

    @property
    def known_total(self) -> "Sum":
        """The sums over our claims; each claim's balance counts once, from its first to its last decision."""
        own = [r for r in self.rows if r.claim]
        first = {r.paid.control_number: r.before for r in reversed(own)}
        last = {r.paid.control_number: r.after for r in own}
        found = total(own)
        return Sum(
            found.paid, found.agreed_off, found.patient_part, sum(first.values(), ZERO), sum(last.values(), ZERO)
        )


@dataclass(frozen=True)
class Sum:
    """The sums of some rows."""

    paid: Decimal
    agreed_off: Decimal
    patient_part: Decimal
    before: Decimal
    after: Decimal


def whole(who: Membership, remittance: Remittance) -> Whole:
    """A remittance as rows: what posting would do, or what it did."""
    seen = posting.preview(who, remittance)
    numbers = [paid.control_number for paid in seen.remittance.claims]
    claims = {c.control_number: c for c in selectors.claims(who).filter(control_number__in=numbers)}
    done = selectors.moved(who, [m.paid.key for m in seen.matches if m.already_posted])
    matched = {m.paid.key: _row(m, claims, done) for m in seen.matches}
    return Whole(seen, tuple(matched.get(paid.key) or _stray(paid) for paid in seen.remittance.claims))


def _row(match: Match, claims: Mapping[str, Claim], done: Mapping[str, Mapping[str, Decimal]]) -> Row:
    before, after = (cents(of.get(ledger.PAYER, ZERO)) for of in (match.before, match.after))
    moved = {a: cents(match.after.get(a, ZERO) - match.before.get(a, ZERO)) for a in SETTLED}
    if match.already_posted:
        moved = dict(done.get(match.paid.key, {}))
        before = after - moved.get(ledger.PAYER, ZERO)
    return Row(
        match.paid, claims.get(match.paid.control_number), match.findings, moved, before, after, match.already_posted
    )


def _stray(paid: PaidClaim) -> Row:
    return Row(paid, None, (), {}, ZERO, ZERO, is_done=False)


def total(rows: Sequence[Row]) -> Sum:
    """The sums of rows."""
    return Sum(
        paid=sum((r.paid.paid for r in rows), ZERO),
        agreed_off=sum((r.agreed_off for r in rows), ZERO),
        patient_part=sum((r.patient_part for r in rows), ZERO),
        before=sum((r.before for r in rows), ZERO),
        after=sum((r.after for r in rows), ZERO),
    )


def _whys(paid: PaidClaim) -> Iterator[Why]:
    for line in paid.lines:
        yield Why(_what(line), line.charge, line.paid, _reasons(line.adjustments, line.remarks))
    if paid.adjustments or paid.remarks:
        yield Why("The whole claim", paid.charge, paid.paid, _reasons(paid.adjustments, paid.remarks))


def _what(line: PaidLine) -> str:
    return " ".join((line.code, *line.modifiers)) or f"Line {line.number}"


def _reasons(adjustments: Sequence[Adjustment], remarks: Sequence[str]) -> tuple[str, ...]:
    said = [_reason(a) for a in adjustments]
    told = [f"{code}: {known.plain}" for code in remarks if (known := adjustment.rarc(code))]
    return tuple(said + told)


def _reason(found: Adjustment) -> str:
    known, group = adjustment.carc(found.reason), adjustment.group(found.group)
    why = known.plain if known else "a reason that is not in our list"
    whose = f", {group.plain}" if group else ""
    return f"{show(found.amount)}: {why} ({found.group}-{found.reason}{whose})"
