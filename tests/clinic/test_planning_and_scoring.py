"""The plan, goals and scores: kept as agreed, refused with the mend, taken back only by who entered them, today."""

from datetime import timedelta
from decimal import Decimal

import pytest
from auditlog.context import set_actor

from clinic.fixtures import booked, signed
from medmassage.clinic import access, clock, measures, necessity
from medmassage.clinic.models import CarePlan, Case, Goal, MeasureItems, Score
from medmassage.clinic.services import planning, scoring, wording
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(covered_case):
    return clock.today(covered_case.owner.clinic)


def test_a_new_plan_follows_the_old_one_and_the_newest_counts(covered_case, today):
    owner, case = covered_case.owner, covered_case.case
    first = planning.plan_agree(owner, case=case, agreed_on=today - timedelta(9), minutes=30, weeks=4)
    second = planning.plan_agree(owner, case=case, agreed_on=today, minutes=60, techniques=["Swedish massage"])
    assert list(case.plans.all()) == [second, first]
    assert (second.author, second.techniques, first.minutes) == (owner.user, ["Swedish massage"], 30)


def test_a_plan_is_agreed_today_or_before_and_on_a_case_that_runs(covered_case, today):
    owner, case = covered_case.owner, covered_case.case
    with pytest.raises(Refused, match="still to come"):
        planning.plan_agree(owner, case=case, agreed_on=today + timedelta(1))
    Case.objects.filter(pk=case.pk).update(closed_on=today)
    with pytest.raises(Refused, match="Open it again"):
        planning.plan_agree(owner, case=case, agreed_on=today)
    assert not CarePlan.objects.exists()


def test_a_plan_past_the_order_is_said_with_its_numbers(covered_case, today):
    plan = planning.plan_agree(
        covered_case.owner, case=covered_case.case, agreed_on=today, visits=12, weeks=2, regions=["calf_left"]
    )
    said = {finding.rule: finding.message for finding in necessity.beside_orders(plan)}
    assert said["plan.more_visits"] == "The plan has 12 visits, the order 6."
    assert "calf" in said["plan.other_regions"] and "plan.past_the_order" not in said


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"target": Decimal(6)}, "target", "where the patient stands today"),
        ({"target": Decimal(9)}, "target", "worse than today"),
        ({"baseline": Decimal(11)}, "baseline", "runs from 0 to 10"),
    ],
)
def test_a_goal_that_could_not_show_a_change_is_refused(covered_case, change, field, words):
    facts = {"words": "Sleep", "measure": "nprs", "baseline": Decimal(6), "target": Decimal(2), **change}
    with pytest.raises(Refused, match=words) as refused:
        planning.goal_add(covered_case.owner, case=covered_case.case, **facts)
    assert refused.value.field == field and not Goal.objects.exists()


def test_a_changed_goal_is_weighed_again_and_the_log_keeps_what_it_was(covered_case):
    owner = covered_case.owner
    facts = {"words": "Sleep", "measure": "nprs", "baseline": Decimal(6), "target": Decimal(2)}
    goal = planning.goal_add(owner, case=covered_case.case, **facts)
    with pytest.raises(Refused, match="worse"):
        planning.goal_change(owner, goal=goal, target=Decimal(8))
    planning.goal_change(owner, goal=goal, target=Decimal(3))
    changed = access.audit_rows(owner, covered_case.patient).filter(action=1).first().changes_dict
    assert changed["target"][1] in ("3", "3.0")


NDI = [3, 2, 2, 3, 2, 2, 2, 3, 2, 1]


def test_answers_are_scored_by_the_rule_and_kept_item_by_item(covered_case, today):
    score = scoring.score_add(covered_case.owner, case=covered_case.case, measure="ndi", on=today, answers=NDI)
    assert (score.value, score.answers) == (Decimal("44.0"), NDI)
    assert measures.band("ndi", score.value) == "moderate"


