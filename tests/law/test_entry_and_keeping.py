"""What it takes to be licensed, how long a record is kept, and a clinic's own corrections."""

from datetime import date

import pytest

from law.zenda import requires, zenda
from medmassage.dated import Spell
from medmassage.finding import Basis
from medmassage.law.ask import lawful
from medmassage.law.coverage import cells, coverage, summary
from medmassage.law.entry import Applicant, entrance, steps
from medmassage.law.keeping import keep_until
from medmassage.law.load import federal, jurisdiction, register
from medmassage.law.local import Correction, corrected
from medmassage.law.question import Held, Question
from medmassage.law.vocabulary import vocabulary
from medmassage.law.where import everywhere

ON = date(2026, 11, 25)
SPELL = "- {value: %s, cite: '§9', source: s1, confidence: primary}\n"


@pytest.fixture
def law(tmp_path):
    return zenda(
        tmp_path, requires(education_hours=625, exams="[MBLEx]", minimum_age=18, cpr="true", high_school="none")
    )


def standing(law, **who):
    return {step.name: step.standing for step in steps(law, "LMT", Applicant(**who), ON)}


def test_hours_on_both_sides_of_the_threshold(law):
    assert standing(law, hours=624)["education_hours"] == "missing"
    assert standing(law, hours=625)["education_hours"] == "counts"
    assert standing(law)["education_hours"] == "read"


def test_an_examination_passed_counts_however_it_is_written(law):
    assert standing(law, exams=("mblex",))["exams"] == "counts"
    assert standing(law, exams=("NCETMB",))["exams"] == "missing"


@pytest.mark.parametrize(("age", "says"), [(18, "counts"), (17, "missing"), (None, "read")])
def test_the_age_on_both_sides_of_the_threshold(law, age, says):
    assert standing(law, age=age)["minimum_age"] == says


def test_an_examination_that_is_only_described_is_the_boards_to_judge(tmp_path):
    law = zenda(tmp_path, requires(exams="[a national examination that the board approved]"))
    assert standing(law, exams=("MBLEx",))["exams"] == "unknown"
    assert standing(law)["exams"] == "missing"


def test_what_is_only_yes_is_to_be_done_until_it_is_had(law):
    assert standing(law)["cpr"] == "to_do"
    assert standing(law, has=frozenset({"cpr"}))["cpr"] == "counts"


def test_none_in_law_counts_and_what_the_file_lacks_is_unknown(law):
    found = standing(law)
    assert found["high_school"] == "counts"
    assert found["background_check"] == "unknown"


def test_a_license_of_another_state_is_worth_nothing_by_itself_while_the_compact_is_not_in_force(law):
    step = steps(law, "LMT", Applicant(holds=(Held("LMT", "OH"),)), ON)[-1]
    assert (step.name, step.asked) == ("compact", "not in force")
    assert "LMT of OH gives no right here by itself" in step.says


def test_every_state_with_a_paper_of_its_own_has_a_way_in():
    for code in register():
        law = jurisdiction(code)
        if law.topic("regulation").on(ON).value in ("license", "registration"):
            assert entrance(law), code
            assert steps(law, entrance(law)[0].code, Applicant(), ON)


RETENTION = "records:\n  retention_years:\n    " + SPELL % 6
MINORS = "  retention_minors:\n    "


@pytest.mark.parametrize(
    ("minors", "born", "until"),
    [
        ("", None, date(2032, 11, 25)),
        ("", date(1980, 1, 1), date(2032, 11, 25)),
        (MINORS + SPELL % "{until_age: 22}", date(2012, 5, 1), date(2034, 5, 1)),
        (MINORS + SPELL % "{after_age: 18, years: 3}", date(2009, 5, 1), date(2032, 11, 25)),
        (MINORS + SPELL % "{after_age: 18, years: 3}", date(2020, 5, 1), date(2041, 5, 1)),
        ("", date(2012, 5, 1), None),  # a minor, and the state's rule for minors is not known
    ],
)
def test_a_record_is_kept_for_the_longer_of_years_and_age(tmp_path, minors, born, until):
    assert keep_until(zenda(tmp_path, rest=RETENTION + minors), ON, born).until == until


def test_where_the_law_sets_no_time_that_is_said(tmp_path):
    none = RETENTION.replace("value: 6,", "value: none, text: No time is set.,")
    found = keep_until(zenda(tmp_path, rest=none), ON)
    assert (found.until, found.words) == (None, "No time is set.")


def test_without_known_years_nothing_says_that_a_record_may_go(tmp_path):
    found = keep_until(zenda(tmp_path), ON)
    assert found.until is None
    assert "Keep the record" in found.words


LOCAL = Basis("Letter of the board", publisher="Board", as_of="2026-11-20", confidence="secondary")


def test_a_correction_holds_from_its_day_and_leaves_the_shipped_law_as_it_is(law):
    topic = "credentials.LMT.requires.education_hours"
    mine = corrected(law, [Correction("ZZ", topic, Spell(700, LOCAL, since=ON))])
    assert [mine.topic(topic).on(day).value for day in (date(2026, 11, 24), ON)] == [625, 700]
    assert law.topic(topic).on(ON).value == 625
    assert mine.topic(topic).on(ON).basis == (LOCAL,)


def test_a_correction_of_another_state_changes_nothing(law):
    assert corrected(law, [Correction("MD", "regulation", Spell("none_at_all", LOCAL))]) == law


def test_a_corrected_setting_changes_the_gates_answer():
    ask = Question("MD", "hospital", (Held("LMT", "MD"),), ON)
    shut = Correction("MD", "credentials.LMT.settings.any", Spell("forbidden", LOCAL, since=ON, text="As told."))
    assert lawful(ask).answer == "yes"
    assert lawful(ask, [shut]).answer == "no"


def test_where_somebody_may_work_answers_for_every_jurisdiction():
    found = everywhere(Question("", "home", (Held("LMT", "MD"),), ON))
    assert list(found) == list(register())
    assert found["MD"].passes
    assert not any(verdict.answer == "yes" for code, verdict in found.items() if code != "MD")


def test_a_cell_that_nobody_read_says_where_to_look_and_is_not_answered():
    table = coverage(ON)
    assert len(table) == 52
    assert all(tuple(row) == tuple(vocabulary().cells) for row in table.values())
    for row in table.values():
        for cell in row.values():
            assert cell.answered == (cell.status != "unknown" and cell.confidence != "recall")
            assert cell.answered or cell.look
            assert cell.answered or cell.to_dict()["where_to_look"]


def test_a_none_from_memory_is_not_answered(tmp_path):
    rest = "referral:\n  rule:\n    - {value: none, text: Nothing., cite: no page found, confidence: recall}\n"
    cell = cells(zenda(tmp_path, rest=rest), ON)["referral_rule"]
    assert (cell.status, cell.confidence, cell.answered) == ("none_in_law", "recall", False)


def test_what_is_held_reaches_what_was_promised():
    total = summary(coverage(ON))
    assert total["cells"] == 52 * len(vocabulary().cells)
    assert total["answered"] >= 0.7 * total["cells"]
    assert total["primary"] >= 0.7 * total["answered"]


def test_federal_law_is_dated_and_cited():
    law = federal()
    assert law.topic("federal.good_faith_estimate").on(date(2021, 12, 31)).state == "unknown"
    assert law.topic("federal.good_faith_estimate").on(date(2022, 1, 1)).basis[0].confidence == "primary"
    assert all(spell.basis.cite for value in law.topics.values() for spell in value.spells)
