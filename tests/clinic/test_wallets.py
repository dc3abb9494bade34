"""How a paper stands on a day: by its own dates, and by the last look at its register."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.clinic import clock, selectors, wallets
from medmassage.clinic.models import Credential, Therapist
from medmassage.clinic.services import opening, wallet

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def holder(clinic) -> Therapist:
    return opening.therapist_add(clinic, given="Noor", family="Baptiste", npi="1700987393", user=clinic.user)


def stands(clinic, holder: Therapist | None) -> list[wallets.Standing]:
    return wallets.stand(selectors.papers(clinic, holder), clock.today(clinic.clinic))


def only(clinic, holder) -> wallets.Standing:
    (one,) = stands(clinic, holder)
    return one


def held(clinic, holder, kind="license", **facts) -> Credential:
    return wallet.credential_add(clinic, therapist=holder, kind=kind, **{"code": "LMT", "state": "MD"} | facts)


def looked(clinic, paper, found="in_force", days_ago=0, **seen):
    on = clock.today(clinic.clinic) - days_ago * DAY
    return wallet.verification_add(clinic, credential=paper, on=on, source="the register", found=found, **seen)


@pytest.mark.parametrize(
    ("facts", "answer", "word", "closed"),
    [
        ({"valid_to": -1}, "no", "ended", False),
        ({"valid_to": 0}, "with_care", "ends soon", False),
        ({"valid_to": 60}, "with_care", "ends soon", False),
        ({"valid_to": 61}, "yes", "in force", False),
        ({"valid_from": 0}, "yes", "in force", False),
        ({"valid_from": 1}, "unknown", "not yet in force", False),
        ({}, "yes", "in force", False),
        ({"given_up_on": 0}, "yes", "given up", True),
        ({"given_up_on": 1}, "yes", "in force", False),
        ({"given_up_on": -5, "valid_to": -1}, "yes", "given up", True),
    ],
)
def test_a_paper_stands_by_its_dates(clinic, holder, facts, answer, word, closed):
    today = clock.today(clinic.clinic)
    held(clinic, holder, **{name: today + days * DAY for name, days in facts.items()})
    one = only(clinic, holder)
    assert (one.dates.answer, one.dates.word, one.closed) == (answer, word, closed)


@pytest.mark.parametrize(
    ("found", "days_ago", "ends", "answer", "word"),
    [
        ("in_force", 0, None, "yes", "verified"),
        ("in_force", 365, None, "yes", "verified"),
        ("in_force", 366, None, "with_care", "verified over a year ago"),
        ("in_force", 0, 300, "yes", "verified"),
        ("in_force", 0, 299, "unknown", "register shows another end"),
        ("ended", 0, None, "no", "register: ended"),
        ("limited", 0, None, "no", "register: limited, suspended or under discipline"),
        ("not_found", 0, None, "no", "register: not found"),
    ],
)
def test_a_paper_stands_by_the_last_look_at_its_register(clinic, holder, found, days_ago, ends, answer, word):
    today = clock.today(clinic.clinic)
    paper = held(clinic, holder, valid_to=today + 300 * DAY)
    looked(clinic, paper, "not_found", days_ago=400)
    looked(clinic, paper, found, days_ago, ends=today + ends * DAY if ends else None)
    one = only(clinic, holder)
    assert (one.check.answer, one.check.word) == (answer, word)
    assert (one.answer, one.word) == (answer, "in force" if answer == "yes" else word)


@pytest.mark.parametrize(
    ("kind", "answer"), [("license", "unknown"), ("certification", "unknown"), ("liability", "yes"), ("cpr", "yes")]
)
def test_what_nobody_verified_says_so_and_weighs_where_there_is_a_register(clinic, holder, kind, answer):
    held(clinic, holder, kind)
    one = only(clinic, holder)
    assert (one.check.word, one.check.answer) == ("not verified", answer)
    assert one.of_the_check == ("unknown" if answer == "unknown" else "")


def test_an_end_that_the_register_shows_and_nobody_entered_is_a_disagreement(clinic, holder):
    looked(clinic, held(clinic, holder), ends=date(2031, 1, 1))
    assert only(clinic, holder).word == "register shows another end"


def test_an_ended_paper_is_replaced_only_by_one_of_its_kind_and_issuer_in_force_today(clinic, holder):
    today = clock.today(clinic.clinic)
    old = held(clinic, holder, valid_to=today - DAY)
    held(clinic, holder, state="WA", valid_to=today + 300 * DAY)
    held(clinic, holder, valid_from=today + DAY)
    assert not next(one for one in stands(clinic, holder) if one.paper == old).closed
    new = held(clinic, holder, valid_from=today)
    found = stands(clinic, holder)
    replaced = next(one for one in found if one.paper == old)
    assert (replaced.dates.word, replaced.closed, replaced.answer) == ("replaced", True, "yes")
    assert not next(one for one in found if one.paper == new).closed


def test_the_worst_stands_first_and_what_is_closed_last(clinic, holder):
    today = clock.today(clinic.clinic)
    for days in (300, -1, 10):
        held(clinic, holder, "liability", issuer=f"Insurer {days}", valid_to=today + days * DAY)
    held(clinic, holder, "cpr", given_up_on=today)
    found = stands(clinic, holder)
    assert [one.dates.word for one in found] == ["ended", "ends soon", "in force", "given up"]
    assert wallets.waiting(found) == 2


def test_the_clinics_own_papers_stand_apart(clinic, holder):
    held(clinic, holder)
    own = held(clinic, None, "establishment", code="")
    found = wallets.by_wallet(selectors.papers_of_everybody(clinic), clock.today(clinic.clinic))
    assert [one.paper for one in found[None]] == [own]
    assert [one.paper.kind for one in found[holder]] == ["license"]


def test_an_npi_that_was_corrected_replaces_the_one_that_was_verified(clinic, holder):
    seen = {"on": clock.today(clinic.clinic), "source": "NPPES", "found": "in_force"}
    wallet.npi_verify(clinic, therapist=holder, **seen)
    wallet.npi_verify(clinic, therapist=holder, **seen)
    one = only(clinic, holder)
    assert (one.paper.number, one.word, one.paper.verifications.count()) == ("1700987393", "in force", 2)
    Therapist.objects.update(npi="1033167382")
    assert only(clinic, holder).closed


@given(
    start=st.none() | st.integers(-50, 50), end=st.none() | st.integers(0, 100), given_up=st.none() | st.integers(0, 60)
)
def test_a_paper_is_in_force_from_its_first_to_its_last_day_and_on_no_other(start, end, given_up):
    zero = date(2026, 6, 1)
    on = {name: zero + days * DAY for name, days in (("start", start), ("given", given_up)) if days is not None}
    paper = Credential(
        valid_from=on.get("start"), given_up_on=on.get("given"),
        valid_to=None if end is None else zero + ((start or 0) + end) * DAY,
    )  # fmt: skip
    for day in (zero + n * DAY for n in range(-55, 160)):
        begun = paper.valid_from is None or paper.valid_from <= day
        over = bool(paper.valid_to and day > paper.valid_to) or bool(paper.given_up_on and day >= paper.given_up_on)
        assert wallets.in_force(paper, day) == (begun and not over)
