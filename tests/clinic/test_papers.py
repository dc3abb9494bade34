"""Papers of stored records: what they say, who may make them, and the row each leaves in the audit log."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from auditlog.models import LogEntry

from clinic.fixtures import DRAFT, booked, signed
from documents.reading import pages, text
from medmassage.billing import ledger
from medmassage.clinic import access, clock
from medmassage.clinic.models import Decision, Goal, Override, Score, Visit
from medmassage.clinic.papers import statement
from medmassage.clinic.papers.words import day
from medmassage.clinic.services import bookkeeping, charting, claiming, papers, reporting
from medmassage.clinic.services.outcome import Refused
from medmassage.documents.pdf import DocumentError
from medmassage.money import ZERO


def seen(words: str) -> int:
    return sum(words in (e.additional_data or {}).get("seen", "") for e in LogEntry.objects.all())


def claim_of(whole, *visits):
    return claiming.claim_prepare(whole.owner, visits=visits)


def answered(whole, claim, *, paid, contractual, share, on):
    """The charge of a claim and a payer's answer, in the ledger."""
    content = claiming.sent_as(claim)
    number = claim.control_number
    bookkeeping.enter(whole.owner, ledger.charge(content, on), claim=claim)
    parts = [(ledger.CASH, paid), (ledger.CONTRACTUAL, contractual), (ledger.PATIENT, share)]
    postings = [ledger.Posting(name, Decimal(amount), claim=number) for name, amount in parts]
    total = sum(p.amount for p in postings)
    entry = ledger.Entry(
        f"era:{number}", on, "payer_payment", "Payment", (*postings, ledger.Posting(ledger.PAYER, -total, claim=number))
    )
    bookkeeping.enter(whole.owner, entry, claim=claim)


# The note -------------------------------------------------------------------------------------------------


def test_the_note_holds_what_was_charted_and_who_signed(clinic, signed_visit):
    said = text(papers.note_pdf(clinic, signed_visit))
    for words in (
        "Hazel Quillfeather", "Quiet River Clinic", "Neck is stiff in the morning.", "Right upper trapezius tender.",
        "Less guarding after treatment.", "Continue once a week.", "Swedish massage", "97124",
        "38 minutes hands on make 3 units",
        "6 before, 3 after, of 10", "10:00 am to 10:45 am", "Signed by Olive Owner on", "M54.2", "LMT (MD M05120)",
        "Dr Priya Ashgrove", "Harbor Health Plan", "born 2 Apr 1981",
    ):  # fmt: skip
        assert words in said, words


def test_an_unsigned_note_says_that_it_is_a_draft(clinic, covered_case):
    visit = booked(covered_case)
    charting.note_save(clinic, visit=visit, draft=DRAFT, version=0)
    said = text(papers.note_pdf(clinic, visit))
    assert "Not signed. This is a draft" in said and "Signed by" not in said


def test_overrides_print_with_reason_name_and_the_words_of_the_gate(clinic, signed_visit):
    found = {"rule": "order.visits_used_up", "level": "stop", "message": "The referral’s visits are used up."}
    verdict = {"gate": "ordered", "answer": "no", "findings": [found]}
    decision = Decision.objects.create(
        clinic=clinic.clinic, patient=signed_visit.patient, visit=signed_visit, moment="booking", gate="ordered",
        answer="no", verdict=verdict,
    )  # fmt: skip
    Override.objects.create(
        clinic=clinic.clinic, patient=signed_visit.patient, decision=decision, rule="order.visits_used_up",
        reason="New order is on its way", author=clinic.user,
    )  # fmt: skip
    said = text(papers.note_pdf(clinic, signed_visit))
    assert "Ordered: The referral’s visits are used up." in said
    assert "“New order is on its way” Olive Owner" in said


def test_amendments_print_dated_below_the_signature(clinic, signed_visit):
    charting.note_amend(clinic, visit=signed_visit, text="Called: no soreness.", reason="Telephone call")
    said = text(papers.note_pdf(clinic, signed_visit))
    assert said.index("Signed by") < said.index("Added after signing") < said.index("Called: no soreness.")
    assert "Why: Telephone call" in said and day(clock.today(clinic.clinic)) in said


def test_what_was_typed_is_never_read_as_markup(clinic, covered_case):
    odd = replace(DRAFT, words={**DRAFT.words, "subjective": '#panic() *not bold* _so_ $x$ "q" <l> \\'})
    assert '#panic() *not bold* _so_ $x$ "q" <l> \\' in text(papers.note_pdf(clinic, signed(covered_case, 7, odd)))


def test_a_visit_without_a_note_has_no_paper(clinic, covered_case):
    with pytest.raises(Refused, match="Nothing has been charted"):
        papers.note_pdf(clinic, booked(covered_case))


