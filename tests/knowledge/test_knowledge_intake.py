"""The health history: every entry is asked for, both languages are whole, and no answer turns unknown into yes."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medmassage.knowledge import intake
from medmassage.knowledge.answers import day, due, week_on
from medmassage.knowledge.history import History
from medmassage.knowledge.intake_rows import LANGUAGES, Ask, Said
from medmassage.knowledge.intake_rows import intake as read_form
from medmassage.knowledge.intake_rows import names as read_names
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import Report

ON = date(2026, 11, 24)
FORM = read_form()
ASKS = FORM.questions
ALL = (*ASKS, *FORM.again)
BY_ID = {ask.id: ask for ask in ALL}
ENTRIES = knowledge().entries
YES_NO = [ask for ask in ASKS if ask.kind == "yes_no_unsure"]
# Words that are the same in both languages because they are the same word.
SAME = {"No", "Botox", "Shunt"}


def healthy(**other):
    """Everything asked and answered no."""
    return {ask.id: {"answer": "no"} for ask in ASKS if ask.kind in ("yes_no_unsure", "list")} | other


def verdict(**other):
    return intake.screened(intake.heard(healthy(**other), ON, age=44, sex="F"), ON, age=44)


def said_words():
    for ask in ALL:
        for part in (ask.ask, ask.help, ask.if_yes):
            if part:
                yield ask.id, part
    yield "title", FORM.title
    yield from ((part.id, part.title) for part in FORM.sections)
    yield from FORM.words.items()
    yield from read_names().items()


# ------------------------------------------------------------------ the data


def test_every_entry_is_asked_for_or_says_why_not():
    covered = {id_ for ask in ASKS for id_ in ask.covers}
    assert set(ENTRIES) - covered - set(FORM.not_asked) == set()
    assert covered & set(FORM.not_asked) == set()


def test_every_entry_that_is_asked_for_is_in_the_base():
    asked = {id_ for ask in ALL for id_ in ask.covers} | set(FORM.not_asked) | set(read_names())
    assert asked - set(ENTRIES) == set()


def test_every_name_is_offered_somewhere():
    assert set(read_names()) == {id_ for ask in ALL for id_ in ask.covers}


def test_every_red_flag_that_a_patient_can_know_stands_under_a_question():
    flags = {id_ for id_, entry in ENTRIES.items() if entry.red_flag} - set(FORM.not_asked)
    assert flags
    assert flags <= {id_ for ask in YES_NO for id_ in ask.covers}


def test_the_form_is_short_enough_for_five_minutes():
    shown = [ask for ask in ASKS if not ask.after]
    assert len(shown) <= 55
    assert len(FORM.again) == 3


@pytest.mark.parametrize(("place", "said"), [pytest.param(*pair, id=pair[0]) for pair in said_words()])
def test_both_languages_say_it_and_say_it_differently(place: str, said: Said):
    assert said.en.strip() == said.en
    assert said.es.strip() == said.es
    assert said.en != said.es or said.en in SAME, place
    assert "—" not in said.en + said.es
    for word in (" please ", "invalid", "!", "por favor"):
        assert word not in said.en.lower() + said.es.lower()
    assert set(re.findall(r"\{\w+\}", said.en)) == set(re.findall(r"\{\w+\}", said.es)), place


def test_a_question_in_spanish_opens_and_closes_as_one():
    for ask in ALL:
        assert ask.ask.es.count("¿") == ask.ask.es.count("?"), ask.id


def test_each_list_number_and_date_says_where_it_goes():
    for ask in ASKS:
        assert bool(ask.fills) == (ask.kind in ("list", "number", "date")), ask.id
        assert ask.kind != "number" or ask.range, ask.id


def test_every_message_of_the_check_has_its_words():
    for say in ("unread", "said_no", "date_unread", "date_to_come", "number_unread"):
        assert say in FORM.words


# ------------------------------------------------------------------ the form


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_offers_what_each_question_covers(language):
    form = intake.form(language)
    found = {q.id: q for section in form.sections for q in section.questions}
    assert list(found) == [ask.id for ask in ASKS]
    for ask in ASKS:
        assert [choice.entry for choice in found[ask.id].choices] == list(ask.covers)
    assert form.words == intake.words(language)


def test_the_spanish_form_shows_no_english():
    english, spanish = intake.form("en"), intake.form("es")
    for one, other in zip(english.sections, spanish.sections, strict=True):
        assert one.title != other.title
        for asked, preguntado in zip(one.questions, other.questions, strict=True):
            assert asked.ask != preguntado.ask
            for label, etiqueta in zip(asked.choices, preguntado.choices, strict=True):
                assert label.label != etiqueta.label or label.label in SAME


def test_a_language_that_is_not_kept_is_refused_in_words():
    with pytest.raises(ValueError, match="not kept in 'fr'"):
        intake.form("fr")


@pytest.mark.parametrize(
    ("age", "sex", "asked"),
    [(30, "F", True), (30, "M", False), (30, "", True), (30, "U", True), (None, "F", True), (75, "F", False)],
)
def test_pregnancy_is_asked_unless_it_cannot_be(age, sex, asked):
    ids = {q.id for section in intake.form("en", age=age, sex=sex).sections for q in section.questions}
    assert ("q_pregnant" in ids) is asked
    assert ("a_pregnant" in {q.id for q in intake.again("en", age=age, sex=sex)}) is asked


# ------------------------------------------------------------------ answers become facts


def test_a_healthy_person_may_be_treated():
    found = verdict()
    assert found.answer == "yes"
    assert [f.rule for f in found.findings if f.level] == []


def test_no_is_kept_for_the_record_and_is_no_report():
    history = intake.heard(healthy(), ON)
    assert history.reports == ()
    assert set(history.denied) == set(healthy())


def test_nothing_answered_is_unknown():
    history = intake.heard({}, ON, age=44, sex="F")
    assert set(history.unanswered) == {ask.id for ask in ASKS if ask.kind in ("yes_no_unsure", "list")} - {
        "q_pregnancy_problem"
    }
    assert intake.screened(history, ON).answer == "unknown"


@pytest.mark.parametrize("ask", [a for a in ASKS if a.kind in ("yes_no_unsure", "list")], ids=lambda a: a.id)
def test_one_open_answer_is_unknown_and_never_no(ask: Ask):
    answers = healthy(**({ask.after: {"answer": "yes"}} if ask.after else {}))
    del answers[ask.id]
    history = intake.heard(answers, ON)
    assert history.unanswered == (ask.id,)
    assert not intake.screened(history, ON).passes


@pytest.mark.parametrize("id_", sorted(id_ for id_, entry in ENTRIES.items() if entry.red_flag))
def test_a_red_flag_that_is_chosen_stops(id_):
    ask = next((a for a in YES_NO if id_ in a.covers), None)
    if ask is None:
        assert id_ in FORM.not_asked
        return
    found = verdict(**{ask.id: {"answer": "yes", "chosen": [id_]}})
    assert found.answer == "no"
    assert f"safe.{id_}" in {f.rule for f in found.findings}


@pytest.mark.parametrize("ask", [a for a in ALL if a.covers], ids=lambda a: a.id)
def test_not_sure_asks_about_all_that_is_covered_and_never_answers_yes(ask: Ask):
    hear = intake.again_heard if ask in FORM.again else intake.heard
    history = hear({ask.id: {"answer": "unsure"}}, ON)
    assert len(history.reports) == len(ask.covers)
    assert not any(r.sure for r in history.reports)
    strict = [ENTRIES[id_] for id_ in ask.covers if id_ in ENTRIES and ENTRIES[id_].keeps_out]
    found = intake.screened(History(reports=history.reports), ON)
    assert found.answer == "unknown" if strict else found.answer in ("with_care", "unknown")


@pytest.mark.parametrize("ask", [a for a in YES_NO if len(a.covers) > 1], ids=lambda a: a.id)
def test_a_bare_yes_is_unsure_about_all_that_is_covered(ask: Ask):
    history = intake.heard({ask.id: {"answer": "yes"}}, ON)
    assert len(history.reports) == len(ask.covers)
    assert not any(r.sure for r in history.reports)


def test_a_bare_yes_to_a_question_of_one_entry_names_it():
    history = intake.heard({"q_one_limb": {"answer": "yes"}}, ON)
    assert [(r.entry, r.sure) for r in history.reports] == [("dvt_signs", True)]


def test_own_words_stay_as_they_are():
    text = "something strange that nobody has named"
    history = intake.heard({"q_heart": {"answer": "yes", "text": text}}, ON)
    assert Report(text) in history.reports
    assert sum(not r.sure for r in history.reports) == len(BY_ID["q_heart"].covers)


def test_own_words_that_name_what_is_covered_settle_which():
    history = intake.heard({"q_clot": {"answer": "yes", "text": "deep vein thrombosis"}}, ON)
    assert history.reports == (Report("deep vein thrombosis"),)


def test_own_words_that_name_something_else_settle_nothing():
    history = intake.heard({"q_clot": {"answer": "yes", "text": "diabetes"}}, ON)
    assert Report("diabetes") in history.reports
    assert sum(not r.sure for r in history.reports) == len(BY_ID["q_clot"].covers)


def test_a_place_beside_what_was_chosen_is_part_of_it():
    history = intake.heard({"q_clot": {"answer": "yes", "chosen": ["dvt"], "text": "left leg"}}, ON)
    assert [(r.entry, r.text.endswith(": left leg")) for r in history.reports] == [("dvt", True)]


def test_a_word_nobody_knows_beside_what_was_chosen_is_asked():
    answer = {"answer": "yes", "chosen": ["dvt_history"], "text": "and my flumbus"}
    found = verdict(q_clot=answer)
    assert "safe.not_understood" in {f.rule for f in found.findings}


def test_the_day_goes_with_what_was_chosen():
    history = intake.heard({"q_clot": {"answer": "yes", "chosen": ["dvt"], "on": "2019-05-02"}}, ON)
    assert [r.on for r in history.reports] == [date(2019, 5, 2)]
    rules = {f.rule for f in intake.screened(history, ON).findings}
    assert "safe.dvt_history" in rules
    assert "safe.dvt" not in rules


def test_a_day_does_not_end_what_is_not_sure():
    history = intake.heard({"q_clot": {"answer": "unsure", "on": "2001-05-02"}}, ON)
    assert {r.on for r in history.reports} == {None}


def test_chosen_beside_a_no_is_asked_and_not_dropped():
    history = intake.heard({"q_clot": {"answer": "no", "chosen": ["dvt"]}}, ON)
    assert [(r.entry, r.sure) for r in history.reports] == [("dvt", False)]


def test_a_reason_for_coming_is_read_by_the_therapist_not_by_the_screen():
    history = intake.heard({"q_reason": "I sat wrong and my shoulder is killing me"}, ON)
    assert history.reports == ()
    assert [remark.question for remark in history.remarks] == ["q_reason"]


def test_a_warning_sign_in_the_reason_for_coming_is_heard():
    found = verdict(q_reason="my calf is swollen, warm and red")
    assert found.answer == "no"


def test_something_else_without_words_is_asked():
    assert verdict(q_else={"answer": "yes"}).answer == "unknown"
    assert verdict(q_else={"answer": "unsure"}).answer == "unknown"


def test_medicines_and_allergies_are_lists():
    history = intake.heard({"q_medicines": ["Eliquis", "lisinopril"], "q_allergies": {"text": "latex\nnuts"}}, ON)
    assert history.medicines == ("Eliquis", "lisinopril")
    assert history.allergies == ("latex", "nuts")
    assert [r.text for r in history.reports] == ["latex", "nuts"]
    assert {"q_medicines", "q_allergies"}.isdisjoint(history.unanswered)


def test_an_empty_list_is_no_answer():
    assert "q_medicines" in intake.heard({"q_medicines": []}, ON).unanswered


def test_an_answer_to_a_question_that_is_no_longer_asked_is_not_dropped():
    assert Report("a lump on my shin") in intake.heard({"q_gone": {"text": "a lump on my shin"}}, ON).reports


# ------------------------------------------------------------------ pregnancy


def test_the_week_settles_which_part_of_the_pregnancy():
    history = intake.heard({"q_pregnant": {"answer": "yes"}, "q_pregnancy_week": 20}, ON)
    assert history.pregnancy_week == 20
    assert history.due_on == ON + timedelta(weeks=20)
    assert history.reports == ()


def test_the_due_day_says_the_week():
    history = intake.heard({"q_pregnant": {"answer": "yes"}, "q_due_date": "2027-03-30"}, ON)
    assert history.pregnancy_week == 22
    assert history.due_on == date(2027, 3, 30)


def test_pregnant_without_a_week_asks_about_all_three_parts():
    reports = intake.heard({"q_pregnant": {"answer": "yes"}}, ON).reports
    assert [r.entry for r in reports] == list(BY_ID["q_pregnant"].covers)


@given(st.integers(0, 45))
def test_week_and_due_day_say_the_same(week):
    assert week_on(due(week, ON), ON, 45) == week


# ------------------------------------------------------------------ wrong shapes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-03-14", date(2026, 3, 14)),
        ("2026-03", date(2026, 3, 31)),
        ("2026-11", ON),
        ("2025", date(2025, 12, 31)),
        ("2026", ON),
        ("2062-03", date(2062, 3, 31)),
        ("2026-02-30", None),
        ("0000", None),
        ("March", None),
        ("", None),
    ],
)
def test_of_a_month_the_last_day_that_is_not_to_come_counts(words, expected):
    assert day(words, ON) == expected


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"q_nothing": {"answer": "yes"}}, [("q_nothing", "unread")]),
        ({"q_clot": {"answer": "maybe"}}, [("q_clot", "unread")]),
        ({"q_clot": 7.5j}, [("q_clot", "unread")]),
        ({"q_clot": {"answer": "yes", "chosen": ["fever"]}}, [("q_clot", "unread")]),
        ({"q_clot": {"answer": "yes", "on": "last May"}}, [("q_clot", "date_unread")]),
        ({"q_clot": {"answer": "yes", "on": "2062-03"}}, [("q_clot", "date_to_come")]),
        ({"q_clot": {"answer": "yes", "on": "2026-11-25"}}, [("q_clot", "date_to_come")]),
        ({"q_clot": {"answer": "yes", "on": "2026-11-24"}}, []),
        ({"q_clot": {"answer": "no", "chosen": ["dvt"]}}, [("q_clot", "said_no")]),
        ({"q_pregnancy_week": 46}, [("q_pregnancy_week", "number_unread")]),
        ({"q_pregnancy_week": 45}, []),
        ({"q_pregnant": {"answer": "no"}, "q_pregnancy_week": 20}, [("q_pregnancy_week", "said_no")]),
        ({"q_due_date": "2029-01-01"}, [("q_due_date", "date_unread")]),
        (healthy(), []),
    ],
)
def test_what_cannot_stand_is_said_with_its_place(answers, problems):
    assert [(p.question, p.say) for p in intake.check(answers, ON)] == problems


SCRAPS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
DAYS = st.sampled_from(["", "2026-11", "2026-11-24", "2019", "2062-01-01", "soon"])
OBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "answer": st.sampled_from(["yes", "no", "unsure", "maybe"]) | SCRAPS,
        "chosen": st.lists(st.sampled_from([*read_names(), "nothing_known"]) | SCRAPS, max_size=3) | SCRAPS,
        "text": st.text(max_size=20) | SCRAPS,
        "on": DAYS | SCRAPS,
        "items": st.lists(SCRAPS, max_size=3),
    },
)
ANSWERS = st.dictionaries(
    st.sampled_from([*BY_ID, "q_unknown"]), OBJECTS | SCRAPS | st.lists(SCRAPS, max_size=3), max_size=8
)


@settings(deadline=None, max_examples=200)
@given(ANSWERS, st.none() | st.integers(0, 110), st.sampled_from(["", "F", "M", "U"]))
def test_whatever_was_answered_is_read_without_a_crash(answers, age, sex):
    history = intake.heard(answers, ON, age=age, sex=sex)
    intake.again_heard(answers, ON, age=age, sex=sex)
    intake.check(answers, ON)
    assert not set(history.unanswered) & set(history.denied)


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(st.sampled_from([a.id for a in YES_NO]), OBJECTS, max_size=3))
def test_what_is_chosen_is_always_seen_by_the_screen(other):
    history = intake.heard(healthy(**other), ON, age=44, sex="F")
    rules = {f.details.get("entry") for f in intake.screened(history, ON, age=44).findings}
    for report in history.reports:
        if report.entry and not report.on and not ENTRIES[report.entry].weeks:
            assert report.entry in rules


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(YES_NO), st.text(max_size=30) | st.sampled_from(["left leg", "no", "none", "treated in 2019", "ok"])
)
def test_words_beside_a_yes_never_make_it_milder(ask, text):
    bare = intake.screened(intake.heard({ask.id: {"answer": "yes"}}, ON), ON)
    told = intake.screened(intake.heard({ask.id: {"answer": "yes", "text": text}}, ON), ON)
    assert told.level >= bare.level


def test_again_hears_that_something_is_new():
    history = intake.again_heard({"a_new": {"answer": "yes"}, "a_signs": {"answer": "no"}}, ON, sex="M")
    assert intake.screened(history, ON).answer == "unknown"
    assert history.denied == ("a_signs",)
    assert history.unanswered == ()


def test_two_histories_are_joined_without_doubles():
    one = History(reports=(Report("gout"),), medicines=("aspirin",), due_on=ON)
    other = History(reports=(Report("gout"), Report("asthma")), pregnancy_week=20)
    both = one.joined(other)
    assert [r.text for r in both.reports] == ["gout", "asthma"]
    assert (both.medicines, both.due_on, both.pregnancy_week) == (("aspirin",), ON, 20)
