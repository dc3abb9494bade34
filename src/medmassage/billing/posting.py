"""What a remittance does to the books: matches and what to look at, entries that balance, work for people.

A payment, the contract's adjustment and the patient's share are entered. A denial never is: what was denied stays
open at the payer and becomes work for a person. A reversal enters the same with the signs turned.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from medmassage.billing import ledger
from medmassage.billing.claim import Claim
from medmassage.billing.ledger import Entry, Posting
from medmassage.billing.plain import plain
from medmassage.billing.remittance import Adjustment, PaidClaim, PaidLine, ProviderAdjustment, Remittance
from medmassage.codes import adjustment as codes
from medmassage.datafile import Row, read
from medmassage.finding import Finding, Level, Verdict
from medmassage.money import ZERO, show

KINDS = ("payer_payment", "payer_reversal", "unmatched_payment", "provider_adjustment")


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim that was sent, what stands on it by account, and which decisions were entered already."""

    claim: Claim
    balances: Mapping[str, Decimal]
    posted_keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A decision and the claim it is about, with what to look at and the balances before and after."""

    paid: PaidClaim
    open: OpenClaim
    findings: tuple[Finding, ...]
    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]
    already_posted: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What posting would do. It stops when the file does not add up."""

    remittance: Remittance
    matches: tuple[Match, ...]
    unmatched: tuple[PaidClaim, ...]
    verdict: Verdict

    @property
    def clear(self) -> tuple[Match, ...]:
        """Matches with nothing to look at."""
        return tuple(m for m in self.matches if not m.findings)

    @property
    def to_look_at(self) -> tuple[Match, ...]:
        """Matches with something to look at."""
        return tuple(m for m in self.matches if m.findings)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something a person has to look at. ``key`` makes it once."""

    key: str
    claim: str
    kind: str
    words: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a claim stands after the payer's last word in the file."""

    status: str
    payer_claim_number: str


class _Contractual(Row):
    reason: str
    label: str


class _Adjustments(Row):
    contractual: tuple[_Contractual, ...]


@lru_cache
def _contractual() -> frozenset[str]:
    data = read(files("medmassage.billing").joinpath("adjustments.yaml"), _Adjustments)
    return frozenset(row.reason for row in data.contractual)


def preview(remittance: Remittance, open_claims: Sequence[OpenClaim]) -> Preview:
    """Match each decision to its claim by the control number we gave it; nothing is changed."""
    known = {o.claim.control_number: o for o in open_claims}
    running = {number: dict(o.balances) for number, o in known.items()}
    matches, unmatched = [], []
    for paid in remittance.claims:
        if paid.control_number not in known:
            unmatched.append(paid)
            continue
        found = _match(paid, known[paid.control_number], running[paid.control_number])
        running[paid.control_number] = dict(found.after)
        matches.append(found)
    return Preview(remittance, tuple(matches), tuple(unmatched), remittance.verdict)


def _match(paid: PaidClaim, open_: OpenClaim, before: Mapping[str, Decimal]) -> Match:
    done = paid.key in open_.posted_keys
    after = dict(before)
    for posting in () if done else _postings(paid):
        after[posting.account] = after.get(posting.account, ZERO) + posting.amount
    return Match(paid, open_, tuple(_findings(paid, open_, after)), dict(before), after, done)


def _findings(paid: PaidClaim, open_: OpenClaim, after: Mapping[str, Decimal]) -> Iterator[Finding]:
    if paid.is_reversal:
        yield _look(
            "reversal",
            f"The payer takes back {show(-paid.paid)} it paid before.",
            "The earlier payment is reversed; look for the corrected claim in this file or the next.",
        )
    elif paid.charge != open_.claim.total:
        yield _look(
            "charge_differs",
            f"The payer answers a charge of {show(paid.charge)}; {show(open_.claim.total)} was sent.",
            "Compare the claim as sent with the payer's.",
        )
    if paid.family and plain(paid.family) != plain(open_.claim.patient.family):
        yield _look(
            "name_differs",
            f"The payer names {paid.given} {paid.family}, not the patient of this claim.",
            "Check that the payment is for this claim before you post it.",
        )
    for denied in _denied(paid):
        yield _look("denied", _denial_words(denied), _denial_remedy(denied))
    if after.get(ledger.PAYER, ZERO) < 0:
        yield _look(
            "overpaid",
            f"More was paid than was open: {show(-after[ledger.PAYER])} too much.",
            "Find out whether it was paid twice; the payer may take it back.",
        )


def _look(rule: str, message: str, remedy: str) -> Finding:
    return Finding(f"remittance.{rule}", "remittance", Level.CAUTION, message, remedy)


def entries(seen: Preview, on: date) -> tuple[Entry, ...]:
    """The entries of a preview, each in balance; decisions entered before are entered again under the same key."""
    made = [_entry(m.paid, on) for m in seen.matches if any(_postings(m.paid))]
    made += [_unapplied(paid, on) for paid in seen.unmatched if paid.paid]
    made += _provider_entries(seen.remittance, on)
    return tuple(made)


def _entry(paid: PaidClaim, on: date) -> Entry:
    kind = "payer_reversal" if paid.is_reversal else "payer_payment"
    memo = f"{'Reversal' if paid.is_reversal else 'Payment'} for claim {paid.control_number}"
    return Entry(paid.key, on, kind, memo, tuple(_postings(paid)))