# The claim form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["overlay", "full"])
def test_the_claim_form_holds_the_claim(clinic, covered_case, signed_visit, mode):
    claim = claim_of(covered_case, signed_visit)
    said = text(papers.cms1500_pdf(clinic, claim, mode))
    for words in (
        "QUILLFEATHER, HAZEL",
        "HARBOR HEALTH PLAN",
        "HHP204811",
        "M542",
        "97124",
        claim.control_number,
        "126 00",
    ):
        assert words in said, words
    assert seen(f"CMS-1500, {mode}") == 1


def test_seven_services_are_two_forms(clinic, covered_case, signed_visit):
    claim = claim_of(covered_case, signed_visit)
    claim.content["lines"] = claim.content["lines"] * 7
    assert len(pages(papers.cms1500_pdf(clinic, claim, "full"))) == 2


def test_an_unknown_way_to_print_is_refused(clinic, covered_case, signed_visit):
    with pytest.raises(DocumentError, match="overlay or full"):
        papers.cms1500_pdf(clinic, claim_of(covered_case, signed_visit), "fax")


def test_cautions_name_what_the_form_cuts(clinic, covered_case, signed_visit):
    clinic.clinic.name = "The Quiet River Clinic of Greater Baltimore"
    clinic.clinic.save()
    found = papers.cms1500_cautions(clinic, claim_of(covered_case, signed_visit))
    assert {f.subject for f in found} >= {"cms1500.33.name"}


# The statement ----------------------------------------------------------------------------------------------


def test_the_statement_shows_charge_payment_adjustment_share_and_balance(clinic, covered_case, signed_visit):
    today = clock.today(clinic.clinic)
    answered(
        covered_case, claim_of(covered_case, signed_visit), paid="70.00", contractual="36.00", share="20.00", on=today
    )
    bookkeeping.patient_pays(
        clinic, patient=covered_case.patient, amount=Decimal("5.00"), on=today, key="k1", memo="Copay, card"
    )
    said = text(papers.statement_pdf(clinic, covered_case.patient))
    for words in ("$126.00", "$70.00", "$36.00", "$20.00", "Copay, card", "$5.00", "You owe", "$15.00", "97124 × 3"):
        assert words in said, words
    assert f"due by {day(today + timedelta(30))}" in said
    assert "7 Cedar Lane" in said and "Baltimore, MD 21211-0007" in said


def test_a_claim_still_with_the_plan_is_not_asked_of_the_patient(clinic, covered_case, signed_visit):
    claim = claim_of(covered_case, signed_visit)
    bookkeeping.enter(clinic, ledger.charge(claiming.sent_as(claim), clock.today(clinic.clinic)), claim=claim)
    said = text(papers.statement_pdf(clinic, covered_case.patient))
    assert "You owe nothing" in said and "$126.00 is still with your plan" in said and "due by" not in said


def test_money_paid_ahead_is_to_the_patients_credit(clinic, covered_case):
    today = clock.today(clinic.clinic)
    bookkeeping.patient_pays(
        clinic, patient=covered_case.patient, amount=Decimal("40.00"), on=today, key="k", memo="Cash"
    )
    said = text(papers.statement_pdf(clinic, covered_case.patient))
    assert "To your credit" in said and "send back $40.00 or keep it" in said


def test_a_statement_of_an_earlier_day_knows_nothing_later(clinic, covered_case):
    today = clock.today(clinic.clinic)
    bookkeeping.patient_pays(
        clinic, patient=covered_case.patient, amount=Decimal("40.00"), on=today, key="k", memo="Cash"
    )
    said = text(papers.statement_pdf(clinic, covered_case.patient, today - timedelta(1)))
    assert "$40.00" not in said and "Nothing has been charged or paid yet." in said


def test_the_row_of_a_claim_adds_up(clinic, covered_case, signed_visit):
    today = clock.today(clinic.clinic)
    answered(
        covered_case, claim_of(covered_case, signed_visit), paid="70.00", contractual="30.00", share="20.00", on=today
    )
    account = statement.account_of(clinic, covered_case.patient, today)
    (sums,) = account.claims.values()
    assert -sums[ledger.REVENUE] == sum(
        sums[a] for a in (ledger.CASH, ledger.CONTRACTUAL, ledger.PAYER, ledger.PATIENT)
    )
    assert account.balance == Decimal("20.00") and sums[ledger.PAYER] == Decimal("6.00")


def test_payments_go_against_the_oldest_share_first():
    on = date(2026, 11, 24)
    shares = [
        (on - timedelta(100), Decimal("30.00")), (on - timedelta(45), Decimal("20.00")),
        (on - timedelta(30), Decimal("10.00")), (on - timedelta(5), Decimal("-35.00")),
    ]  # fmt: skip
    assert [amount for _, amount in statement.aging(shares, on)] == [Decimal("10.00"), Decimal("15.00"), ZERO, ZERO]


# The progress report ------------------------------------------------------------------------------------------


