"""Entries of the ledger as rows, newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from medmassage.clinic.models import Claim, Entry, Posting
from medmassage.money import ZERO
from medmassage.web.ledger import words


@dataclass(frozen=True)
class Side:
    """One account that an entry moves."""

    account: str
    amount: Decimal


@dataclass(frozen=True)
class Row:
    """One event in money, with what it moves account by account."""

    entry: Entry
    kind: str
    claims: tuple[Claim, ...]
    sides: tuple[Side, ...]
    may_take_back: bool = False


def rows(entries: Sequence[Entry], payments: Collection[Entry] = ()) -> list[Row]:
    """Entries with their postings joined by account, and the claims they are about.

    ``payments``: those of them that may be taken back here.
    """
    return [_row(entry, list(entry.postings.all()), entry in payments) for entry in entries]


def _row(entry: Entry, postings: Sequence[Posting], may_take_back: bool) -> Row:
    claims = dict.fromkeys(posting.claim for posting in postings if posting.claim)
    sums: dict[str, Decimal] = {}
    for posting in postings:
        sums[posting.account] = sums.get(posting.account, ZERO) + posting.amount
    order = [*words.ACCOUNTS, *(account for account in sums if account not in words.ACCOUNTS)]
    sides = tuple(Side(words.account(account), sums[account]) for account in order if sums.get(account))
    return Row(entry, words.kind(entry.kind), tuple(claims), sides, may_take_back)
