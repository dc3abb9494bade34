"""The patient's statement: what was charged, what others paid, what is left. All figures come from the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from medmassage.billing import claim as billing
from medmassage.billing import ledger
from medmassage.clinic import access
from medmassage.clinic.models import Claim, Clinic, Membership, Patient, Posting
from medmassage.clinic.papers import words
from medmassage.codes import procedure
from medmassage.money import ZERO, show

DAYS_TO_PAY = 30
AGES = ((30, "Up to 30 days"), (60, "31 to 60 days"), (90, "61 to 90 days"), (None, "Older"))


@dataclass
class Account:
    """A patient's account on a day: a row a claim, what they paid themselves, and what is open."""

    claims: dict[Claim, dict[str, Decimal]] = field(default_factory=dict)
    payments: list[tuple[date, str, Decimal]] = field(default_factory=list)
    shares: list[tuple[date, Decimal]] = field(default_factory=list)

    @property
    def balance(self) -> Decimal:
        """What the patient owes; less than nothing is what they have to their credit."""
        return sum((amount for _, amount in self.shares), ZERO)

    def together(self, account: str) -> Decimal:
        """The sum of one account over all claims."""
        return sum((sums.get(account, ZERO) for sums in self.claims.values()), ZERO)


def data(member: Membership, patient: Patient, on: date) -> dict[str, Any]:
    """The statement of a day for the template ``statement``."""
    account = account_of(member, patient, on)
    paper = words.paper(member.clinic, "Statement", [f"Statement for {patient}", words.day(on)])
    return {
        **paper,
        "heading": "Your statement",
        "standing": f"As of {words.day(on)}. {_standing(account)}",
        "address": words.addressed(str(patient), patient),
        "balance": _balance(account.balance, on),
        "services": [_service(claim, sums) for claim, sums in account.claims.items()],
        "total": [_money(sign * account.together(name)) for name, sign in COLUMNS],
        "explain": _explain(account.claims),
        "payments": [
            {"day": words.day(paid_on), "words": memo, "amount": show(amount)}
            for paid_on, memo, amount in account.payments
        ],
        "aging": [[word, _money(amount)] for word, amount in aging(account.shares, on)] if account.balance > 0 else [],
        "closing": _closing(member.clinic, account),
    }


# The columns of the table: account, and the sign that makes it a figure for people.
COLUMNS = (
    (ledger.REVENUE, -1), (ledger.CASH, 1), (ledger.CONTRACTUAL, 1), (ledger.PAYER, 1), (ledger.PATIENT, 1),
)  # fmt: skip


def account_of(member: Membership, patient: Patient, on: date) -> Account:
    """The patient's postings up to and with this day, sorted by what they are about."""
    found = access.rows(member, Posting).filter(patient=patient, entry__on__lte=on)
    account = Account()
    for posting in found.select_related("entry", "claim__replaced_by").order_by(
        "entry__on", "entry__created_at", "created_at"
    ):
        if posting.claim:
            sums = account.claims.setdefault(_asking(posting.claim), {})
            sums[posting.account] = sums.get(posting.account, ZERO) + posting.amount
        elif posting.account == ledger.PATIENT:
            account.payments.append((posting.entry.on, posting.entry.memo, -posting.amount))
        if posting.account == ledger.PATIENT:
            account.shares.append((posting.entry.on, posting.amount))
    account.claims = {claim: sums for claim, sums in account.claims.items() if any(sums.values())}
    return account


def _asking(claim: Claim) -> Claim:
    """The claim that asks for these services now: the last that left of those that replaced one another."""
    while (later := getattr(claim, "replaced_by", None)) and later.status != Claim.Status.DRAFT:
        claim = later
    return claim


def aging(shares: Sequence[tuple[date, Decimal]], on: date) -> list[tuple[str, Decimal]]:
    """What is open by its age. Whatever was paid or taken back goes against the oldest share first."""
    credit = -sum((amount for _, amount in shares if amount < 0), ZERO)
    sums = dict.fromkeys((word for _, word in AGES), ZERO)
    for since, amount in sorted(s for s in shares if s[1] > 0):
        covered = min(credit, amount)
        credit -= covered
        sums[_age((on - since).days)] += amount - covered
    return list(sums.items())


def _age(days: int) -> str:
    return next(word for most, word in AGES if most is None or days <= most)


def _standing(account: Account) -> str:
    if not account.claims and not account.payments:
        return "Nothing has been charged or paid yet."
    return f"It holds {words.some(len(account.claims), 'claim')} and {words.some(len(account.payments), 'payment')}."


def _balance(balance: Decimal, on: date) -> dict[str, Any]:
    due = balance > 0
    label = "You owe" if due else "You owe nothing" if balance == 0 else "To your credit"
    when = f"due by {words.day(on + timedelta(DAYS_TO_PAY))}" if due else f"as of {words.day(on)}"
    return {"due": due, "label": label, "amount": show(abs(balance)), "when": when}


def _service(claim: Claim, sums: dict[str, Decimal]) -> dict[str, str]:
    lines = billing.Claim.model_validate(claim.content).lines
    charge, paid, adjusted, waiting, share = (_money(sign * sums.get(name, ZERO)) for name, sign in COLUMNS)
    return {
        "days": "\n".join(words.day(line.on) for line in lines),
        "words": "\n".join(f"{line.code} × {line.units}" for line in lines),
        "charge": charge,
        "paid": paid,
        "adjusted": adjusted,
        "waiting": waiting,
        "share": share,
    }


def _money(amount: Decimal) -> str:
    return show(amount) if amount else words.NOTHING


def _explain(claims: Iterable[Claim]) -> str:
    codes = sorted({line["code"] for claim in claims for line in claim.content["lines"]})
    named = [f"{code}: {label}." for code in codes if (label := procedure.label(code))]
    return " ".join([*named, "Taken off: what our contract with your plan lets us ask of nobody."])


def _closing(clinic: Clinic, account: Account) -> list[str]:
    call = f"call {words.phone(clinic.phone)}" if clinic.phone else "tell us at your next visit"
    waiting = account.together(ledger.PAYER)
    said = []
    if waiting > 0:
        said.append(f"{show(waiting)} is still with your plan. You owe nothing of it until the plan has answered.")
    if account.balance > 0:
        said.append(f"Pay by check to {clinic.name}, or {call} for another way. If it is hard to pay, tell us early.")
    if account.balance < 0:
        said.append(f"Say whether we shall send back {show(-account.balance)} or keep it for your next visit.")
    return [*said, f"Does anything look wrong? Then {call}; we will look at it with you."]
