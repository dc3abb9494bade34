"""What the simulator answers conforms, by our judgment and by others', and reads back as it was meant."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.making import DEPENDENT, WORK_INJURY, claim, line, write
from medmassage.billing import acknowledgment, remittance
from medmassage.billing.remittance import Remittance
from medmassage.simulator import clearinghouse, payer
from medmassage.simulator.payer import Terms
from medmassage.x12.check import check
from medmassage.x12.errors import X12Error
from paths import CORPUS, needs_corpus

AT = datetime(2026, 11, 24, 10, 15)
SHAPES: dict[str, dict[str, Any]] = {
    "the patient is the subscriber": {},
    "the patient is a child of the subscriber": DEPENDENT,
    "an injury at work": WORK_INJURY,
    "the therapist bills alone": {
        "billing_provider.name": "",
        "billing_provider.family": "Alvarez",
        "billing_provider.given": "Rosa",
        "billing_provider.npi": "1992999825",
    },
}
TWO_CODES = {
    "lines": [
        line(on="2026-11-12", charge="84.00", units=2),
        line(on="2026-11-12", code="97140", charge="46.00", units=1, minutes=15, modifiers=["59"]),
        line(on="2026-11-19", charge="84.00", units=2),
    ],
    "control_number": "C2",
}


def errors_by_pyx12(data: bytes, folder: Path) -> list[Any]:
    """What pyx12, written by others, finds wrong in any transaction."""
    import pyx12.params
    import pyx12.x12n_document

    path = folder / "answer.x12"
    path.write_bytes(data)
    found, answer = io.StringIO(), io.StringIO()
    fine = pyx12.x12n_document.x12n_document(
        pyx12.params.params(), str(path), fd_997=answer, fd_html=None, fd_json=found
    )
    text = answer.getvalue()
    refused = [
        s for s in text.split("~") if s.strip().startswith(("IK3", "IK4", "AK3", "AK4", "IK5*R", "AK5*R", "AK9*R"))
    ]
    return [] if fine and not refused else [*refused, json.loads(found.getvalue() or "null"), text]


def one(data: bytes) -> Remittance:
    (found,) = remittance.read(data)
    assert found.verdict.findings == ()
    return found


def adjustments(found: Remittance, place: int = 0) -> list[list[tuple[str, str, Decimal]]]:
    return [[(a.group, a.reason, a.amount) for a in row.adjustments] for row in found.claims[place].lines]


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES.keys())
def test_every_answer_conforms_by_our_judgment_and_by_others(changes: dict[str, Any], tmp_path: Path) -> None:
    sent = write(claim(changes))
    answers = {
        "999": clearinghouse.acknowledge(sent, at=AT, control=1),
        "277CA": clearinghouse.claim_answers(sent, at=AT, control=2),
        "835": payer.pay(sent, at=AT, control=3, terms=Terms()),
        "take-back": payer.take_back(sent, at=AT, control=4, terms=Terms(), anew=Terms(copay=Decimal(0))),
    }
    for name, data in answers.items():
        assert check(data).findings == (), name
        assert errors_by_pyx12(data, tmp_path) == [], name
        assert b"PAYERSIMULATOR" in data[:106], name


def test_the_other_judge_is_not_blind(tmp_path: Path) -> None:
    good = payer.pay(write(claim()), at=AT, control=3, terms=Terms())
    assert errors_by_pyx12(good.replace(b"DTM*405*20261124", b"DTM*405*20261340"), tmp_path)


def test_a_999_accepts_the_group_that_was_sent() -> None:
    (found,) = acknowledgment.statuses(clearinghouse.acknowledge(write(claim()), at=AT, control=1))
    assert (found.kind, found.status, found.group_control) == ("999", "received", 7)


@pytest.mark.parametrize(
    "damage",
    [
        (b"CLM*M000000042*225*", b"CLM*M000000042*999*"),
        (b"HI*ABK:M542~\n", b""),
    ],
)
def test_a_999_rejects_what_does_not_conform(damage: tuple[bytes, bytes], tmp_path: Path) -> None:
    sent = write(claim())
    broken = sent.replace(*damage)
    if broken == sent:
        start = sent.index(b"HI*ABK")
        broken = sent[:start] + sent[sent.index(b"~\n", start) + 2 :]
    data = clearinghouse.acknowledge(broken, at=AT, control=1)
    assert check(data).findings == ()
    assert errors_by_pyx12(data, tmp_path) == []
    (found,) = acknowledgment.statuses(data)
    assert found.status == "rejected"
    assert "Errors at" in found.words


def test_a_277ca_gives_each_claim_its_number_or_says_why_not(tmp_path: Path) -> None:
    sent = write(claim(), claim({"control_number": "C2"}))
    data = clearinghouse.claim_answers(sent, at=AT, control=2, refuse={"C2": "164"})
    assert check(data).findings == ()
    assert errors_by_pyx12(data, tmp_path) == []
    first, second = acknowledgment.statuses(data)
    assert (first.claim, first.status, first.payer_control) == ("M000000042", "accepted", "SIMM000000042")
    assert (second.claim, second.status, second.payer_control) == ("C2", "rejected", "")
    assert "member id" in second.words


def test_a_payment_allows_a_share_takes_a_copay_a_day_and_balances() -> None:
    found = one(payer.pay(write(claim(TWO_CODES)), at=AT, control=3, terms=Terms()))
    assert adjustments(found) == [
        [("CO", "45", Decimal("16.80")), ("PR", "3", Decimal("20.00"))],
        [("CO", "45", Decimal("9.20"))],
        [("CO", "45", Decimal("16.80")), ("PR", "3", Decimal("20.00"))],
    ]
    paid = found.claims[0]
    assert (paid.charge, paid.paid, paid.patient_part) == (Decimal(214), Decimal("131.20"), Decimal(40))
    assert found.amount == paid.paid
    assert [row.line_control for row in paid.lines] == ["C2L1", "C2L2", "C2L3"]
    assert [row.on for row in paid.lines] == [date(2026, 11, 12), date(2026, 11, 12), date(2026, 11, 19)]
    assert paid.lines[1].modifiers == ("59",)
    assert (paid.payer_control, paid.status) == ("SIMC2", "1")
    assert found.payer == "MEDMASSAGE PAYER SIMULATOR"


def test_a_fee_a_unit_and_coinsurance_are_kept_to_the_cent() -> None:
    terms = Terms(allowed={"97124": Decimal("33.33")}, copay=Decimal(0), coinsurance=Decimal("0.2"))
    found = one(payer.pay(write(claim(TWO_CODES)), at=AT, control=3, terms=terms))
    assert adjustments(found)[0] == [("CO", "45", Decimal("17.34")), ("PR", "2", Decimal("13.33"))]
    assert found.claims[0].lines[0].paid == Decimal("53.33")


@pytest.mark.parametrize(
    ("deny", "denied"),
    [
        ({"97140": ("CO", "97")}, [1]),
        ({"C2L3": ("CO", "197")}, [2]),
        ({"97124": ("CO", "16")}, [0, 2]),
    ],
)
def test_chosen_lines_are_denied_with_their_reason(
    deny: dict[str, tuple[str, str]], denied: list[int], tmp_path: Path
) -> None:
    data = payer.pay(write(claim(TWO_CODES)), at=AT, control=3, terms=Terms(deny=deny))
    assert errors_by_pyx12(data, tmp_path) == []
    found = one(data)
    ((group, reason),) = deny.values()
    for place, row in enumerate(found.claims[0].lines):
        assert (row.paid == 0) is (place in denied)
        if place in denied:
            assert [(a.group, a.reason, a.amount) for a in row.adjustments] == [(group, reason, row.charge)]
            assert row.remarks == (("N290",) if reason == "16" else ())
    assert found.claims[0].status == "1"


def test_a_claim_denied_as_a_whole_says_so_and_pays_nothing(tmp_path: Path) -> None:
    terms = Terms(deny={"97124": ("CO", "197"), "97140": ("CO", "197")})
    data = payer.pay(write(claim(TWO_CODES)), at=AT, control=3, terms=terms)
    assert errors_by_pyx12(data, tmp_path) == []
    found = one(data)
    assert (found.amount, found.method, found.claims[0].is_denied) == (Decimal(0), "NON", True)


def test_what_is_taken_back_turns_every_sign_and_is_decided_anew() -> None:
    sent = write(claim(TWO_CODES))
    first = one(payer.pay(sent, at=AT, control=3, terms=Terms(deny={"97140": ("CO", "97")})))
    again = one(payer.take_back(sent, at=AT, control=4, terms=Terms(deny={"97140": ("CO", "97")}), anew=Terms()))
    back, new = again.claims
    assert back.is_reversal
    assert (back.charge, back.paid, back.patient_part) == (-first.claims[0].charge, -first.claims[0].paid, Decimal(0))
    for was, turned in zip(first.claims[0].lines, back.lines, strict=True):
        assert (turned.charge, turned.paid) == (-was.charge, -was.paid)
        assert [(a.group, a.reason, -a.amount) for a in turned.adjustments] == [
            (a.group, a.reason, a.amount) for a in was.adjustments
        ]
    assert back.payer_control == new.payer_control == first.claims[0].payer_control
    assert again.amount == new.paid + back.paid == Decimal("36.80")
    assert again.trace != first.trace


def test_what_the_payer_is_owed_is_carried_forward_since_no_payment_is_negative(tmp_path: Path) -> None:
    sent = write(claim(TWO_CODES))
    data = payer.take_back(sent, at=AT, control=4, terms=Terms(), anew=Terms(deny={"97140": ("CO", "97")}))
    assert errors_by_pyx12(data, tmp_path) == []
    found = one(data)
    assert found.amount == 0
    assert [(p.reason, p.amount) for p in found.provider_adjustments] == [("FB", Decimal("-36.80"))]


def test_two_billing_providers_get_a_payment_each() -> None:
    sent = write(claim(), claim({**SHAPES["the therapist bills alone"], "control_number": "C2"}))
    found = remittance.read(payer.pay(sent, at=AT, control=3, terms=Terms()))
    assert [[c.control_number for c in r.claims] for r in found] == [["M000000042"], ["C2"]]
    assert len({r.trace for r in found}) == 2


def test_a_dependent_is_named_as_patient_and_the_other_as_subscriber() -> None:
    data = payer.pay(write(claim(DEPENDENT)), at=AT, control=3, terms=Terms())
    assert one(data).claims[0].given == "IDA"
    assert data.count(b"NM1*IL*") == 1
    assert payer.pay(write(claim()), at=AT, control=3, terms=Terms()).count(b"NM1*IL*") == 0


def test_the_same_file_is_answered_alike() -> None:
    sent = write(claim(TWO_CODES))
    assert payer.pay(sent, at=AT, control=3, terms=Terms()) == payer.pay(sent, at=AT, control=3, terms=Terms())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"ISA*00*"])
def test_what_is_no_claim_file_is_refused_in_a_sentence(data: bytes) -> None:
    for ask in (clearinghouse.acknowledge, clearinghouse.claim_answers):
        with pytest.raises(X12Error, match=r"\.$"):
            ask(data, at=AT, control=1)
    with pytest.raises(X12Error, match="not 837"):
        payer.pay(clearinghouse.acknowledge(write(claim()), at=AT, control=1), at=AT, control=2, terms=Terms())


money = st.integers(0, 90_000).map(lambda n: Decimal(n) / 100)
shares = st.integers(0, 100).map(lambda n: Decimal(n) / 100)


@given(st.lists(money, min_size=1, max_size=6), money, shares, shares, money, st.booleans())
@settings(max_examples=40, deadline=None)
def test_every_payment_balances_whatever_the_terms(
    charges: list[Decimal], copay: Decimal, share: Decimal, coinsurance: Decimal, fee: Decimal, deny: bool
) -> None:
    lines = [line(charge=str(c), code=("97124", "97140")[n % 2]) for n, c in enumerate(charges)]
    terms = Terms(
        allowed={"97124": fee}, share=share, copay=copay, coinsurance=coinsurance,
        deny={"97140": ("CO", "97")} if deny else {},
    )  # fmt: skip
    sent = write(claim({"lines": lines}))
    found = one(payer.pay(sent, at=AT, control=3, terms=terms))
    assert found.amount == sum(c.paid for c in found.claims) >= 0
    turned = one(payer.take_back(sent, at=AT, control=4, terms=terms))
    assert turned.amount == 0


@needs_corpus
@pytest.mark.parametrize("path", sorted((CORPUS / "x12/837P").glob("*.edi")), ids=lambda p: p.stem)
def test_real_claim_files_are_answered_or_refused_in_a_sentence(path: Path) -> None:
    data = path.read_bytes()
    try:
        answers = (
            clearinghouse.acknowledge(data, at=AT, control=1),
            clearinghouse.claim_answers(data, at=AT, control=2),
            payer.pay(data, at=AT, control=3, terms=Terms()),
        )
    except X12Error as why:
        assert str(why).endswith(".")
    else:
        for answer in answers:
            assert {f.rule for f in check(answer).findings} <= {"edi.missing", "edi.guide_unknown"}