def report_pdf(who, case):
    return reporting.report_preview(who, drafted=reporting.report_start(who, case=case, kind="progress"))


@pytest.fixture
def progressed(clinic, covered_case):
    """Two visits, pain from 6 to 4, a goal for it, and a note for the last one."""
    signed(covered_case, 14)
    signed(covered_case, 3, replace(DRAFT, pain_before=4))
    Goal.objects.create(
        clinic=clinic.clinic, patient=covered_case.patient, case=covered_case.case, words="Drive for an hour",
        measure="nprs", baseline=6, target=2,
    )  # fmt: skip
    return covered_case


def test_the_report_says_where_the_patient_stands_on_one_page(clinic, progressed):
    made = report_pdf(clinic, progressed.case)
    said = text(made)
    assert len(pages(made)) == 1
    for words in (
        "Dr Priya Ashgrove", "400 Harbor Way", "NPI 1234567893", "Progress report: Hazel Quillfeather", "2 visits from",
        "Pain on arrival went from 6 to 4 of 10, a change that matters (2 or more)", "M54.2", "2 done, 4 of 6 left",
        "Drive for an hour", "on the way", "Swedish massage; 76 minutes hands on in 2 visits",
        "Less guarding after treatment.", "Continue once a week.", "4 visits are left on your order",
        "nobody has signed this yet",
    ):  # fmt: skip
        assert words in said, words


def test_a_goal_reached_is_said(clinic, progressed):
    on = clock.today(clinic.clinic)
    Score.objects.create(
        clinic=clinic.clinic, patient=progressed.patient, case=progressed.case, measure="nprs", on=on, value=2
    )
    assert "reached" in text(report_pdf(clinic, progressed.case))


def test_an_order_used_up_asks_for_a_new_one(clinic, progressed):
    progressed.referral.visits = 2
    progressed.referral.save()
    assert "Your order is used up." in text(report_pdf(clinic, progressed.case))


def test_an_order_without_a_number_asks_for_it(clinic, progressed):
    progressed.referral.visits = None
    progressed.referral.save()
    assert "does not say how many visits" in text(report_pdf(clinic, progressed.case))


def test_a_case_without_visits_reports_that(clinic, covered_case):
    assert "No visit has been signed yet." in text(report_pdf(clinic, covered_case.case))


def test_a_case_without_a_referral_has_nobody_to_report_to(clinic, covered_case):
    covered_case.referral.delete()
    with pytest.raises(Refused, match="no referral"):
        report_pdf(clinic, covered_case.case)


def test_a_measure_nobody_knows_is_drawn_but_not_judged(clinic, progressed):
    for ago, value in ((14, 40), (3, 30)):
        Score.objects.create(
            clinic=clinic.clinic, patient=progressed.patient, case=progressed.case, measure="own_scale",
            on=clock.today(clinic.clinic) - timedelta(ago), value=value,
        )  # fmt: skip
    assert "own_scale" in text(report_pdf(clinic, progressed.case))


# The door ----------------------------------------------------------------------------------------------------

MADE = {
    "note": (lambda who, w, v: papers.note_pdf(who, v), {"owner", "therapist", "biller"}, "note as PDF"),
    "form": (
        lambda who, w, v: papers.cms1500_pdf(who, v.claims.get(), "full"), {"owner", "biller"}, "CMS-1500, full",
    ),
    "statement": (lambda who, w, v: papers.statement_pdf(who, w.patient), {"owner", "biller"}, "statement as PDF"),
    "report": (
        lambda who, w, v: report_pdf(who, w.case), {"owner", "therapist"}, "report as PDF",
    ),
}  # fmt: skip


@pytest.mark.parametrize("role", ["owner", "therapist", "front_desk", "biller"])
@pytest.mark.parametrize("name", MADE)
def test_each_paper_is_for_those_who_may_read_it_and_leaves_a_row(member, covered_case, signed_visit, name, role):
    claim_of(covered_case, signed_visit)
    make, readers, words = MADE[name]
    if role in readers:
        assert make(member(role), covered_case, signed_visit).startswith(b"%PDF")
        assert seen(words) == 1
    else:
        with pytest.raises(access.Denied):
            make(member(role), covered_case, signed_visit)
        assert seen(words) == 0


@pytest.mark.parametrize("name", MADE)
def test_another_clinic_finds_nothing(other_clinic, covered_case, signed_visit, name):
    claim_of(covered_case, signed_visit)
    with pytest.raises(access.Denied):
        MADE[name][0](other_clinic, covered_case, signed_visit)


def test_the_paper_of_a_demo_clinic_says_that_nobody_is_real(clinic, signed_visit):
    clinic.clinic.is_demo = True
    assert "nobody here is real" in text(papers.note_pdf(clinic, signed_visit))
    assert Visit.objects.get() == signed_visit and isinstance(clock.now(), datetime)
