"""What the charting page offers, and the words drafted from taps."""

import re

from hypothesis import given
from hypothesis import strategies as st

from medmassage.care.charting import by_region, offer, rows_of, told
from medmassage.care.draft import Aim, Worked, assessment, objective
from medmassage.codes import listed

SIGNS = st.lists(st.sampled_from(sorted(offer().signs)), unique=True)


def test_every_suggested_code_is_one_that_a_massage_therapist_bills():
    known = listed.rows("procedure")
    assert all(known[code]["massage_therapist"] in {"core", "often"} for code in offer().codes.values())


def test_keys_and_labels_stand_once_and_keys_can_be_typed():
    whole = offer()
    for names in ([s.key for s in whole.snippets], [t.label for t in whole.techniques], list(whole.signs)):
        assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_-]{1,20}", one.key) for one in whole.snippets)
    assert {one.key for one in whole.snippets} >= {"next", "home", "consent", "noreact"}


@given(st.dictionaries(st.sampled_from(["neck_back_l", "scapula_r"]), st.tuples(st.text(max_size=9), SIGNS)))
def test_what_is_found_in_a_region_comes_back_as_it_was_kept(found):
    rows = [row for region, (words, signs) in found.items() for row in rows_of(region, words, signs)]
    assert by_region(rows) == {region: (words, tuple(signs)) for region, (words, signs) in found.items()}


def test_signs_and_words_are_told_in_one_line():
    assert told("two fingers wide", ["trigger", "pain"]) == "trigger point, pain: two fingers wide"
    assert told("", ["scar"]) == "scar" and told("warm", []) == "warm" and told("", []) == ""


def test_the_objective_part_is_drafted_from_what_was_found_and_done():
    words = objective(
        [("Back of neck, right", "tension"), ("Shoulder blade", "")],
        [Worked("Back of neck", "Swedish massage", "moderate"), Worked("Chest", "")],
    )
    assert words == (
        "Back of neck, right: tension. Worked on: Back of neck (Swedish massage, moderate pressure); Chest."
    )
    assert objective([], []) == ""


def test_the_assessment_says_numbers_and_goals_and_nothing_while_pain_was_not_asked():
    aims = [Aim("Turn my head", "4", "3")]
    words = "Pain 4 on arrival, 2 after treatment. On arrival last time: 6. Goal “Turn my head”: 4 now, target 3."
    assert assessment(4, 2, 6, aims) == words
    assert assessment(4, None, 6, aims) == assessment(None, 2, 6, aims) == ""
    assert assessment(0, 0, None) == "Pain 0 on arrival, 0 after treatment."
