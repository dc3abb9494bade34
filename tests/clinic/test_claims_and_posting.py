"""From signed visits to posted money, at the services: nothing leaves that stops, nothing is entered twice."""

from datetime import datetime
from decimal import Decimal

import pytest

from clinic.fixtures import covered, opened, signed
from medmassage.clinic import access, clock, selectors
from medmassage.clinic.models import Claim, ClaimEvent, Entry, Fee, Posting, Remittance, WorkItem
from medmassage.clinic.services import answers, bookkeeping, claiming, posting
from medmassage.clinic.services.outcome import Refused
from medmassage.money import ZERO
from medmassage.simulator import clearinghouse, payer
from medmassage.x12.check import check
from paths import CORPUS, needs_corpus

AT = datetime(2026, 11, 24, 9, 0)  # EDI carries local time


@pytest.fixture
def claim(clinic, signed_visit) -> Claim:
    return claiming.claim_prepare(clinic, visits=[signed_visit])


@pytest.fixture
def sent(clinic, claim) -> Claim:
    done = claiming.claims_send(clinic, claims=[claim])
    assert done.record, done.open
    claim.refresh_from_db()
    return claim


def bytes_of(claim: Claim) -> bytes:
    return bytes(claim.submission.content)


def paid(clinic, claim, control=1, **terms) -> Remittance:
    content = payer.pay(bytes_of(claim), at=AT, control=control, terms=payer.Terms(**terms))
    return answers.file_receive(clinic, name="era.835", content=content)[0]


def balances(clinic):
    return {account: amount for account, amount in selectors.balances(clinic).items() if amount}


def test_a_claim_is_what_the_records_say(clinic, claim, covered_case):
    content = claiming.sent_as(claim)
    assert content.total == claim.total == Decimal("126.00")
    assert [(x.code, x.units, x.minutes) for x in content.lines] == [("97124", 3, 38)]
    assert content.referring_provider.npi == covered_case.referral.physician.npi
    assert content.diagnoses == ("M54.2",)


def test_a_visit_stands_on_one_claim(clinic, claim, signed_visit):
    with pytest.raises(Refused, match="already"):
        claiming.claim_prepare(clinic, visits=[signed_visit])


def test_an_unsigned_visit_is_not_billed(clinic, covered_case):
    from clinic.fixtures import booked

    with pytest.raises(Refused, match="signed"):
        claiming.claim_prepare(clinic, visits=[booked(covered_case)])


def test_a_claim_that_stops_is_not_sent_and_no_reason_helps(clinic, signed_visit):
    Fee.objects.all().delete()
    claim = claiming.claim_prepare(clinic, visits=[signed_visit])
    refused = claiming.claims_send(clinic, claims=[claim])
    assert refused.record is None
    again = claiming.claims_send(clinic, claims=[claim], reasons={f.rule: "please" for f in refused.open})
    assert again.record is None
    assert not Entry.objects.exists()


def test_a_draft_is_thrown_away_and_its_visits_are_billed_anew(clinic, claim, signed_visit):
    claiming.claim_discard(clinic, claim=claim)
    assert not Claim.objects.exists()
    assert claiming.claim_prepare(clinic, visits=[signed_visit]).control_number != claim.control_number


def test_what_was_sent_is_not_thrown_away(clinic, sent):
    with pytest.raises(Refused, match="stays on file"):
        claiming.claim_discard(clinic, claim=sent)


def test_sending_keeps_the_bytes_and_enters_the_charge(clinic, sent):
    assert sent.status == "sent"
    assert check(bytes_of(sent)).passes
    assert balances(clinic) == {"payer_receivable": Decimal("126.00"), "revenue": Decimal("-126.00")}


def test_a_second_press_sends_nothing_twice(clinic, sent):
    with pytest.raises(Refused, match="sent already"):
        claiming.claims_send(clinic, claims=[sent])
    assert Entry.objects.count() == 1


def test_what_was_sent_is_not_filled_anew(clinic, sent):
    with pytest.raises(Refused):
        claiming.claim_refresh(clinic, claim=sent)


def test_a_real_clinic_sends_production_files_and_a_demo_clinic_tests(clinic, sent):
    assert b"*P*:~" in bytes_of(sent)[:110]


def test_999_and_277ca_move_the_claim_and_the_same_file_says_nothing_new(clinic, sent):
    for make, status in ((clearinghouse.acknowledge, "received"), (clearinghouse.claim_answers, "accepted")):
        content = make(bytes_of(sent), at=AT, control=5)
        answers.file_receive(clinic, name="answer", content=content)
        before = ClaimEvent.objects.count()
        answers.file_receive(clinic, name="answer", content=content)
        assert ClaimEvent.objects.count() == before
        sent.refresh_from_db()
        assert sent.status == status


