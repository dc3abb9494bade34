"""The third gate: every limit at once, on both sides of its edge."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage.care.case import Authorization, Case, PlanYear, Referral, Visit
from medmassage.care.limits import limits
from medmassage.care.ordered import ordered, tightest

FIRST = date(2026, 11, 2)
LAST = date(2026, 12, 12)
TODAY = date(2026, 11, 20)


def referral(name: str = "r1", starts: date = FIRST, ends: date | None = LAST, visits: int | None = 6) -> Referral:
    return Referral(name, starts, starts, ends, visits)


def visits(count: int, *, first: date = FIRST, status: str = "signed", units: int = 2) -> tuple[Visit, ...]:
    return tuple(Visit(f"v{first:%m%d}{i}", first + timedelta(i), status, units) for i in range(count))


def case(**facts) -> Case:
    return Case(**{"state": "MD", "payer_kind": "commercial", "referrals": (referral(),), **facts})


def injured_worker(**facts) -> Case:
    return case(**{"state": "WA", "payer_kind": "workers_comp", **facts})


def rules(one: Case, on: date = TODAY, *, adding: bool = True) -> dict[str, str]:
    return {f.rule: f.level.word for f in ordered(one, on, adding=adding).findings if f.rule != "order.left"}


def test_the_one_number_reads_as_the_front_desk_says_it() -> None:
    found = tightest(case(visits=visits(4)), TODAY)
    assert found is not None
    assert found.words == "2 of 6 left, until 12 Dec, by referral"
    assert (found.kind, found.allowed, found.used, found.left, found.until) == ("referral", 6, 4, 2, LAST)


def test_the_sixth_of_six_passes_and_the_seventh_does_not() -> None:
    assert ordered(case(visits=visits(5)), TODAY, adding=True).answer == "yes"
    verdict = ordered(case(visits=visits(6)), TODAY, adding=True)
    assert verdict.answer == "no"
    assert verdict.findings[0].rule == "order.visits_used_up"
    assert verdict.findings[0].message == "0 of 6 left, until 12 Dec, by referral."
    assert "new order" in verdict.findings[0].remedy


def test_a_sixth_visit_that_stands_passes_and_a_seventh_that_stands_does_not() -> None:
    six = case(visits=visits(6))
    assert ordered(six, FIRST + timedelta(5), adding=False).answer == "yes"
    seven = case(visits=visits(7))
    assert ordered(seven, FIRST + timedelta(5), adding=False).answer == "yes"
    assert rules(seven, FIRST + timedelta(6), adding=False) == {"order.visits_used_up": "stop"}


def test_a_day_without_a_visit_is_asked_as_one_more() -> None:
    assert rules(case(visits=visits(6)), TODAY, adding=False) == {"order.visits_used_up": "stop"}


@pytest.mark.parametrize("status", ["booked", "done", "signed", "billed"])
def test_every_visit_that_is_booked_or_was_held_counts(status: str) -> None:
    assert "order.visits_used_up" in rules(case(visits=visits(6, status=status)))


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_visits_that_never_were_do_not_count(status: str) -> None:
    assert rules(case(visits=visits(6, status=status))) == {}


def test_a_visit_booked_ahead_takes_the_last_place() -> None:
    ahead = case(visits=(*visits(5), Visit("ahead", LAST, "booked")))
    assert rules(ahead) == {"order.visits_used_up": "stop"}


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (FIRST - timedelta(1), {"order.not_started": "stop"}),
        (FIRST, {}),
        (LAST, {}),
        (LAST + timedelta(1), {"order.expired": "stop"}),
    ],
)
def test_the_order_holds_from_its_first_to_its_last_day(on: date, found: dict[str, str]) -> None:
    assert rules(case(), on) == found


def test_no_order_stops_unless_the_patient_pays() -> None:
    assert rules(case(referrals=())) == {"order.no_referral": "stop"}
    verdict = ordered(case(referrals=(), payer_kind="self_pay"), TODAY, adding=True)
    assert (verdict.answer, [f.rule for f in verdict.findings]) == ("yes", ["order.not_needed"])


def test_an_order_that_says_no_number_is_unknown_never_a_guess() -> None:
    assert rules(case(referrals=(referral(visits=None),))) == {"order.visits_unknown": "unknown"}


def test_an_order_without_an_end_is_a_caution() -> None:
    assert rules(case(referrals=(referral(ends=None),))) == {"order.end_unknown": "caution"}


def test_overlapping_orders_are_filled_one_after_the_other() -> None:
    two = case(referrals=(referral(), referral("r2", date(2026, 11, 10), date(2027, 1, 5), 4)), visits=visits(6))
    assert rules(two) == {}
    by_name = {limit.name: limit.left for limit in limits(two, TODAY)}
    assert by_name == {"referral of 2 Nov": 0, "referral of 10 Nov": 4}
    found = tightest(two, TODAY)
    assert found is not None
    assert found.words == "4 of 4 left, until 5 Jan, by referral of 10 Nov"


def test_a_gap_between_two_orders_names_both_sides() -> None:
    gap = case(referrals=(referral(ends=date(2026, 11, 10)), referral("r2", date(2026, 12, 1))))
    assert rules(gap) == {"order.expired": "stop", "order.not_started": "stop"}


def paper(number: str = "A123", **facts) -> Authorization:
    return Authorization(**{"id": number, "number": number, "starts": FIRST, "ends": LAST, **facts})


def test_an_authorization_counts_beside_the_order_and_the_tighter_one_is_shown() -> None:
    one = case(authorizations=(paper(visits=5),), visits=visits(4))
    assert rules(one) == {}
    found = tightest(one, TODAY)
    assert found is not None
    assert found.words == "1 of 5 left, until 12 Dec, by authorization A123"
    assert rules(case(authorizations=(paper(visits=4),), visits=visits(4))) == {"order.authorization_used_up": "stop"}


def test_an_authorization_by_units_counts_units_and_a_booked_visit_takes_one_at_least() -> None:
    held = visits(2, units=3)
    booked = Visit("b", FIRST + timedelta(5), "booked")
    one = case(authorizations=(paper(units=8),), visits=(*held, booked))
    found = next(x for x in limits(one, TODAY) if x.kind == "authorization")
    assert (found.counts, found.used, found.left) == ("units", 7, 1)
    assert found.words == "1 of 8 units left, until 12 Dec, by authorization A123"
    assert rules(one) == {}
    assert rules(case(authorizations=(paper(units=7),), visits=(*held, booked))) == {
        "order.authorization_used_up": "stop"
    }


def test_an_authorization_by_visits_and_units_holds_both() -> None:
    one = case(authorizations=(paper(visits=9, units=6),), visits=visits(3, units=2))
    assert rules(one) == {"order.authorization_used_up": "stop"}
    assert rules(case(authorizations=(paper(visits=9, units=7),), visits=visits(3, units=2))) == {}


def test_authorizations_for_the_same_codes_follow_one_another_those_for_others_each_count() -> None:
    same = (paper("A1", visits=4), paper("A2", visits=4))
    assert rules(case(authorizations=same, visits=visits(5))) == {}
    other = (paper("A1", visits=4, codes=("97124",)), paper("A2", visits=9, codes=("97140",)))
    assert rules(case(authorizations=other, visits=visits(5))) == {"order.authorization_used_up": "stop"}


def test_where_the_payer_gave_an_authorization_one_has_to_cover_the_day() -> None:
    ended = case(authorizations=(paper(ends=TODAY - timedelta(1), visits=9),))
    verdict = ordered(ended, TODAY, adding=True)
    assert verdict.findings[0].rule == "order.authorization_missing"
    assert verdict.findings[0].message == "No authorization covers 20 Nov. A123 ended on 19 Nov."
    assert rules(case(authorizations=(paper(ends=TODAY, visits=9),))) == {}


def test_an_authorization_that_says_no_number_is_unknown() -> None:
    assert rules(case(authorizations=(paper(),))) == {"order.authorization_unknown": "unknown"}


def test_the_plan_year_rolls_to_the_year_that_holds_the_day() -> None:
    plan = PlanYear(date(2025, 1, 1), visits=4)
    last_year = visits(4, first=date(2025, 12, 28))  # 28 to 31 Dec 2025
    assert rules(case(plan_year=plan, visits=last_year)) == {}
    assert rules(case(plan_year=plan, visits=visits(4))) == {"order.plan_year_used_up": "stop"}
    found = next(x for x in limits(case(plan_year=plan), TODAY) if x.kind == "plan_year")
    assert found.until == date(2026, 12, 31)


def test_visits_elsewhere_count_in_the_plan_year_they_were_said_for() -> None:
    plan = PlanYear(date(2026, 1, 1), visits=4, used_elsewhere=3)
    assert rules(case(plan_year=plan)) == {}
    assert rules(case(plan_year=plan, visits=visits(1))) == {"order.plan_year_used_up": "stop"}
    long_order = (referral(ends=date(2027, 3, 1)),)
    assert rules(case(plan_year=plan, referrals=long_order), date(2027, 1, 1)) == {
        "order.plan_year_elsewhere": "caution"
    }


def test_the_first_six_visits_of_a_washington_claim_need_no_authorization_the_seventh_does() -> None:
    two_orders = (referral(), referral("r2", date(2026, 11, 10)))
    six = injured_worker(referrals=two_orders, visits=visits(5))
    assert "order.authorization_missing" not in rules(six)
    seventh = ordered(injured_worker(referrals=two_orders, visits=visits(6)), TODAY, adding=True)
    stop = seventh.findings[0]
    assert (stop.rule, stop.level.word) == ("order.authorization_missing", "stop")
    assert "F245-417-000" in stop.remedy
    assert stop.basis[0].confidence == "primary"
    assert "lni.wa.gov" in stop.basis[0].url


def test_a_new_referral_does_not_restart_the_count_of_the_claim() -> None:
    """Six visits under the first order; the second order allows six more, the claim does not."""
    second = referral("r2", date(2026, 11, 16), date(2027, 1, 5), 6)
    first = referral(ends=date(2026, 11, 15))
    one = injured_worker(referrals=(first, second), visits=visits(6))
    left = {limit.kind: limit.left for limit in limits(one, TODAY)}
    assert left == {"referral": 6, "counting_rule": 0}
    found = tightest(one, TODAY)
    assert found is not None
    assert found.words == "0 of 6 left, by claim"
    assert rules(one)["order.authorization_missing"] == "stop"
    elsewhere = case(state="MD", referrals=(first, second), visits=visits(6))
    assert rules(elsewhere) == {}


def test_visits_before_the_claim_was_opened_are_not_of_the_claim() -> None:
    long = (referral(starts=date(2026, 9, 1), visits=20),)
    early = visits(6, first=date(2026, 9, 1))
    assert "order.authorization_missing" in rules(injured_worker(referrals=long, visits=early))
    opened = injured_worker(referrals=long, visits=early, claim_opened=FIRST)
    assert "order.authorization_missing" not in rules(opened)


def test_an_authorization_carries_the_claim_past_the_sixth_visit_and_no_further() -> None:
    long = (referral(visits=30),)
    more = (paper(visits=2),)
    assert set(rules(injured_worker(referrals=long, authorizations=more, visits=visits(7)))) == {"order.report_due"}
    past = rules(injured_worker(referrals=long, authorizations=more, visits=visits(8)))
    assert past["order.authorization_used_up"] == past["order.counting_used_up"] == "stop"


def test_an_authorization_on_file_binds_nobody_while_visits_need_none() -> None:
    one = injured_worker(referrals=(referral(visits=30),), authorizations=(paper(visits=2),), visits=visits(3))
    found = tightest(one, TODAY)
    assert found is not None
    assert found.words == "5 of 8 left, by claim"


def test_beyond_the_twelfth_visit_the_claim_manager_is_asked() -> None:
    one = injured_worker(referrals=(referral(visits=30),), authorizations=(paper(visits=6),), visits=visits(12))
    assert any("claim manager" in f.remedy for f in ordered(one, TODAY, adding=True).findings)


def test_a_visit_booked_before_others_that_pushes_one_past_the_claim_is_stopped() -> None:
    ahead = injured_worker(referrals=(referral(visits=30),), visits=visits(6, first=date(2026, 11, 25)))
    assert rules(ahead)["order.counting_used_up"] == "stop"


def test_a_report_is_due_after_six_visits() -> None:
    long = (referral(visits=30),)
    assert "order.report_due" not in rules(injured_worker(referrals=long, visits=visits(4)))
    due = ordered(injured_worker(referrals=long, visits=visits(5)), TODAY, adding=True)
    assert due.answer == "with_care"
    assert "296-23-250" in due.findings[0].basis[0].cite


@pytest.mark.parametrize(("on", "due"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
def test_a_report_is_due_after_a_month(on: date, due: bool) -> None:
    assert ("order.report_due" in rules(injured_worker(visits=visits(1)), on)) is due


def test_a_report_that_left_starts_the_count_anew() -> None:
    sent = injured_worker(referrals=(referral(visits=30),), visits=visits(5), reports=(date(2026, 11, 10),))
    assert "order.report_due" not in rules(sent)


def test_a_second_visit_on_one_day_needs_the_doctors_reason() -> None:
    one = injured_worker(visits=(Visit("v", TODAY, "done"),))
    assert "order.counting_second_today" in rules(one)
    assert "order.counting_second_today" not in rules(one, adding=False)
    assert "order.counting_second_today" not in rules(case(visits=(Visit("v", TODAY, "done"),)))


def test_care_bought_by_the_va_needs_its_authorization_from_the_first_visit() -> None:
    assert rules(case(payer_kind="va")) == {"order.authorization_missing": "stop"}
    assert rules(case(payer_kind="va", authorizations=(paper(visits=12),))) == {}


days = st.integers(0, 60).map(lambda n: FIRST + timedelta(n))
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 40)))
numbers = st.one_of(st.none(), st.integers(0, 12))
states = st.sampled_from(["booked", "done", "signed", "billed", "cancelled", "no_show"])


@st.composite
def cases(draw) -> Case:
    def ends(starts: date, length: int | None) -> date | None:
        return None if length is None else starts + timedelta(length)

    orders = tuple(
        Referral(str(i), s, s, ends(s, n), draw(numbers)) for i, (s, n) in enumerate(draw(st.lists(spans, max_size=4)))
    )
    papers = tuple(
        Authorization(str(i), f"A{i}", s, ends(s, n), draw(numbers), draw(numbers))
        for i, (s, n) in enumerate(draw(st.lists(spans, max_size=3)))
    )
    made = tuple(
        Visit(str(i), draw(days), draw(states), draw(st.integers(0, 4))) for i in range(draw(st.integers(0, 14)))
    )
    plan = draw(st.one_of(st.none(), st.builds(PlanYear, days, st.integers(0, 20), st.integers(0, 5))))
    kind, state = draw(st.sampled_from([("commercial", "MD"), ("workers_comp", "WA"), ("va", "OH")]))
    return Case(state, kind, orders, papers, plan, made)


@given(cases(), days)
def test_used_and_left_come_to_what_is_allowed(one: Case, on: date) -> None:
    for limit in limits(one, on):
        assert limit.used >= 0
        assert limit.left is None if limit.allowed is None else limit.used + limit.left == limit.allowed


@given(cases(), days, st.integers(0, 4), days)
def test_one_more_visit_never_leaves_more(one: Case, on: date, units: int, asked: date) -> None:
    more = replace(one, visits=(*one.visits, Visit("x", on, "booked", units)))
    before, after = limits(one, asked), limits(more, asked)
    assert len(before) == len(after)
    for was, now in zip(before, after, strict=True):
        assert now.used >= was.used
        assert was.left is None or now.left <= was.left


@given(cases(), days, st.randoms(use_true_random=False))
def test_the_order_in_which_visits_stand_does_not_matter(one: Case, on: date, chance) -> None:
    shuffled = list(one.visits)
    chance.shuffle(shuffled)
    other = replace(one, visits=tuple(shuffled))
    assert limits(other, on) == limits(one, on)
    assert ordered(other, on, adding=True) == ordered(one, on, adding=True)


@given(cases(), days)
def test_the_tightest_limit_is_one_of_the_limits_and_no_kind_allows_less(one: Case, on: date) -> None:
    held, found = limits(one, on), tightest(one, on)
    if found is None:
        assert all(x.kind == "authorization" for x in held)
        return
    assert found in held
    held = tuple(x for x in held if x.kind != "authorization")
    best = {k: [x for x in held if (x.kind, x.counts) == k] for k in {(x.kind, x.counts) for x in held}}
    for group in best.values():
        if all(x.left is not None for x in group):
            assert found.left is not None
            assert found.left <= max(x.left for x in group)


@given(cases(), days)
def test_what_may_be_booked_stands_once_it_is_booked(one: Case, on: date) -> None:
    """The two questions agree: a day where one more passes holds that visit afterwards."""
    if ordered(one, on, adding=True).passes:
        booked = replace(one, visits=(*one.visits, Visit("x", on, "booked")))
        assert ordered(booked, on, adding=False).passes or any(v.on == on and v.counts for v in one.visits)


@given(cases(), days)
def test_a_tightest_limit_that_is_used_up_stops_one_more(one: Case, on: date) -> None:
    """With one paper a pile; with several a visit may move to another paper and make room."""
    one = replace(one, referrals=one.referrals[:1], authorizations=one.authorizations[:1])
    found = tightest(one, on)
    if found and found.left is not None and found.left <= 0:
        assert not ordered(one, on, adding=True).passes
