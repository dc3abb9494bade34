"""Accounts and kinds of entries in a biller's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from medmassage.billing import ledger

ACCOUNTS: Mapping[str, str] = {
    ledger.PAYER: "Owed by payers",
    ledger.PATIENT: "Owed by patients",
    ledger.CASH: "Money received",
    ledger.CONTRACTUAL: "Agreed off by contract",
    ledger.PROVIDER: "Kept or added by payers outside claims",
    ledger.UNAPPLIED: "Received, for no claim of ours",
    ledger.REVENUE: "Charged",
}
KINDS: Mapping[str, str] = {
    "charge": "Claim sent",
    "payer_payment": "Payer’s answer",
    "payer_reversal": "Taken back by the payer",
    "patient_payment": "Paid by the patient",
    "unmatched_payment": "Payment for no claim of ours",
    "provider_adjustment": "Outside any claim",
    "reversal": "Reversal",
}


@dataclass(frozen=True)
class Balance:
    """An account with its balance; debits are positive."""

    account: str
    words: str
    amount: Decimal


def in_words(balances: Mapping[str, Decimal]) -> list[Balance]:
    """Balances in the order a biller reads them."""
    order = [*ACCOUNTS, *(a for a in balances if a not in ACCOUNTS)]
    return [Balance(a, account(a), balances[a]) for a in order if a in balances]


def account(name: str) -> str:
    """The account in words."""
    return ACCOUNTS.get(name, name.replace("_", " ").capitalize())


def kind(name: str) -> str:
    """The kind of an entry in words."""
    return KINDS.get(name, name.replace("_", " ").capitalize())