def test_a_missing_answer_is_counted_as_the_rule_says_or_refused(covered_case, today):
    add = {"case": covered_case.case, "on": today}
    with_gap = scoring.score_add(covered_case.owner, measure="ndi", answers=[None, *NDI[1:]], **add)
    assert with_gap.value == Decimal("42.2")  # 19 of 45
    with pytest.raises(Refused, match="needs"):
        scoring.score_add(covered_case.owner, measure="ndi", answers=[1, 2, *[None] * 8], **add)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"value": Decimal(130)}, "runs from 0 to 100"),
        ({}, "answer the items"),
        ({"answers": NDI, "value": Decimal(50)}, "come to 44"),
        ({"answers": [9, *NDI[1:]]}, "Answer 1"),
    ],
)
def test_a_score_that_cannot_be_is_refused(covered_case, today, facts, words):
    with pytest.raises(Refused, match=words):
        scoring.score_add(covered_case.owner, case=covered_case.case, measure="ndi", on=today, **facts)
    assert not Score.objects.exists()


def test_the_patients_own_words_stay_with_their_answers(covered_case, today):
    score = scoring.score_add(
        covered_case.owner, case=covered_case.case, measure="psfs", on=today,
        answers=[4, 3, None, None, None], own_words=["Backing out", "Sleeping", "", "", ""],
    )  # fmt: skip
    assert measures.own_words(score.answers) == ["Backing out", "Sleeping"]
    assert measures.numbers(score.answers) == [4, 3] and score.value == Decimal("3.5")


ALERT = measures.knowledge().measures["phq9"].scoring.alerts[0].words


def test_an_alert_is_told_even_where_too_few_answers_make_a_score(covered_case, today):
    with pytest.raises(Refused, match=ALERT):
        scoring.score_add(
            covered_case.owner, case=covered_case.case, measure="phq9", on=today, answers=[*[None] * 8, 2]
        )


def test_only_who_entered_a_score_takes_it_back_and_only_that_day(covered_case, member, today):
    owner, other, case = covered_case.owner, member("therapist"), covered_case.case
    with set_actor(owner.user):
        score = scoring.score_add(owner, case=case, measure="nprs", on=today, value=Decimal(4))
        old = scoring.score_add(owner, case=case, measure="nprs", on=today, value=Decimal(5))
    Score.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(2))
    for who, one in ((other, score), (owner, old)):
        with pytest.raises(Refused, match="on the same day"):
            scoring.score_remove(who, score=one)
    scoring.score_remove(owner, score=score)
    assert Score.objects.get() == old
    assert access.audit_rows(owner, covered_case.patient).filter(action=2).exists()


def test_pain_of_a_signed_note_is_not_taken_back(covered_case):
    with set_actor(covered_case.owner.user):
        signed(covered_case)
    with pytest.raises(Refused, match="signed note"):
        scoring.score_remove(covered_case.owner, score=Score.objects.get())


def test_the_thread_takes_signed_lines_with_units_and_the_scores_up_to_the_day(covered_case, today):
    owner, case = covered_case.owner, covered_case.case
    signed(covered_case, days_ago=14)
    booked(covered_case)
    planning.goal_add(owner, case=case, words="Turn", measure="nprs", baseline=Decimal(6), target=Decimal(2))
    scoring.score_add(owner, case=case, measure="nprs", on=today, value=Decimal(3))
    thread = necessity.thread(case, today)
    assert [(c.code, c.minutes, c.units) for c in thread.codes] == [("97124", 38, 3)]
    assert thread.diagnoses == ("M54.2",) and thread.gaps == ()
    before = necessity.thread(case, today - timedelta(1))
    assert [gap.rule for gap in before.gaps] == ["necessity.no_change_yet"]


ITEMS = b"{measure: ndi, language: en, license: 'Letter of the owner, 2026', items: [%s]}" % b", ".join(
    [b"{text: 'Section %d'}" % n for n in range(1, 11)]
)


def test_loaded_wording_takes_the_place_of_what_was_loaded_before(clinic):
    wording.wording_load(clinic, content=ITEMS)
    kept = wording.wording_load(clinic, content=ITEMS.replace(b"Section 1'", b"Pain'"))
    assert MeasureItems.objects.get() == kept and kept.items[0]["text"] == "Pain"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ITEMS.replace(b", {text: 'Section 10'}", b""), "10 items; 9 are here"),
        (ITEMS.replace(b"Letter of the owner, 2026", b""), "Say who allowed"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * 300_000, "larger than any measure"),
    ],
)
def test_wording_that_does_not_fit_is_refused_with_the_mend(clinic, content, words):
    with pytest.raises(Refused, match=words):
        wording.wording_load(clinic, content=content)
    assert not MeasureItems.objects.exists()
