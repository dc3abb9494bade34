"""Remittances: real files and our own are read, previewed and turned into entries that balance."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.making import claim, line, paid, remittance, service
from medmassage.billing import ledger
from medmassage.billing.claim import Claim
from medmassage.billing.posting import (
    KINDS,
    OpenClaim,
    Outcome,
    Preview,
    WorkItem,
    entries,
    preview,
    statuses,
    work,
)
from medmassage.billing.remittance import Remittance, read
from medmassage.money import ZERO
from medmassage.x12.errors import X12Error
from paths import CORPUS, needs_corpus

ON = date(2026, 12, 1)
FILES = sorted((CORPUS / "x12/835").glob("*.edi"))
CONTRACT = {"45", "24", "44", "59", "102", "131", "132", "237", "253"}


def opened(sent: Claim) -> OpenClaim:
    """A claim as it stands after it was sent."""
    return OpenClaim(sent, {ledger.PAYER: sent.total, ledger.REVENUE: -sent.total})


def of_file(found: Remittance) -> list[OpenClaim]:
    """Open claims as the file's own numbers and charges would have them."""
    charges: dict[str, Decimal] = {}
    for one in found.claims:
        charges.setdefault(one.control_number, abs(one.charge))
    return [
        opened(claim({"control_number": n or "none", "total_charge": None, "lines": [line(charge=str(c))]}))
        for n, c in charges.items()
    ]


def sums(seen: Preview) -> dict[str, Decimal]:
    """What the entries move, by account."""
    found: dict[str, Decimal] = {}
    for entry in entries(seen, ON):
        for posting in entry.postings:
            found[posting.account] = found.get(posting.account, ZERO) + posting.amount
    return found


def one(data: bytes) -> Remittance:
    (found,) = read(data)
    return found


@needs_corpus
def test_all_real_remittances_are_here() -> None:
    assert len(FILES) == 12


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_real_remittance_becomes_entries_that_balance_or_says_why_not(path: Path) -> None:
    try:
        payments = read(path.read_bytes())
    except X12Error as why:
        assert str(why).endswith(".")
        return
    for payment in payments:
        seen = preview(payment, of_file(payment))
        assert len(seen.matches) == len(payment.claims) and not seen.unmatched
        if not seen.verdict.passes:
            assert seen.verdict.findings[0].message.endswith(".")
            continue
        made = entries(seen, ON)
        assert all(sum(p.amount for p in e.postings) == 0 for e in made)
        assert all(e.kind in KINDS for e in made)
        assert len({e.key for e in made}) == len(made)
        assert sums(seen).get(ledger.CASH, ZERO) == payment.amount
        settled = sum(
            (
                a.amount
                for c in payment.claims
                for a in c.all_adjustments
                if a.reason in CONTRACT and a.group in {"CO", "PI"}
            ),
            ZERO,
        )
        assert sums(seen).get(ledger.CONTRACTUAL, ZERO) == settled
        assert all(item.words.endswith(".") for item in work(seen))


@needs_corpus
def test_the_real_file_of_nine_claims_on_one_number_posts_all_nine() -> None:
    payment = one((CORPUS / "x12/835/009_kputnam_multiple-claims-single-check.edi").read_bytes())
    seen = preview(payment, of_file(payment))
    assert seen.verdict.passes
    assert len({m.paid.key for m in seen.matches}) == 9
    assert sums(seen)[ledger.CASH] == Decimal("810.80")


USUAL = remittance(
    "150",
    paid(
        "M000000042",
        service(1, "90", "60", ("CO", "45", "20"), ("PR", "3", "10")),
        service(2, "135", "90", ("CO", "45", "45")),
        amount="150",
    ),
)


def test_payment_contract_and_patients_share_are_entered_each_against_the_payer() -> None:
    seen = preview(one(USUAL), [opened(claim())])
    assert seen.verdict.answer == "yes" and len(seen.clear) == 1
    assert sums(seen) == {
        ledger.CASH: Decimal(150),
        ledger.CONTRACTUAL: Decimal(65),
        ledger.PATIENT: Decimal(10),
        ledger.PAYER: Decimal(-225),
    }
    assert seen.matches[0].before[ledger.PAYER] == Decimal(225)
    assert seen.matches[0].after[ledger.PAYER] == 0
    assert statuses(seen) == {"M000000042": Outcome("paid", "PM000000042")}
    assert work(seen) == ()
    assert {p.line for e in entries(seen, ON) for p in e.postings} == {"", "M000000042L1", "M000000042L2"}


