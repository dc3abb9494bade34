"""The gate's promises, whatever is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medmassage.finding import Level
from medmassage.law.ask import UnknownSetting, billable, lawful
from medmassage.law.load import covered, register
from medmassage.law.question import SETTINGS, Held, Question
from medmassage.law.vocabulary import vocabulary

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
CODES = sorted({code for law in covered() for code in law.credentials} | {"XYZ"})
PAPERS = st.builds(
    Held,
    code=st.sampled_from(CODES),
    state=st.sampled_from(sorted(register())),
    number=st.sampled_from(["", "M1"]),
    valid_from=st.none() | DAYS,
    valid_to=st.none() | DAYS,
    verified=st.sampled_from([None, True, False]),
)
WORDS = st.lists(st.sampled_from([*vocabulary().acts, "Swedish massage", "neck", ""]), max_size=3).map(tuple)


@st.composite
def questions(draw, states):
    """Any question; often with a paper of its own state in hand, so that many of them pass."""
    state = draw(st.sampled_from(sorted(states)))
    own = st.builds(Held, code=st.sampled_from(["LMT", "CMT", "RMP"]), state=st.just(state))
    return draw(in_state(state, st.lists(own | PAPERS, max_size=3).map(tuple)))


def in_state(state, holds):
    return st.builds(
        Question,
        state=st.just(state),
        setting=st.sampled_from(SETTINGS),
        holds=holds,
        on=DAYS,
        techniques=WORDS,
        areas=WORDS,
        payer_kind=st.sampled_from(["self_pay", *vocabulary().billed, "something else"]),
        referral=st.booleans(),
        age=st.none() | st.integers(0, 110),
        documents=st.dictionaries(st.sampled_from(["breast_consent", "local_permit", "other"]), DAYS, max_size=2),
        diagnosed=st.sampled_from([None, True, False]),
    )


QUESTIONS = questions(register())
COVERED = questions([law.code for law in covered()])


def asked(state="MD", setting="hospital", code="LMT", on=date(2026, 11, 1), **more):
    paper = {k: more.pop(k) for k in ("valid_from", "valid_to", "verified") if k in more}
    return lawful(Question(state=state, setting=setting, holds=(Held(code, state, **paper),), on=on, **more))


@given(QUESTIONS)
@settings(max_examples=250, deadline=None)
def test_whatever_is_held_the_gate_answers(question):
    verdict = lawful(question)
    assert verdict.findings
    assert all(f.message and f.rule.startswith((f"law.{question.state.lower()}.", "law.us.")) for f in verdict.findings)


@given(COVERED)
@settings(max_examples=250, deadline=None)
def test_yes_never_comes_without_the_basis_of_a_right_to_treat(question):
    verdict = lawful(question)
    if verdict.passes:
        right = [f for f in verdict.findings if f.rule == f"law.{question.state.lower()}.setting"]
        assert right
        assert all(f.basis for f in right)


@given(COVERED)
@settings(max_examples=200, deadline=None)
def test_what_stops_or_is_unknown_says_what_to_do(question):
    assert all(f.remedy for f in lawful(question).findings if f.level >= Level.CAUTION)


@given(PAPERS, COVERED)
@settings(max_examples=200, deadline=None)
def test_one_paper_more_never_makes_the_answer_worse(paper, question):
    more = lawful(Question(**{name: getattr(question, name) for name in Question.__slots__} | {
        "holds": (*question.holds, paper)}))  # fmt: skip
    before = lawful(question)
    if before.passes:
        assert more.passes


def first_days():
    for law in covered():
        for credential in law.credentials.values():
            days = [s.since for rule in credential.settings.values() for s in rule.spells]
            if days and all(days) and credential.stands_alone:
                yield law.code, credential.code, min(days)


@pytest.mark.parametrize(("state", "code", "first"), sorted(first_days()))
@pytest.mark.parametrize("setting", SETTINGS)
def test_before_the_first_dated_value_no_right_is_known(state, code, first, setting):
    assert asked(state, setting, code, first - timedelta(1)).answer == "unknown"


@given(st.sampled_from(covered()), DAYS)
@settings(max_examples=100, deadline=None)
def test_before_the_first_dated_value_a_topic_is_unknown(law, day):
    for value in law.topics.values():
        first = min((s.since or date.min for s in value.spells if not s.applies_to), default=date.max)
        assert (value.on(day).state == "unknown") == (day < first)


def test_all_problems_come_at_once():
    verdict = asked("MD", "hospital", "RMP", date(2026, 10, 30), valid_from=date(2020, 1, 1),
                    valid_to=date(2022, 1, 1), verified=False, techniques=("spinal adjustment",))  # fmt: skip
    assert {"law.md.setting", "law.md.paper_ended", "law.md.paper_unverified", "law.md.joint_work"} <= {
        f.rule for f in verdict.findings
    }


def test_two_papers_that_both_fail_are_both_shown():
    papers = (Held("LMT", "MD", valid_from=date(2020, 1, 1), valid_to=date(2022, 1, 1)), Held("RMP", "MD"))
    verdict = lawful(Question("MD", "hospital", papers, date(2026, 10, 30)))
    assert {"law.md.paper_ended", "law.md.setting"} <= {f.rule for f in verdict.findings}


def test_a_paper_nobody_checked_is_to_be_checked():
    verdict = asked(valid_from=date(2025, 1, 1), valid_to=date(2027, 1, 1), verified=False)
    assert verdict.answer == "with_care"
    assert "Check it with the issuer" in verdict.findings[0].remedy


@pytest.mark.parametrize(
    ("shown", "answer", "rule"), [("denied_on", "no", "paper_denied"), ("limited_on", "unknown", "paper_limited")]
)
def test_what_the_register_showed_counts_from_the_day_of_the_look(shown, answer, rule):
    def on(day):
        paper = Held("LMT", "MD", "M1", date(2025, 1, 1), date(2027, 1, 1), False, **{shown: date(2026, 11, 3)})
        return lawful(Question("MD", "hospital", (paper,), day))

    before, after = on(date(2026, 11, 2)), on(date(2026, 11, 3))
    assert before.passes
    assert (after.answer, after.findings[0].rule) == (answer, f"law.md.{rule}")
    assert "3 Nov 2026" in after.findings[0].message
    assert "law.md.paper_unverified" not in {f.rule for f in after.findings}


def test_an_endorsement_that_its_register_denied_opens_nothing():
    papers = (Held("LMT", "WA"), Held("LMT-INTRAORAL", "WA", denied_on=date(2026, 11, 1)))
    verdict = lawful(Question("WA", "home", papers, date(2026, 11, 1), techniques=("intraoral",)))
    assert verdict.answer == "no"


def test_a_paper_on_file_without_dates_is_a_caution_and_one_only_named_a_note():
    assert asked(verified=True).answer == "with_care"
    assert asked().answer == "yes"
    assert asked(verified=True, valid_from=date(2025, 1, 1), valid_to=date(2027, 1, 1)).answer == "yes"


def test_small_letters_mean_the_same():
    assert lawful(Question("md", "hospital", (Held("lmt", "md"),), date(2026, 11, 1))).answer == "yes"


def test_words_that_mean_nothing_are_refused():
    with pytest.raises(UnknownSetting, match="hospital"):
        asked(setting="moon")


def test_a_place_that_is_no_state_is_unknown_and_says_what_would_settle_it():
    for code in ("XX", "", "Freedonia"):
        verdict = asked(state=code)
        assert verdict.answer == "unknown"
        assert verdict.findings[0].remedy


@given(QUESTIONS)
@settings(max_examples=150, deadline=None)
def test_what_a_payer_asks_for_never_stops_a_visit(question):
    """Lawful to treat is not lawful to bill: the payer's side warns, and has an answer of its own."""
    paid = {f.rule for f in billable(question).findings}
    stops = [f for f in lawful(question).findings if f.level > Level.CAUTION]
    assert not paid & {f.rule for f in stops} or question.state not in {law.code for law in covered()}


def test_a_duty_before_every_visit_reminds_where_nobody_said_what_is_in_hand():
    told = [f for law in covered() for f in _before(law.code, None)]
    judged = [f for law in covered() for f in _before(law.code, {})]
    assert {f.level for f in told} <= {Level.NOTE}
    assert any(f.level > Level.NOTE and f.remedy for f in judged)


def _before(state, documents):
    """Findings that rest on what must stand before any visit: with no age, hour or act in the question."""
    law = next(law for law in covered() if law.code == state)
    always = {c.name for c in law.conditions if c.topic.startswith("before.") and not set(c.when) - {"setting"}}
    verdict = lawful(Question(state, "spa", (), date(2026, 11, 25), documents=documents))
    return [f for f in verdict.findings if f.rule.split(".")[-1] in always]
