"""The search forgives."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medmassage.knowledge.load import knowledge
from medmassage.knowledge.search import search


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("dvt", "dvt"),
        ("blood thiner", "anticoagulants"),
        ("coumadin", "anticoagulants"),
        ("osteoperosis", "osteoporosis"),
        ("deep vein trombosis", "dvt"),
        ("Neck Disability", "ndi"),
        ("lymphoedema", "lymphedema"),
        ("M54.2", "neck_pain_chronic"),
        ("i82.401", "dvt"),
        ("calf", "calf"),
    ],
)
def test_the_first_hit_is_what_was_meant(asked, first):
    assert search(asked)[0].id == first


def test_every_row_is_found_by_its_name():
    for row in (*knowledge().entries.values(), *knowledge().conditions.values(), *knowledge().measures.values()):
        assert row.id in {hit.id for hit in search(row.name, 5)}


def test_nothing_is_found_by_nonsense_or_nothing():
    assert search("qqzzxxw") == search("") == search("???") == []


def test_a_warm_search_is_quick():
    questions = ("blood thiner", "pregnent woman with a swolen leg", "hernated disk", "zzqqxx", "neck")
    search("warm")
    best = min(_seconds(questions) for _ in range(5))
    assert best / len(questions) < 0.02


def _seconds(questions):
    began = time.perf_counter()
    for question in questions:
        search(question)
    return time.perf_counter() - began


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_no_text_crashes_the_search(text):
    assert len(search(text, 5)) <= 5