DENIED = remittance(
    "60",
    paid(
        "M000000042",
        service(1, "90", "60", ("CO", "45", "20"), ("PR", "3", "10")),
        service(2, "135", "0", ("CO", "197", "135")),
        amount="60",
    ),
)


def test_a_denial_is_never_a_write_off() -> None:
    seen = preview(one(DENIED), [opened(claim())])
    assert sums(seen)[ledger.CONTRACTUAL] == Decimal(20)
    assert seen.matches[0].after[ledger.PAYER] == Decimal(135)
    (item,) = work(seen)
    assert (item.kind, item.claim, item.amount) == ("denial", "M000000042", Decimal(135))
    assert "$135.00 not paid" in item.words and "CO-197" in item.words


@pytest.mark.parametrize("group", ["CO", "PI", "OA", "CR"])
@pytest.mark.parametrize("reason", ["16", "50", "96", "97", "197", "B7", "no such"])
def test_no_reason_outside_the_contract_is_written_off_in_any_group(group: str, reason: str) -> None:
    data = remittance("0", paid("M000000042", service(1, "225", "0", (group, reason, "225"))))
    seen = preview(one(data), [opened(claim())])
    assert sums(seen) == {}
    assert seen.matches[0].after[ledger.PAYER] == Decimal(225)
    assert statuses(seen)["M000000042"].status == "denied"
    assert [item.kind for item in work(seen)] == ["denial"]


def test_what_the_patient_owes_by_the_payer_is_the_patients_whatever_the_reason() -> None:
    data = remittance("0", paid("M000000042", service(1, "225", "0", ("PR", "1", "225"))))
    seen = preview(one(data), [opened(claim())])
    assert sums(seen) == {ledger.PATIENT: Decimal(225), ledger.PAYER: Decimal(-225)}
    assert statuses(seen)["M000000042"].status == "paid"


TAKEN_BACK = remittance(
    "-150",
    paid(
        "M000000042",
        service(1, "-90", "-60", ("CO", "45", "-20"), ("PR", "3", "-10")),
        service(2, "-135", "-90", ("CO", "45", "-45")),
        status="22",
        charge="-225",
        amount="-150",
    ),
    trace="T2",
)


def test_a_reversal_enters_the_same_with_the_signs_turned() -> None:
    before, after = preview(one(USUAL), [opened(claim())]), preview(one(TAKEN_BACK), [opened(claim())])
    assert sums(after) == {account: -amount for account, amount in sums(before).items()}
    assert [e.kind for e in entries(after, ON)] == ["payer_reversal"]
    assert after.matches[0].findings[0].rule == "remittance.reversal"
    assert statuses(after)["M000000042"].status == "accepted"


def test_previewing_again_after_posting_shows_that_it_was_posted() -> None:
    payment = one(USUAL)
    first = preview(payment, [opened(claim())])
    keys = frozenset(e.key for e in entries(first, ON))
    after = OpenClaim(claim(), {ledger.PAYER: ZERO}, keys)
    again = preview(payment, [after])
    assert again.matches[0].already_posted and not first.matches[0].already_posted
    assert again.matches[0].after == again.matches[0].before
    assert {e.key for e in entries(again, ON)} == keys


def test_money_for_a_claim_that_is_not_ours_goes_to_unapplied_and_to_a_person() -> None:
    seen = preview(one(USUAL), [])
    assert [u.control_number for u in seen.unmatched] == ["M000000042"]
    assert sums(seen) == {ledger.CASH: Decimal(150), ledger.UNAPPLIED: Decimal(-150)}
    assert [item.kind for item in work(seen)] == ["unmatched"]