def test_posting_splits_the_money_and_posting_again_changes_nothing(clinic, sent):
    remittance = paid(clinic, sent)
    first = posting.remittance_post(clinic, remittance=remittance)
    after = balances(clinic)
    assert first.entries == 1
    assert sum(after.values()) == 0
    assert after.get("cash") == remittance.amount
    again = posting.remittance_post(clinic, remittance=remittance)
    assert (again.entries, again.work) == (0, 0)
    assert balances(clinic) == after
    sent.refresh_from_db()
    assert sent.status == "paid"


def test_the_same_payment_under_another_name_is_posted_once(clinic, sent):
    posting.remittance_post(clinic, remittance=paid(clinic, sent))
    after = balances(clinic)
    content = bytes(Remittance.objects.get().content).replace(b"~\n", b"~\r\n")
    second = answers.file_receive(clinic, name="again.835", content=content)[0]
    assert second != Remittance.objects.earliest("created_at")
    assert posting.remittance_post(clinic, remittance=second).entries == 0
    assert balances(clinic) == after


def test_a_denial_stays_owed_and_becomes_work(clinic, sent):
    remittance = paid(clinic, sent, deny={"97124": ("CO", "197")})
    posting.remittance_post(clinic, remittance=remittance)
    assert balances(clinic)["payer_receivable"] == Decimal("126.00")
    assert "contractual_adjustment" not in balances(clinic)
    item = WorkItem.objects.get(kind="denial")
    assert item.amount == Decimal("126.00")
    sent.refresh_from_db()
    assert sent.status == "denied"


def test_work_is_closed_with_words_and_stays_on_file(clinic, sent):
    posting.remittance_post(clinic, remittance=paid(clinic, sent, deny={"97124": ("CO", "197")}))
    item = WorkItem.objects.get(kind="denial")
    with pytest.raises(Refused):
        posting.work_done(clinic, item=item, words=" ")
    assert posting.work_done(clinic, item=item, words="Appealed by letter.").done_at
    assert not selectors.open_work(clinic).filter(kind="denial").exists()


def test_a_take_back_is_a_reversal_and_leaves_the_first_entry_as_it_was(clinic, sent):
    posting.remittance_post(clinic, remittance=paid(clinic, sent))
    before, rows = balances(clinic), list(Posting.objects.values_list("pk", "amount"))
    content = payer.take_back(bytes_of(sent), at=AT, control=9, terms=payer.Terms())
    row = answers.file_receive(clinic, name="takeback.835", content=content)[0]
    posting.remittance_post(clinic, remittance=row)
    assert Entry.objects.filter(kind="payer_reversal").count() == 1
    assert set(rows) <= set(Posting.objects.values_list("pk", "amount"))
    assert balances(clinic) == before


def test_a_denial_that_was_taken_back_and_decided_alike_is_work_once(clinic, sent):
    terms = {"deny": {"97124": ("CO", "197")}}
    posting.remittance_post(clinic, remittance=paid(clinic, sent, **terms))
    first = WorkItem.objects.get(kind="denial")
    content = payer.take_back(bytes_of(sent), at=AT, control=9, terms=payer.Terms(**terms))
    row = answers.file_receive(clinic, name="takeback.835", content=content)[0]
    posting.remittance_post(clinic, remittance=row)
    first.refresh_from_db()
    assert "took this decision back" in first.done_words
    assert selectors.open_work(clinic).filter(kind="denial").count() == 1


def test_another_clinics_payment_waits_unapplied(clinic, sent):
    other = opened("Far Hill Clinic", "owner@hill.example")
    row = answers.file_receive(other, name="era.835", content=bytes(paid(clinic, sent).content))[0]
    posting.remittance_post(other, remittance=row)
    assert balances(other) == {"cash": row.amount, "unapplied": -row.amount}
    assert balances(clinic)["payer_receivable"] == Decimal("126.00")
    assert WorkItem.objects.get(clinic=other.clinic).kind == "unmatched"


def test_a_remittance_that_does_not_add_up_is_refused_with_its_reason(clinic, sent):
    content = bytes(paid(clinic, sent).content).replace(b"BPR*I*", b"BPR*I*9", 1)
    row = answers.file_receive(clinic, name="bad.835", content=content)[0]
    with pytest.raises(Refused, match="does not add up"):
        posting.remittance_post(clinic, remittance=row)
    assert Entry.objects.filter(kind="payer_payment").count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"ISA*00*", b"PK\x03\x04", "Grüße".encode("latin-1"), b"ISA" + b"*" * 103 + b"~"]
)
def test_a_foreign_or_cut_file_gets_one_clear_sentence(clinic, content):
    with pytest.raises(Refused) as refused:
        answers.file_receive(clinic, name="x.bin", content=content)
    assert str(refused.value).startswith("x.bin")
    assert not Remittance.objects.exists()