def _postings(paid: PaidClaim) -> Iterator[Posting]:
    """Cash, the contract's adjustment and the patient's share, each against what the payer owes."""
    parts: list[tuple[str, Decimal, str]] = [(ledger.CASH, paid.paid, "")]
    for line in paid.lines:
        parts += [(account, amount, line.line_control) for account, amount in _accounts(line.adjustments)]
    parts += [(account, amount, "") for account, amount in _accounts(paid.adjustments)]
    for account, amount, line_control in parts:
        if amount:
            yield Posting(account, amount, claim=paid.control_number, line=line_control)
            yield Posting(ledger.PAYER, -amount, claim=paid.control_number, line=line_control)


def _accounts(adjustments: Sequence[Adjustment]) -> Iterator[tuple[str, Decimal]]:
    for a in adjustments:
        group = codes.group(a.group)
        if group and group.patient_pays:
            yield ledger.PATIENT, a.amount
        elif _is_contractual(a):
            yield ledger.CONTRACTUAL, a.amount


def _is_contractual(a: Adjustment) -> bool:
    return a.group in {"CO", "PI"} and a.reason in _contractual()


def _denied(paid: PaidClaim) -> list[tuple[Adjustment, PaidLine | None]]:
    """Adjustments that neither the contract nor the patient settles: denied, or nobody's by the file alone."""
    pairs: list[tuple[Adjustment, PaidLine | None]] = [(a, None) for a in paid.adjustments]
    pairs += [(a, line) for line in paid.lines for a in line.adjustments]
    settled = {id(a) for a, _ in pairs if any(_accounts([a]))}
    return [] if paid.is_reversal else [(a, line) for a, line in pairs if id(a) not in settled and a.amount]


def _denial_words(denied: tuple[Adjustment, PaidLine | None]) -> str:
    a, line = denied
    reason = codes.carc(a.reason)
    what = line.code if line and line.code else "The claim"
    when = f" of {line.on.day} {line.on:%b}" if line and line.on else ""
    why = reason.plain if reason else "a reason we have no plain words for"
    remarks = "".join(f" {r}: {known.plain}." for r in (line.remarks if line else ()) if (known := codes.rarc(r)))
    return f"{what}{when}: {show(a.amount)} not paid. {a.group}-{a.reason}: {why}.{remarks}"


def _denial_remedy(denied: tuple[Adjustment, PaidLine | None]) -> str:
    reason = codes.carc(denied[0].reason)
    words = reason.do if reason else ""
    return (words[:1].upper() + words[1:] + ".") if words else "Look the reason up and ask the payer."


def _unapplied(paid: PaidClaim, on: date) -> Entry:
    sides = (Posting(ledger.CASH, paid.paid), Posting(ledger.UNAPPLIED, -paid.paid))
    return Entry(
        paid.key, on, "unmatched_payment", f"Payment for {paid.control_number or 'no claim number'}, not ours", sides
    )


def _provider_entries(remittance: Remittance, on: date) -> Iterator[Entry]:
    for place, a in enumerate(remittance.provider_adjustments, start=1):
        if a.amount:
            sides = (Posting(ledger.PROVIDER, a.amount), Posting(ledger.CASH, -a.amount))
            key = f"{remittance.key}:PLB:{place}:{a.reason}:{a.reference}"
            yield Entry(key, on, "provider_adjustment", f"{a.reason} {a.reference}: kept or added by the payer", sides)


def work(seen: Preview) -> tuple[WorkItem, ...]:
    """What posting leaves for people: denials, what matches nothing, reversals, money outside any claim."""
    items = [item for m in seen.matches for item in _claim_work(m)]
    for paid in seen.unmatched:
        words = _unmatched_words(paid, seen.remittance.payer)
        items.append(WorkItem(f"{paid.key}:unmatched", "", "unmatched", words, paid.paid))
    for place, a in enumerate(seen.remittance.provider_adjustments, start=1):
        words = _provider_words(a)
        items.append(
            WorkItem(
                f"{seen.remittance.key}:PLB:{place}:{a.reason}:{a.reference}",
                "",
                "provider_adjustment",
                words,
                a.amount,
            )
        )
    return tuple(items)


def _unmatched_words(paid: PaidClaim, payer: str) -> str:
    number = paid.control_number or "without a number"
    return f"Claim {number} of {payer} is not one that was sent from here: {show(paid.paid)}."


def _provider_words(a: ProviderAdjustment) -> str:
    done = "kept" if a.amount > 0 else "added"
    return f"The payer {done} {show(abs(a.amount))} outside any claim ({a.reason} {a.reference})."


def _claim_work(match: Match) -> Iterator[WorkItem]:
    paid = match.paid
    for place, denied in enumerate(_denied(paid), start=1):
        words = f"{_denial_words(denied)} {_denial_remedy(denied)}"
        yield WorkItem(f"{paid.key}:denial:{place}", paid.control_number, "denial", words, denied[0].amount)
    for finding in match.findings:
        kind = finding.rule.removeprefix("remittance.")
        if kind != "denied":
            yield WorkItem(
                f"{paid.key}:{kind}", paid.control_number, kind, f"{finding.message} {finding.remedy}", paid.paid
            )


def statuses(seen: Preview) -> dict[str, Outcome]:
    """How each claim stands after the last decision about it in the file."""
    return {m.paid.control_number: Outcome(_status(m.paid), m.paid.payer_control) for m in seen.matches}


def _status(paid: PaidClaim) -> str:
    if paid.is_reversal:
        return "accepted"
    nothing = not paid.paid and not any(_accounts(paid.all_adjustments))
    return "denied" if paid.is_denied or nothing else "paid"
