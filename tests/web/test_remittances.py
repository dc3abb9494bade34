"""The remittance screen: what posting would do, posting once, and what is left to do."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from clinic.fixtures import covered, opened, signed
from medmassage.clinic import selectors
from medmassage.clinic.models import Entry, Posting
from medmassage.clinic.services import answers, claiming
from medmassage.simulator import payer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0)


def at(name, row):
    return reverse(f"web:{name}", args=[row.pk])


@pytest.fixture
def owner(client_for, clinic):
    return client_for(clinic)


def sent(clinic, *visits):
    claim = claiming.claim_prepare(clinic, visits=list(visits))
    done = claiming.claims_send(clinic, claims=[claim])
    assert done.record, done.open
    claim.refresh_from_db()
    return claim


def answered(clinic, claim, change=lambda content: content, control=1, **terms):
    content = payer.pay(bytes(claim.submission.content), at=AT, control=control, terms=payer.Terms(**terms))
    return answers.file_receive(clinic, name="era.835", content=change(content))[0]


@pytest.fixture
def claim(clinic, signed_visit):
    return sent(clinic, signed_visit)


@pytest.fixture
def paid(clinic, claim):
    return answered(clinic, claim)


@pytest.fixture
def denied(clinic, claim):
    return answered(clinic, claim, deny={"97124": ("CO", "197")})


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("biller", 200), ("therapist", 404), ("front_desk", 404)])
def test_remittances_are_open_to_those_who_handle_money(role, status, paid, member, client_for):
    client = client_for(member(role))
    assert client.get(reverse("web:remittances")).status_code == status
    assert client.get(at("remittance", paid)).status_code == status
    if status == 404:
        assert client.post(at("remittance_post", paid)).status_code == 404


def test_another_clinics_remittance_is_not_found(paid, other_clinic, client_for):
    client = client_for(other_clinic)
    assert client.get(at("remittance", paid)).status_code == 404
    assert client.post(at("remittance_post", paid)).status_code == 404
    assert "No remittance came in yet" in client.get(reverse("web:remittances")).content.decode()


def test_the_preview_shows_balances_before_and_after_and_changes_nothing(owner, paid):
    page = owner.get(at("remittance", paid))
    (row,) = page.context["shown"].matches
    assert row.before == Decimal("126.00")
    assert row.after == row.before - row.paid.paid - row.agreed_off - row.patient_part
    assert not Entry.objects.filter(kind="payer_payment").exists()


def test_the_button_says_how_many_and_how_much(owner, paid):
    text = owner.get(at("remittance", paid)).content.decode()
    assert f"Post all 1, ${paid.amount:,.2f}" in text


def test_the_payers_reasons_stand_in_plain_words(owner, denied):
    text = owner.get(at("remittance", denied)).content.decode()
    assert "CO-197" in text and "authorization" in text.lower()


def test_posting_twice_posts_once_and_the_sums_stay(owner, clinic, paid):
    owner.post(at("remittance_post", paid))
    after, count = selectors.balances(clinic), Posting.objects.count()
    answer = owner.post(at("remittance_post", paid), follow=True)
    assert "Nothing was entered twice" in answer.content.decode()
    assert (selectors.balances(clinic), Posting.objects.count()) == (after, count)
    assert sum(after.values()) == 0


def test_a_posted_remittance_shows_what_was_done(owner, paid):
    before = owner.get(at("remittance", paid)).context["shown"].matches[0]
    owner.post(at("remittance_post", paid))
    page = owner.get(at("remittance", paid))
    (row,) = page.context["shown"].matches
    assert "Posted by Olive Owner" in page.content.decode()
    assert "Post all" not in page.content.decode()
    assert (row.agreed_off, row.patient_part, row.before, row.after) == (
        before.agreed_off,
        before.patient_part,
        before.before,
        before.after,
    )


def test_a_denial_stays_owed_and_becomes_work_to_be_closed_here(owner, denied):
    (row,) = owner.get(at("remittance", denied)).context["shown"].to_look_at
    assert row.after == row.before == Decimal("126.00")
    owner.post(at("remittance_post", denied))
    page = owner.get(at("remittance", denied))
    assert page.context["work"].count() >= 1
    assert reverse("web:work_done", args=[page.context["work"][0].pk]) in page.content.decode()


def test_a_payment_for_no_claim_of_ours_stands_apart(clinic, paid, client_for):
    other = opened("Far Hill Clinic", "owner@hill.example")
    row = answers.file_receive(other, name="era.835", content=bytes(paid.content))[0]
    client = client_for(other)
    page = client.get(at("remittance", row))
    assert len(page.context["shown"].unmatched) == 1
    assert "was not sent from here" in page.content.decode()
    client.post(at("remittance_post", row))
    assert selectors.balances(other)["unapplied"] == -row.amount


def test_what_does_not_add_up_is_not_posted_and_says_why(owner, clinic, claim):
    row = answered(clinic, claim, lambda content: content.replace(b"BPR*I*", b"BPR*I*9", 1))
    page = owner.get(at("remittance", row))
    assert "Post all" not in page.content.decode()
    assert page.context["shown"].verdict.findings[0].message.split("“")[0] in page.content.decode()
    refused = owner.post(at("remittance_post", row))
    assert refused.status_code == 422
    assert "does not add up" in refused.content.decode()
    assert not Entry.objects.filter(kind="payer_payment").exists()


def test_three_groups_and_their_sums(owner, clinic):
    whole = covered(clinic)
    claims = [sent(clinic, signed(whole, days_ago=n)) for n in (3, 5)]
    for number, claim in enumerate(claims, start=1):
        page = owner.get(at("remittance", answered(clinic, claim, control=number)))
        shown = page.context["shown"]
        assert shown.known_total.before == Decimal("126.00")
        assert shown.known_total.paid == shown.matches_total.paid + shown.look_total.paid


def test_the_list_says_what_waits(owner, paid):
    text = owner.get(reverse("web:remittances")).content.decode()
    assert "1 waits to be posted." in text and at("remittance", paid) in text
    owner.post(at("remittance_post", paid))
    assert "All that came in is posted." in owner.get(reverse("web:remittances")).content.decode()


def test_an_empty_list_says_what_to_do(owner):
    assert "No remittance came in yet" in owner.get(reverse("web:remittances")).content.decode()
