"""Entries of the ledger: double entry, each sums to zero, corrected only by reversal. Debits are positive.

Accounts: payer_receivable, patient_receivable, revenue, contractual_adjustment, cash, unapplied (money of a payer
that matches no claim), provider_adjustment (what a payer kept or added outside any claim).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from medmassage.billing.claim import Claim
from medmassage.money import ZERO

PAYER, PATIENT, REVENUE, CASH = "payer_receivable", "patient_receivable", "revenue", "cash"
CONTRACTUAL, UNAPPLIED, PROVIDER = "contractual_adjustment", "unapplied", "provider_adjustment"
ACCOUNTS = (PAYER, PATIENT, REVENUE, CASH, CONTRACTUAL, UNAPPLIED, PROVIDER)


@dataclass(frozen=True, slots=True)
class Posting:
    """One side: an account, an amount, and whom and what it concerns."""

    account: str
    amount: Decimal
    patient: str = ""
    claim: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in money. ``key`` names the event so that it is entered once.

    Raises :class:`ValueError` when it has fewer than two postings, does not sum to zero, or names no account.
    """

    key: str
    on: date
    kind: str
    memo: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Hold the invariant from the first moment."""
        if len(self.postings) < 2 or sum(p.amount for p in self.postings) != 0:
            raise ValueError(f"The entry “{self.memo}” does not balance.")
        if unknown := {p.account for p in self.postings} - set(ACCOUNTS):
            raise ValueError(f"There is no account {', '.join(sorted(unknown))}.")


def charge(claim: Claim, on: date) -> Entry:
    """What is asked of the payer when the claim leaves, a posting a line."""
    lines = [
        Posting(PAYER, line.charge, claim=claim.control_number, line=claim.line_control(n))
        for n, line in enumerate(claim.lines, start=1)
    ]
    revenue = Posting(REVENUE, -claim.total, claim=claim.control_number)
    key = f"charge:{claim.control_number}"
    return Entry(key, on, "charge", f"Claim {claim.control_number} sent", (*lines, revenue))


def patient_payment(key: str, on: date, amount: Decimal, memo: str) -> Entry:
    """Money from the patient's hand. Raises :class:`ValueError` unless it is more than nothing."""
    if amount <= ZERO:
        raise ValueError("A payment is more than nothing.")
    return Entry(key, on, "patient_payment", memo, (Posting(CASH, amount), Posting(PATIENT, -amount)))


def reverse(entry: Entry, key: str, on: date) -> Entry:
    """The same with the signs turned: how an entry is taken back."""
    turned = tuple(Posting(p.account, -p.amount, p.patient, p.claim, p.line) for p in entry.postings)
    return Entry(key, on, "reversal", f"Reversal: {entry.memo}", turned)
