"""The claims screen: prepared once, sent once, and each finding leads to what mends it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.fixtures import DRAFT, PHYSICIAN, covered, signed
from medmassage.clinic import clock, selectors
from medmassage.clinic.models import Claim, ClaimEvent, Coverage, Entry, Fee, Remittance, Visit, WorkItem
from medmassage.clinic.services import answers, claiming, correcting, intake, opening, posting
from medmassage.finding import Finding, Level, Verdict
from medmassage.simulator import clearinghouse, payer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0)
MONEY_ROLES = [("owner", True), ("biller", True), ("therapist", False), ("front_desk", False)]


def at(name, row):
    return reverse(f"web:{name}", args=[row.pk])


@pytest.fixture
def owner(client_for, clinic):
    return client_for(clinic)


@pytest.fixture
def draft(clinic, signed_visit):
    return claiming.claim_prepare(clinic, visits=[signed_visit])


@pytest.fixture
def sent(clinic, draft):
    done = claiming.claims_send(clinic, claims=[draft])
    assert done.record, done.open
    draft.refresh_from_db()
    return draft


@pytest.fixture
def denied(clinic, sent):
    """A claim that was denied, and the work it left."""
    terms = payer.Terms(deny={"97124": ("CO", "197")})
    content = payer.pay(bytes(sent.submission.content), at=AT, control=1, terms=terms)
    row = answers.file_receive(clinic, name="era.835", content=content)[0]
    posting.remittance_post(clinic, remittance=row)
    return WorkItem.objects.get(kind="denial")


def upload(client, content, name="answer.edi"):
    return client.post(reverse("web:files_receive"), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(("role", "may"), MONEY_ROLES)
def test_claims_are_open_to_those_who_handle_money(role, may, draft, member, client_for):
    client, status = client_for(member(role)), 200 if may else 404
    assert client.get(reverse("web:claims")).status_code == status
    assert client.get(at("claim", draft)).status_code == status


def test_another_clinics_claim_is_not_found(sent, other_clinic, client_for):
    client = client_for(other_clinic)
    for name in ("claim", "claim_837", "claim_cms1500"):
        assert client.get(at(name, sent)).status_code == 404
    for name in ("claim_refresh", "claim_send"):
        assert client.post(at(name, sent)).status_code == 404
    assert "Quillfeather" not in client.get(reverse("web:claims")).content.decode()


def test_an_empty_clinic_is_told_what_appears_here(owner):
    assert "Signed visits of patients with coverage" in owner.get(reverse("web:claims")).content.decode()


def test_a_signed_visit_waits_to_be_billed(owner, signed_visit):
    page = owner.get(reverse("web:claims"))
    assert "1 signed visit can be billed" in page.content.decode()
    assert f'value="{signed_visit.pk}"' in page.content.decode()


def test_preparing_makes_one_claim_however_often_it_is_pressed(owner, signed_visit):
    for _ in range(2):
        answer = owner.post(reverse("web:claim_prepare"), {"visit": [signed_visit.pk]})
        assert answer.url == at("claim", Claim.objects.get())


def test_preparing_nothing_says_what_to_choose(owner):
    page = owner.post(reverse("web:claim_prepare"))
    assert page.status_code == 422
    assert "Choose at least one signed visit." in page.content.decode()


def test_another_clinics_visit_is_not_billed(other_clinic, signed_visit, client_for):
    answer = client_for(other_clinic).post(reverse("web:claim_prepare"), {"visit": [signed_visit.pk]})
    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_what_is_no_visit_at_all_is_not_found(owner):
    assert owner.post(reverse("web:claim_prepare"), {"visit": ["nonsense"]}).status_code == 404


def test_visits_of_two_cases_make_two_claims(owner, clinic, covered_case, signed_visit):
    coverage, today = covered_case.case.coverage, clock.today(clinic.clinic)
    case = intake.case_open(clinic, patient=covered_case.patient, title="Back pain", coverage=coverage, opened_on=today)
    order = intake.Order(
        written_on=today - timedelta(9), starts_on=today - timedelta(9), ends_on=today + timedelta(9), visits=4,
        diagnoses=("M54.50",), regions=("low_back",), physician=PHYSICIAN,
    )  # fmt: skip
    intake.referral_receive(clinic, case=case, order=order)
    other = signed(replace(covered_case, case=case), days_ago=5)
    page = owner.post(reverse("web:claim_prepare"), {"visit": [signed_visit.pk, other.pk]})
    assert page.status_code == 422
    assert "one case" in page.content.decode()


def test_a_claim_is_shown_as_it_will_be_sent(owner, draft):
    text = owner.get(at("claim", draft)).content.decode()
    for words in ("$126.00 to Harbor Health Plan", "97124", "M54.2", "HHP204811", "Ashgrove", "Marchetti", "38"):
        assert words in text, words


def test_each_finding_leads_to_the_field_that_mends_it(owner, clinic, signed_visit):
    Fee.objects.all().delete()
    draft = claiming.claim_prepare(clinic, visits=[signed_visit])
    page = owner.get(at("claim", draft))
    mends = page.context["checked"].mends
    assert mends and not page.context["checked"].is_ready
    for mend in mends:
        assert mend.address.startswith("/") and "#" in mend.address
        assert owner.get(mend.address.partition("#")[0]).status_code == 200
    assert mends[0].finding.message in owner.get(reverse("web:claims")).content.decode().replace("&#x27;", "'")


def test_a_claim_that_stops_is_not_sent_and_says_so(owner, clinic, signed_visit):
    Fee.objects.all().delete()
    draft = claiming.claim_prepare(clinic, visits=[signed_visit])
    page = owner.post(at("claim_send", draft))
    assert page.status_code == 422
    assert "Not sent" in page.content.decode()
    assert not Entry.objects.exists()


def test_mending_and_checking_again_lets_it_leave(owner, clinic, signed_visit):
    Fee.objects.all().delete()
    draft = claiming.claim_prepare(clinic, visits=[signed_visit])
    Fee.objects.create(clinic=clinic.clinic, code="97124", amount=Decimal("42.00"))
    assert owner.post(at("claim_refresh", draft)).status_code == 302
    assert owner.get(at("claim", draft)).context["checked"].is_ready


def test_sending_twice_sends_once(owner, draft):
    for _ in range(2):
        assert owner.post(at("claim_send", draft)).status_code == 302
    assert Entry.objects.filter(kind="charge").count() == 1
    draft.refresh_from_db()
    assert draft.status == Claim.Status.SENT


def test_what_is_unknown_is_passed_with_a_reason_that_stays_with_the_claim(owner, draft, monkeypatch):
    unknown = Finding("claim.habit", "payable", Level.UNKNOWN, "This payer’s habit is not known.", "Ask them.", "payer")
    monkeypatch.setattr(claiming, "payable", lambda claim, on: Verdict.of("payable", [unknown]))
    page = owner.post(at("claim_send", draft))
    assert page.status_code == 422 and 'name="reason.claim.habit"' in page.content.decode()
    assert owner.post(at("claim_send", draft), {"reason.claim.habit": "Called on 24 Nov"}).status_code == 302
    assert "Called on 24 Nov" in owner.get(at("claim", draft)).content.decode()


def test_what_was_sent_is_not_filled_anew(owner, sent):
    page = owner.post(at("claim_refresh", sent))
    assert page.status_code == 422
    assert "what was sent stays as it is" in page.content.decode()


def test_the_837_is_the_bytes_that_left(owner, sent):
    answer = owner.get(at("claim_837", sent))
    assert answer.content == bytes(sent.submission.content)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_claim_that_did_not_leave_has_no_file(owner, draft):
    assert owner.get(at("claim_837", draft)).status_code == 404


def test_tabs_count_what_stands_in_each_stage(owner, sent):
    tabs = {tab.stage: tab.count for tab in owner.get(reverse("web:claims")).context["tabs"]}
    assert tabs == {"ready": 0, "sent": 1, "rejected": 0, "denied": 0, "paid": 0}
    assert "Quillfeather" in owner.get(reverse("web:claims"), {"stage": "sent"}).content.decode()


def test_a_stage_that_is_none_shows_the_first(owner):
    assert owner.get(reverse("web:claims"), {"stage": "nowhere", "page": "x"}).context["stage"] == "ready"


def test_answers_of_the_clearinghouse_move_the_claim_once(owner, sent):
    for make in (clearinghouse.acknowledge, clearinghouse.claim_answers):
        content = make(bytes(sent.submission.content), at=AT, control=5)
        for _ in range(2):
            assert upload(owner, content).url == at("claim", sent)
    assert ClaimEvent.objects.count() == 2
    text = owner.get(at("claim", sent)).content.decode()
    assert "Accepted by the payer" in text and "277CA" in text


def test_an_835_leads_to_its_preview(owner, sent):
    content = payer.pay(bytes(sent.submission.content), at=AT, control=1, terms=payer.Terms())
    assert upload(owner, content).url == at("remittance", Remittance.objects.get())


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"ISA*00*", b"PK\x03\x04", "Grüße".encode("latin-1")])
def test_a_foreign_or_cut_file_gets_one_sentence(owner, content):
    page = upload(owner, content, "holiday.jpg")
    assert page.status_code == 422
    assert "holiday.jpg" in page.content.decode()
    assert not Remittance.objects.exists()


@pytest.mark.parametrize("files", [{}, {"file": SimpleUploadedFile("empty.edi", b"")}])
def test_no_file_is_said_kindly(owner, files):
    page = owner.post(reverse("web:files_receive"), files)
    assert page.status_code == 422
    assert "Choose a file" in page.content.decode()


@pytest.mark.parametrize("role", ["therapist", "front_desk"])
def test_only_those_who_handle_money_take_files_in(role, sent, member, client_for):
    content = clearinghouse.acknowledge(bytes(sent.submission.content), at=AT, control=5)
    assert upload(client_for(member(role)), content).status_code == 404
    assert not ClaimEvent.objects.exists()


def test_a_denial_is_worked_with_words_and_stays_on_file(owner, denied):
    assert denied.words.split(".")[0] in owner.get(reverse("web:claims")).content.decode()
    assert owner.post(at("work_done", denied), {"words": " "}).status_code == 422
    for words in ("Appealed by letter", "Another word"):
        assert owner.post(at("work_done", denied), {"words": words}).status_code == 302
    denied.refresh_from_db()
    assert denied.done_words == "Appealed by letter"
    assert "Appealed by letter" in owner.get(at("claim", denied.claim)).content.decode()


def test_another_clinics_work_is_not_found(denied, other_clinic, client_for):
    assert client_for(other_clinic).post(at("work_done", denied), {"words": "Done"}).status_code == 404


def test_a_long_list_costs_the_same_few_queries(owner, clinic, django_assert_max_num_queries):
    whole = covered(clinic)
    for days in range(1, 6):
        visit = signed(whole, days_ago=days, draft=DRAFT)
        claiming.claims_send(clinic, claims=[claiming.claim_prepare(clinic, visits=[visit])])
    with django_assert_max_num_queries(30):
        owner.get(reverse("web:claims"), {"stage": "sent"})


def test_the_money_of_a_claim_stands_on_its_page(owner, clinic, sent):
    text = owner.get(at("claim", sent)).content.decode()
    assert selectors.balances(clinic, claim=sent)["payer_receivable"] == Decimal("126.00")
    assert "Owed by payers" in text and "-$126.00" in text


@pytest.mark.parametrize("mode", ["full", "overlay"])
def test_the_form_comes_as_pdf(owner, draft, mode):
    answer = owner.get(at("claim_cms1500", draft), {"mode": mode})
    assert answer.content.startswith(b"%PDF")
    assert "Quillfeather" not in answer.headers["Content-Disposition"]


@pytest.fixture
def rejected(clinic, sent):
    """A claim that the payer did not take in."""
    refuse = {sent.control_number: "88"}
    content = clearinghouse.claim_answers(bytes(sent.submission.content), at=AT, control=7, refuse=refuse)
    answers.file_receive(clinic, name="answer.277", content=content)
    sent.refresh_from_db()
    return sent


def text_of(client, claim):
    return client.get(at("claim", claim)).content.decode()


def test_a_claim_that_waits_offers_no_correction_and_refuses_one(owner, sent):
    assert "Correct and send again" not in text_of(owner, sent)
    page = owner.post(at("claim_correct", sent))
    assert page.status_code == 422
    assert "waits for its answer" in page.content.decode()


def test_a_rejected_claim_is_corrected_by_one_button_and_the_two_lead_to_each_other(owner, rejected):
    assert "Correct and send again" in text_of(owner, rejected)
    for _ in range(2):
        answer = owner.post(at("claim_correct", rejected))
        new = Claim.objects.get(replaces=rejected)
        assert answer.url == at("claim", new)
    old_page, new_page = text_of(owner, rejected), text_of(owner, new)
    assert f'href="{at("claim", new)}"' in old_page and "Replaced by" in old_page
    assert f'href="{at("claim", rejected)}"' in new_page and "Original claim" in new_page
    assert "Correct and send again" not in old_page
    assert owner.post(at("claim_send", new)).status_code == 302


def test_a_denial_leads_from_the_worklist_to_its_claim_and_on_to_the_replacement(owner, denied):
    listed = owner.get(reverse("web:claims")).content.decode()
    assert f"{at('claim', denied.claim)}#correct" in listed
    assert 'id="correct"' in text_of(owner, denied.claim)
    new = Claim.objects.get(pk=owner.post(at("claim_correct", denied.claim)).url.rsplit("/", 1)[1])
    shown = text_of(owner, new)
    denied.claim.refresh_from_db()
    assert "Replacement of an earlier claim" in shown and denied.claim.payer_claim_number in shown
    assert "#correct" not in owner.get(reverse("web:claims")).content.decode()


def test_where_no_answer_brought_the_payers_number_the_page_asks_for_it(owner, denied):
    Claim.objects.update(payer_claim_number="")
    assert 'name="payer_claim_number"' in text_of(owner, denied.claim)
    page = owner.post(at("claim_correct", denied.claim))
    assert page.status_code == 422 and "payer&#x27;s claim number" in page.content.decode()
    assert owner.post(at("claim_correct", denied.claim), {"payer_claim_number": "HH-77"}).status_code == 302
    assert "HH-77" in text_of(owner, Claim.objects.get(status="draft"))


def test_a_replaced_claim_leaves_its_stage(owner, clinic, rejected):
    correcting.claim_correct(clinic, claim=rejected)
    tabs = {tab.stage: tab.count for tab in owner.get(reverse("web:claims")).context["tabs"]}
    assert (tabs["ready"], tabs["rejected"]) == (1, 0)


@pytest.mark.parametrize("role", ["therapist", "front_desk"])
def test_only_those_who_handle_money_correct_a_claim(role, rejected, member, client_for):
    assert client_for(member(role)).post(at("claim_correct", rejected)).status_code == 404


def test_another_clinics_claim_is_not_corrected(rejected, other_clinic, client_for):
    assert client_for(other_clinic).post(at("claim_correct", rejected)).status_code == 404


def test_a_payment_preview_says_that_its_claim_was_replaced(owner, clinic, denied):
    new = correcting.claim_correct(clinic, claim=denied.claim)
    content = payer.pay(bytes(denied.claim.submission.content), at=AT, control=5, terms=payer.Terms())
    shown = owner.get(upload(owner, content).url).content.decode()
    assert f"This claim was replaced by {new}." in shown


def test_a_subscriber_without_a_birth_date_leads_to_the_coverage(owner, clinic, signed_visit):
    Coverage.objects.update(relationship="spouse", subscriber_family="Quillfeather", subscriber_birth_date=None)
    coverage = Coverage.objects.get()
    where = f"{at('coverage_edit', coverage)}#id_subscriber_birth_date"
    page = owner.post(reverse("web:claim_prepare"), {"visit": [signed_visit.pk]})
    assert page.status_code == 422
    assert "birth date is not on file" in page.content.decode() and where in page.content.decode()
    assert 'id="id_subscriber_birth_date"' in owner.get(where.partition("#")[0]).content.decode()


@pytest.mark.parametrize("address", ["claim_refresh", "claim_correct"])
def test_a_birth_date_that_went_missing_is_named_on_the_claims_page_too(owner, rejected, clinic, address):
    claim = correcting.claim_correct(clinic, claim=rejected) if address == "claim_refresh" else rejected
    Coverage.objects.update(relationship="spouse", subscriber_family="Quillfeather", subscriber_birth_date=None)
    page = owner.post(at(address, claim))
    assert page.status_code == 422
    assert f"{at('coverage_edit', claim.coverage)}#id_subscriber_birth_date" in page.content.decode()


def test_visits_of_two_therapists_are_told_apart_at_once(owner, clinic, covered_case, signed_visit):
    other = opening.therapist_add(clinic, given="Noor", family="Baptiste", npi="1700987393")
    second = signed(covered_case, days_ago=5)
    Visit.objects.filter(pk=second.pk).update(therapist=other)
    page = owner.post(reverse("web:claim_prepare"), {"visit": [signed_visit.pk, second.pk]})
    assert page.status_code == 422
    assert "Make one claim for each therapist." in page.content.decode()


def test_a_list_of_drafts_is_checked_in_one_pass(owner, clinic, monkeypatch):
    whole = covered(clinic)
    drafts = [claiming.claim_prepare(clinic, visits=[signed(whole, days_ago=n)]) for n in range(1, 5)]
    passes = []
    many = claiming.payable_many
    monkeypatch.setattr(claiming, "payable_many", lambda claims, on: passes.append(len(claims)) or many(claims, on))
    monkeypatch.setattr(claiming, "payable", lambda claim, on: pytest.fail("asked one by one"))
    rows = owner.get(reverse("web:claims")).context["rows"]
    assert passes == [len(drafts)]
    assert all(row.is_ready for row in rows)