def test_a_cut_remittance_is_not_posted(clinic, sent):
    whole = bytes(paid(clinic, sent).content)
    for cut in (whole[: whole.index(b"SVC*")], whole[: whole.index(b"SE*")]):
        row = answers.file_receive(clinic, name="cut.835", content=cut)[0]
        with pytest.raises(Refused):
            posting.remittance_post(clinic, remittance=row)


def test_a_payment_by_the_patient_is_entered_once_for_one_form(clinic, patient):
    today = clock.today(clinic.clinic)
    for _ in range(2):
        bookkeeping.patient_pays(
            clinic, patient=patient, amount=Decimal("20.00"), on=today, key="form", memo="At the desk"
        )
    assert balances(clinic) == {"cash": Decimal("20.00"), "patient_receivable": Decimal("-20.00")}
    with pytest.raises(Refused):
        bookkeeping.patient_pays(clinic, patient=patient, amount=ZERO, on=today, key="other", memo="")


def mistyped(clinic, patient):
    today = clock.today(clinic.clinic)
    return bookkeeping.patient_pays(
        clinic, patient=patient, amount=Decimal("200.00"), on=today, key="form", memo="Paid by the patient, card"
    )


def test_a_mistyped_payment_is_taken_back_once_with_its_reason_and_stays_in_the_ledger(clinic, patient):
    entry = mistyped(clinic, patient)
    reversal = bookkeeping.entry_reverse(clinic, entry=entry, reason=" Typed 200 for 20 ")
    assert bookkeeping.entry_reverse(clinic, entry=entry, reason="Again") is None
    assert balances(clinic) == {}
    assert (reversal.kind, reversal.key) == ("reversal", f"reverse:{entry.pk}")
    assert reversal.memo == "Typed 200 for 20 · Reversal: Paid by the patient, card"
    assert {p.patient for p in reversal.postings.all()} == {patient}
    assert Entry.objects.count() == 2


def test_a_long_reason_is_kept_before_the_words_of_the_entry(clinic, patient):
    reversal = bookkeeping.entry_reverse(clinic, entry=mistyped(clinic, patient), reason="x" * 300)
    assert len(reversal.memo) <= 200 and reversal.memo.startswith("x" * 100 + " · Reversal")


def test_a_payment_is_not_taken_back_without_a_reason_or_by_those_who_do_not_handle_money(
    clinic, other_clinic, patient, member
):
    entry = mistyped(clinic, patient)
    with pytest.raises(Refused, match="Say why"):
        bookkeeping.entry_reverse(clinic, entry=entry, reason="  ")
    for who in (member("therapist"), member("front_desk"), other_clinic):
        with pytest.raises(access.Denied):
            bookkeeping.entry_reverse(who, entry=entry, reason="Mine")
    assert Entry.objects.count() == 1


def test_what_a_payer_paid_and_what_was_charged_are_not_taken_back_by_hand(clinic, sent):
    posting.remittance_post(clinic, remittance=paid(clinic, sent))
    before = balances(clinic)
    for entry in Entry.objects.all():
        with pytest.raises(Refused, match="by an 835"):
            bookkeeping.entry_reverse(clinic, entry=entry, reason="Wrong")
    assert balances(clinic) == before


def test_therapist_and_front_desk_do_not_touch_money(clinic, member, sent):
    remittance = paid(clinic, sent)
    for role in ("therapist", "front_desk"):
        with pytest.raises(access.Denied):
            posting.remittance_post(member(role), remittance=remittance)


# Files of the corpus that are no 835 as they stand, and the words that say so.
NOT_TAKEN_IN = {
    "005": "holds 278, 835, 837",
    "006": "begins with ISA; this one begins with “ST",
    "007": "begins with ISA; this one begins with “Business",
}


@needs_corpus
@pytest.mark.parametrize("path", sorted((CORPUS / "x12/835").glob("*.edi")), ids=lambda p: p.stem)
def test_every_real_remittance_is_posted_in_balance_or_says_why_not(clinic, path):
    if path.name[:3] in NOT_TAKEN_IN:
        with pytest.raises(Refused, match=NOT_TAKEN_IN[path.name[:3]]):
            answers.file_receive(clinic, name=path.name, content=path.read_bytes())
        return
    for row in answers.file_receive(clinic, name=path.name, content=path.read_bytes()):
        try:
            posting.remittance_post(clinic, remittance=row)
        except Refused as why:
            assert "does not add up" in str(why)
        else:
            assert sum(selectors.balances(clinic).values(), ZERO) == 0
            assert posting.remittance_post(clinic, remittance=row).entries == 0


def test_claims_of_one_payer_leave_in_one_file(clinic):
    whole = covered(clinic)
    claims = [claiming.claim_prepare(clinic, visits=[signed(whole, days_ago=n)]) for n in (3, 5)]
    done = claiming.claims_send(clinic, claims=claims)
    assert done.record
    assert done.record.claims.count() == 2
