"""The ledger: each entry sums to zero from its first moment, and is taken back only by its mirror."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.making import claim
from medmassage.billing import ledger
from medmassage.billing.ledger import Entry, Posting

ON = date(2026, 12, 1)


def test_a_claim_that_leaves_is_owed_by_the_payer_line_by_line() -> None:
    entry = ledger.charge(claim(), ON)
    assert [(p.account, p.amount, p.line) for p in entry.postings] == [
        (ledger.PAYER, Decimal("90.00"), "M000000042L1"),
        (ledger.PAYER, Decimal("135.00"), "M000000042L2"),
        (ledger.REVENUE, Decimal("-225.00"), ""),
    ]
    assert entry.key == "charge:M000000042"


@pytest.mark.parametrize(
    "postings",
    [
        (),
        (Posting(ledger.CASH, Decimal(0)),),
        (Posting(ledger.CASH, Decimal(1)), Posting(ledger.REVENUE, Decimal(-2))),
    ],
)
def test_an_entry_that_does_not_balance_cannot_be_made(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(ValueError, match="does not balance"):
        Entry("k", ON, "charge", "m", postings)


def test_an_account_that_is_not_kept_is_refused() -> None:
    with pytest.raises(ValueError, match="petty"):
        Entry("k", ON, "charge", "m", (Posting("petty", Decimal(1)), Posting(ledger.CASH, Decimal(-1))))


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_a_patients_payment_is_more_than_nothing(amount: str) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        ledger.patient_payment("k", ON, Decimal(amount), "cash")


@given(st.decimals(Decimal("0.01"), Decimal("99999"), places=2))
def test_a_reversal_leaves_nothing(amount: Decimal) -> None:
    entry = ledger.patient_payment("k", ON, amount, "cash")
    both = (*entry.postings, *ledger.reverse(entry, "r", ON).postings)
    assert {a: sum(p.amount for p in both if p.account == a) for a in (ledger.CASH, ledger.PATIENT)} == {
        ledger.CASH: 0,
        ledger.PATIENT: 0,
    }
