"""A claim that was rejected or denied is mended and sent again; a service is charged under one number at a time."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from clinic.fixtures import DRAFT, covered, signed
from medmassage.billing import cms1500
from medmassage.clinic import access, clock, inputs, selectors
from medmassage.clinic.models import Claim, Coverage, Entry, Visit, WorkItem
from medmassage.clinic.papers import statement
from medmassage.clinic.services import answers, charting, claiming, correcting, opening, posting
from medmassage.clinic.services.outcome import Refused
from medmassage.simulator import clearinghouse, payer
from medmassage.x12.check import check

AT = datetime(2026, 11, 24, 9, 0)
DENY = {"97124": ("CO", "197")}
DENY_ALL = {**DENY, "97140": ("CO", "197")}
TWO_CODES = replace(
    DRAFT,
    lines=(
        charting.Line("neck_back", "Swedish massage", "97124", 23),
        charting.Line("upper_back", "Myofascial release", "97140", 15),
    ),
)


def sent(clinic, *visits) -> Claim:
    return send(clinic, claiming.claim_prepare(clinic, visits=list(visits)))


def send(clinic, claim) -> Claim:
    done = claiming.claims_send(clinic, claims=[claim])
    assert done.record, done.open
    claim.refresh_from_db()
    return claim


def bytes_of(claim) -> bytes:
    return bytes(claim.submission.content)


def post(clinic, content) -> None:
    for row in answers.file_receive(clinic, name="era.835", content=content):
        posting.remittance_post(clinic, remittance=row)


def refuse(clinic, claim) -> Claim:
    content = clearinghouse.claim_answers(bytes_of(claim), at=AT, control=7, refuse={claim.control_number: "88"})
    answers.file_receive(clinic, name="answer.277", content=content)
    claim.refresh_from_db()
    return claim


def answered(clinic, claim, control=1, **terms) -> Claim:
    post(clinic, payer.pay(bytes_of(claim), at=AT, control=control, terms=payer.Terms(**terms)))
    claim.refresh_from_db()
    return claim


def owed(clinic, **of):
    return {account: amount for account, amount in selectors.balances(clinic, **of).items() if amount}


@pytest.fixture
def rejected(clinic, signed_visit) -> Claim:
    return refuse(clinic, sent(clinic, signed_visit))


@pytest.fixture
def denied(clinic, signed_visit) -> Claim:
    return answered(clinic, sent(clinic, signed_visit), deny=DENY)


@pytest.fixture
def underpaid(clinic, covered_case) -> Claim:
    """A claim of two services of which one was paid and one denied."""
    return answered(clinic, sent(clinic, signed(covered_case, days_ago=7, draft=TWO_CODES)), deny=DENY)


def test_a_rejected_claim_is_sent_anew_as_an_original_under_a_new_number(clinic, rejected):
    assert rejected.status == "rejected"
    new = correcting.claim_correct(clinic, claim=rejected)
    content = claiming.sent_as(new)
    assert (content.frequency, content.original_reference) == ("1", "")
    assert new.control_number != rejected.control_number
    assert new.replaces == rejected
    assert set(new.visits.all()) == set(rejected.visits.all())


def test_what_a_rejected_claim_charged_is_taken_back_once_and_charged_again_when_the_new_one_leaves(clinic, rejected):
    assert owed(clinic)["payer_receivable"] == Decimal("126.00")
    new = correcting.claim_correct(clinic, claim=rejected)
    assert owed(clinic) == {}
    assert Entry.objects.get(key=f"reverse:{rejected.control_number}").kind == "reversal"
    send(clinic, new)
    assert owed(clinic) == {"payer_receivable": Decimal("126.00"), "revenue": Decimal("-126.00")}
    assert owed(clinic, claim=rejected) == {}
    assert Entry.objects.filter(kind="reversal").count() == 1


@pytest.mark.parametrize("which", ["rejected", "denied", "underpaid"])
def test_a_claim_is_corrected_once_however_often_it_is_asked(clinic, which, request):
    claim = request.getfixturevalue(which)
    first = correcting.claim_correct(clinic, claim=claim)
    entries = Entry.objects.count()
    assert correcting.claim_correct(clinic, claim=Claim.objects.get(pk=claim.pk)) == first
    assert Entry.objects.count() == entries
    assert Claim.objects.count() == 2


def test_a_denied_claim_is_replaced_by_the_payers_number_in_the_837_and_on_the_form(clinic, denied):
    new = send(clinic, correcting.claim_correct(clinic, claim=denied))
    content = claiming.sent_as(new)
    assert (content.frequency, content.original_reference) == ("7", denied.payer_claim_number)
    segments = bytes_of(new).decode().replace("\n", "").split("~")
    claim_segment = next(s for s in segments if s.startswith("CLM*"))
    assert claim_segment.split("*")[5].split(":")[2] == "7"
    assert f"REF*F8*{denied.payer_claim_number}" in segments
    assert check(bytes_of(new)).passes
    item_22 = [mark.text for page in cms1500.pages(content) for mark in page if mark.item == "22"]
    assert item_22 == ["7", denied.payer_claim_number]


def test_what_was_denied_stays_owed_until_the_replacement_leaves_and_is_owed_once_after(clinic, denied):
    before = owed(clinic)
    new = correcting.claim_correct(clinic, claim=denied)
    assert owed(clinic) == before
    claiming.claim_refresh(clinic, claim=new)
    assert owed(clinic) == before
    send(clinic, new)
    assert owed(clinic) == before == {"payer_receivable": Decimal("126.00"), "revenue": Decimal("-126.00")}
    assert owed(clinic, claim=denied) == {}
    assert owed(clinic, claim=new) == before


def test_filling_a_replacement_anew_keeps_what_it_replaces(clinic, denied):
    opening.fee_set(clinic, code="97124", amount=Decimal("50.00"))
    new = claiming.claim_refresh(clinic, claim=correcting.claim_correct(clinic, claim=denied))
    content = claiming.sent_as(new)
    assert (content.frequency, content.original_reference) == ("7", denied.payer_claim_number)
    assert content.total == new.total == Decimal("150.00")


def test_money_already_posted_stays_and_no_service_is_charged_twice(clinic, underpaid):
    posted = owed(clinic)
    new = send(clinic, correcting.claim_correct(clinic, claim=underpaid))
    # The payer settled a part under the old number: what is owed in all is still what it left open.
    assert owed(clinic) == posted
    kept = owed(clinic, claim=underpaid)
    assert kept["cash"] == posted["cash"]
    assert kept["payer_receivable"] == -sum(v for a, v in kept.items() if a != "payer_receivable")
    assert owed(clinic, claim=new)["payer_receivable"] == new.total


def test_the_payers_answer_to_a_replacement_settles_both_claims(clinic, underpaid):
    new = send(clinic, correcting.claim_correct(clinic, claim=underpaid))
    # The payer takes back what it settled under the old number and decides under the new one.
    terms, none = payer.Terms(deny=DENY), payer.Terms(deny=DENY_ALL)
    post(clinic, payer.take_back(bytes_of(underpaid), at=AT, control=8, terms=terms, anew=none))
    assert owed(clinic, claim=underpaid) == {}
    answered(clinic, new, control=9)
    assert new.status == "paid"
    assert "payer_receivable" not in owed(clinic)
    assert owed(clinic)["revenue"] == -new.total
    assert sum(owed(clinic).values()) == 0


def test_a_replacement_that_is_rejected_is_sent_again_with_the_same_reference(clinic, denied):
    second = refuse(clinic, send(clinic, correcting.claim_correct(clinic, claim=denied)))
    third = correcting.claim_correct(clinic, claim=second)
    content = claiming.sent_as(third)
    assert (content.frequency, content.original_reference) == ("7", denied.payer_claim_number)
    assert owed(clinic) == {}
    send(clinic, third)
    assert owed(clinic) == {"payer_receivable": Decimal("126.00"), "revenue": Decimal("-126.00")}


def test_a_replacement_that_is_denied_is_replaced_by_the_payers_last_number(clinic, denied):
    second = answered(clinic, send(clinic, correcting.claim_correct(clinic, claim=denied)), control=2, deny=DENY)
    third = correcting.claim_correct(clinic, claim=second)
    assert claiming.sent_as(third).original_reference == second.payer_claim_number != denied.payer_claim_number


def test_a_claim_taken_back_without_a_new_decision_may_be_replaced(clinic, signed_visit):
    claim = answered(clinic, sent(clinic, signed_visit))
    Claim.objects.filter(pk=claim.pk).update(status="accepted")
    assert claiming.sent_as(correcting.claim_correct(clinic, claim=claim)).frequency == "7"


@pytest.mark.parametrize("status", ["draft", "sent", "received", "accepted"])
def test_a_claim_that_waits_for_its_answer_is_not_corrected(clinic, signed_visit, status):
    claim = claiming.claim_prepare(clinic, visits=[signed_visit])
    if status != "draft":
        send(clinic, claim)
        Claim.objects.update(status=status)
    with pytest.raises(Refused, match="waits for its answer"):
        correcting.claim_correct(clinic, claim=claim)
    assert Claim.objects.count() == 1


def test_without_the_payers_number_it_is_asked_for(clinic, denied):
    Claim.objects.update(payer_claim_number="")
    with pytest.raises(Refused) as refused:
        correcting.claim_correct(clinic, claim=denied, payer_claim_number="  ")
    assert refused.value.field == "payer_claim_number"
    new = correcting.claim_correct(clinic, claim=denied, payer_claim_number=" HH-77 ")
    assert claiming.sent_as(new).original_reference == "HH-77"


def test_a_correction_that_cannot_be_filled_changes_nothing(clinic, rejected):
    Coverage.objects.update(relationship="spouse", subscriber_family="Quillfeather", subscriber_birth_date=None)
    with pytest.raises(Refused, match="birth date"):
        correcting.claim_correct(clinic, claim=rejected)
    assert owed(clinic)["payer_receivable"] == Decimal("126.00")
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("role", ["therapist", "front_desk"])
def test_only_those_who_handle_money_correct_a_claim(clinic, rejected, member, role):
    with pytest.raises(access.Denied):
        correcting.claim_correct(member(role), claim=rejected)


def test_another_clinics_claim_is_not_found(rejected, other_clinic):
    with pytest.raises(access.Denied):
        correcting.claim_correct(other_clinic, claim=rejected)


@pytest.mark.parametrize("which", ["rejected", "denied"])
def test_a_visit_stands_on_its_live_claim_only(clinic, which, request):
    old = request.getfixturevalue(which)
    visit = old.visits.get()
    new = correcting.claim_correct(clinic, claim=old)
    assert Visit.objects.get(pk=visit.pk).live_claim == new
    assert not selectors.unbilled(clinic).exists()
    with pytest.raises(Refused, match="already"):
        claiming.claim_prepare(clinic, visits=[visit])
    assert [v.status for v in inputs.care_case(visit.case).visits] == ["signed"]
    send(clinic, new)
    assert [v.status for v in inputs.care_case(visit.case).visits] == ["billed"]


def test_a_replaced_claim_waits_in_no_stage_but_is_still_found(clinic, rejected):
    new = correcting.claim_correct(clinic, claim=rejected)
    assert selectors.claim_counts(clinic) == {"draft": 1}
    assert not selectors.claims(clinic, ["rejected"]).exists()
    assert set(selectors.claims(clinic)) == {new, rejected}


@pytest.mark.parametrize("leaves", [True, False])
def test_a_late_answer_to_a_replaced_claim_is_matched_and_becomes_something_to_look_at(clinic, denied, leaves):
    new = correcting.claim_correct(clinic, claim=denied)
    if leaves:
        send(clinic, new)
    content = payer.pay(bytes_of(denied), at=AT, control=5, terms=payer.Terms())
    row = answers.file_receive(clinic, name="late.835", content=content)[0]
    match = posting.preview(clinic, row).matches[0]
    said = [f.message for f in match.findings if f.rule == "remittance.replaced"]
    assert said == [f"This claim was replaced by {new.control_number}."]
    posting.remittance_post(clinic, remittance=row)
    assert WorkItem.objects.get(kind="replaced").claim == denied
    assert owed(clinic, claim=denied)["cash"] == row.amount
    assert sum(owed(clinic).values()) == 0


def test_a_payment_posted_before_the_correction_is_shown_as_it_was(clinic, denied):
    correcting.claim_correct(clinic, claim=denied)
    row = WorkItem.objects.get(kind="denial").remittance
    assert {f.rule for f in posting.preview(clinic, row).matches[0].findings} == {"remittance.denied"}


def test_the_patients_statement_adds_up_to_one_charge(clinic, underpaid):
    def together():
        account = statement.account_of(clinic, underpaid.patient, clock.today(clinic.clinic))
        return {name: account.together(name) for name, _ in statement.COLUMNS}

    before = together()
    send(clinic, correcting.claim_correct(clinic, claim=underpaid))
    assert together() == before
    assert before["revenue"] == -underpaid.total


def test_visits_of_two_therapists_are_refused_before_anything_is_numbered(clinic):
    whole = covered(clinic)
    other = opening.therapist_add(clinic, given="Noor", family="Baptiste", npi="1700987393")
    visits = [signed(whole, days_ago=3), signed(whole, days_ago=5)]
    Visit.objects.filter(pk=visits[1].pk).update(therapist=other)
    with pytest.raises(Refused, match="different therapists"):
        claiming.claim_prepare(clinic, visits=visits)
    clinic.clinic.refresh_from_db()
    assert clinic.clinic.last_control_number == 0


def test_many_claims_are_checked_at_once_as_each_by_itself(clinic):
    whole = covered(clinic)
    claims = [claiming.claim_prepare(clinic, visits=[signed(whole, days_ago=n)]) for n in (3, 5)]
    assert claiming.claims_check(claims) == [claiming.claim_check(c) for c in claims]
    assert claiming.claims_check([]) == []


def test_the_statement_has_one_row_for_a_claim_and_what_replaced_it(clinic, underpaid):
    new = send(clinic, correcting.claim_correct(clinic, claim=underpaid))
    account = statement.account_of(clinic, underpaid.patient, clock.today(clinic.clinic))
    assert list(account.claims) == [new]


def test_the_statement_leaves_a_rejected_claim_out_until_it_leaves_again(clinic, rejected):
    new = correcting.claim_correct(clinic, claim=rejected)
    assert not statement.account_of(clinic, rejected.patient, clock.today(clinic.clinic)).claims
    send(clinic, new)
    assert list(statement.account_of(clinic, rejected.patient, clock.today(clinic.clinic)).claims) == [new]