def test_money_kept_outside_any_claim_is_entered_and_shown() -> None:
    data = remittance(
        "140", paid("M000000042", service(1, "225", "150", ("CO", "45", "75")), amount="150"), plb=("WO", "10")
    )
    seen = preview(one(data), [opened(claim())])
    assert seen.verdict.answer == "yes"
    assert sums(seen)[ledger.CASH] == Decimal(140)
    assert sums(seen)[ledger.PROVIDER] == Decimal(10)
    assert [i.kind for i in work(seen)] == ["provider_adjustment"]


def test_a_file_that_does_not_add_up_says_so_before_anything_is_posted() -> None:
    data = remittance("999", paid("M000000042", service(1, "225", "150", ("CO", "45", "75")), amount="150"))
    seen = preview(one(data), [opened(claim())])
    assert not seen.verdict.passes
    assert "999" in seen.verdict.findings[0].message


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({"lines[0].charge": "91.00", "total_charge": None}, "remittance.charge_differs"),
        ({"patient.family": "Okoro"}, "remittance.name_differs"),
    ],
)
def test_what_does_not_fit_is_to_be_looked_at(sent: dict[str, str], rule: str) -> None:
    seen = preview(one(USUAL), [opened(claim(sent))])
    assert rule in {f.rule for f in seen.to_look_at[0].findings}


def test_an_accent_in_the_name_is_no_difference() -> None:
    sent = claim({"patient.family": "Líndqvist", "subscriber.family": "Líndqvist"})
    assert not preview(one(USUAL), [opened(sent)]).to_look_at


def test_more_than_was_open_is_to_be_looked_at() -> None:
    seen = preview(one(USUAL), [replace(opened(claim()), balances={ledger.PAYER: Decimal(100)})])
    assert [f.rule for f in seen.to_look_at[0].findings] == ["remittance.overpaid"]
    assert "$125.00" in seen.to_look_at[0].findings[0].message


def test_bytes_that_are_no_remittance_are_refused() -> None:
    with pytest.raises(X12Error):
        read(b"%PDF-1.7")


CENTS = st.integers(0, 50_000).map(lambda n: Decimal(n) / 100)
CUT = st.tuples(
    st.sampled_from(["CO", "PR", "OA", "PI", "CR"]), st.sampled_from(["1", "3", "45", "97", "197", "253"]), CENTS
)
SERVICE = st.tuples(CENTS, st.lists(CUT, max_size=3))
CLAIM = st.tuples(st.sampled_from(["M000000042", "SOMEONE"]), st.booleans(), st.lists(SERVICE, min_size=1, max_size=3))


@given(st.lists(CLAIM, min_size=1, max_size=4), st.integers(-500, 500))
@settings(max_examples=60, deadline=None)
def test_every_preview_makes_entries_that_sum_to_zero_and_to_the_payment(
    bodies: list[tuple[str, bool, list[tuple[Decimal, list[tuple[str, str, Decimal]]]]]], kept: int
) -> None:
    claims, total = [], ZERO
    for number, taken_back, lines in bodies:
        sign = -1 if taken_back else 1
        done = [
            service(
                n,
                str(sign * (amount + sum((c[2] for c in cuts), ZERO))),
                str(sign * amount),
                *((g, r, str(sign * a)) for g, r, a in cuts),
            )
            for n, (amount, cuts) in enumerate(lines, start=1)
        ]
        amount = sign * sum((a for a, _ in lines), ZERO)
        charge = sign * sum((a + sum((c[2] for c in cuts), ZERO) for a, cuts in lines), ZERO)
        claims.append(paid(number, *done, status="22" if taken_back else "1", charge=str(charge), amount=str(amount)))
        total += amount
    data = remittance(str(total - kept), *claims, plb=("WO", str(kept)))
    seen = preview(one(data), [opened(claim())])
    assert seen.verdict.answer == "yes"
    made = entries(seen, ON)
    assert all(sum(p.amount for p in e.postings) == 0 for e in made)
    assert len({e.key for e in made}) == len(made)
    assert sums(seen).get(ledger.CASH, ZERO) == total - kept
    assert all(isinstance(i, WorkItem) and i.words for i in work(seen))
    if seen.matches:
        moved = seen.matches[-1].after[ledger.PAYER] - Decimal(225)
        assert moved == sums(seen).get(ledger.PAYER, ZERO)
