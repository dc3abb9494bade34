"""The atlas and what grows from it: map, compare, changes, coverage, "where may I work?", "moving to …"."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from clinic.fixtures import licensed
from medmassage.clinic import clock
from medmassage.clinic.models import Credential
from medmassage.clinic.services import wallet
from medmassage.dated import UNKNOWN, Answer
from medmassage.law.load import covered, register
from medmassage.web.law.compare import Cell, Line
from medmassage.web.law.questions import LABELS, QUESTIONS
from medmassage.web.law.reading import Slider


@pytest.fixture
def browser(client_for, clinic):
    return client_for(clinic)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def get(browser, name, code="", **query):
    response = browser.get(reverse(f"web:{name}", args=[code] if code else []), query)
    assert response.status_code == 200
    return response


# The map ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LABELS)
def test_every_question_colors_every_state(browser, name):
    response = get(browser, "law", ask=name)
    assert response.content.decode().count('class="tile ') == len(register())
    assert all(known.name in text(response) for known in register().values())


def test_a_map_says_in_words_what_it_says_in_color(browser):
    page = get(browser, "law", ask="ce_hours", on="2026-11-24").content.decode()
    assert 'MD<span class="mark" aria-hidden="true">24</span><span class="sr">, Maryland: 24</span>' in page
    assert 'OH<span class="mark" aria-hidden="true">–</span><span class="sr">, Ohio: none in law</span>' in page


def test_another_day_has_another_map(browser):
    before, after = (get(browser, "law", ask="education_hours", on=day) for day in ("2026-10-31", "2026-11-01"))
    assert ", Maryland: 600" in before.content.decode()
    assert ", Maryland: 750" in after.content.decode()


def test_a_question_that_is_none_shows_regulation(browser):
    assert "How the state regulates massage therapists." in text(get(browser, "law", ask="<b>"))


def test_a_day_that_is_none_is_said_so(browser):
    assert "is no day of the calendar" in text(get(browser, "law", on="soon"))


def test_the_slider_stops_where_an_answer_begins(browser, clinic):
    page = get(browser, "law", ask="education_hours").content.decode()
    days = re.search(r'data-days="([^"]+)"', page).group(1).split()
    assert "2026-11-01" in days
    assert clock.today(clinic.clinic).isoformat() in days
    assert days == sorted(days)


def test_marks_of_a_slider_leave_room_for_their_words():
    days = tuple(date(1990 + n // 4, 1 + n % 4, 1) for n in range(100))
    marks = [m for m in Slider(days, days[3]).marks if m.words]
    assert all(float(b.x[:-1]) - float(a.x[:-1]) >= 14 for a, b in pairwise(marks))
    assert Slider((days[0],), days[0]).marks[0].x == "50.00%"


def test_every_value_of_a_question_has_a_place_in_the_legend():
    for name, question in QUESTIONS.items():
        for law in covered():
            days = {s.since for topic in question.topics(law) for s in law.topic(topic).spells if s.since}
            for day in (*days, date(2026, 11, 24)):
                assert question.shade(law, day).face.tone, (name, law.code, day)


# Compare ----------------------------------------------------------------------------------------------------


def test_states_stand_side_by_side_and_differences_are_marked(browser):
    response = get(browser, "law_compare", state=["MD", "WA", "OH"], on="2026-11-24")
    row = re.search(
        r'<tr class="differs">\s*<th scope="row">Continuing education, hours.*?</tr>', response.content.decode(), re.S
    )
    assert row
    for name in ("Maryland", "Washington", "Ohio"):
        assert f'data-l="{name}"' in row.group()
    assert "none in law" in row.group()


def test_what_a_state_says_for_all_its_papers_stands_in_the_line_of_the_papers(browser):
    page = get(browser, "law_compare", state=["KS", "MD"]).content.decode()
    labels = re.findall(r'<th scope="row">([^<]+)', page)
    assert len(labels) == len(set(labels))
    assert all(label[0].isupper() for label in labels)
    (row,) = re.findall(r'<tr[^>]*>\s*<th scope="row">Renewal, months.*?</tr>', page, re.S)
    assert "none in law" in row and "unknown" not in row


def test_what_is_not_held_differs_from_nothing():
    said = {value: Answer("known", value) for value in (24, 12)}

    def line(*answers):
        return Line("Hours", tuple(Cell(None, "renewal.ce_hours", (answer,)) for answer in answers), expected=True)

    assert not line(said[24], UNKNOWN).differs
    assert not line(said[24], said[24], UNKNOWN).differs
    assert line(said[24], said[12], UNKNOWN).differs
    assert line(said[24], Answer("none")).differs


def test_more_than_four_states_are_four_and_none_is_a_choice(browser):
    words = text(get(browser, "law_compare", state=["MD", "WA", "OH", "NY", "FL"]))
    assert "4 states on" in words
    assert "Choose two to four states" in text(get(browser, "law_compare", state=["MD", "MD", "XX", ""]))


# Changes ----------------------------------------------------------------------------------------------------


def test_what_lies_ahead_in_the_clinics_own_states_comes_first(browser, clinic, therapist):
    wallet.credential_add(clinic, therapist=therapist, code="LMT", state="OR", number="1")
    page = get(browser, "law_changes").content.decode()
    ahead = page.split('id="ahead"', 1)[1].split('id="recent"', 1)[0]
    names = re.findall(r'data-l="State"><a[^>]*>([^<]+)</a>( <span class="badge">yours)?', ahead)
    assert names
    assert [own for _, own in names] == sorted((own for _, own in names), reverse=True)


def test_one_state_alone(browser):
    page = get(browser, "law_changes", state="MD").content.decode()
    assert set(re.findall(r'data-l="State"><a[^>]*>([^<]+)</a>', page)) == {"Maryland"}
    assert "the single" in page or "single license tier" in page


def test_the_feed_is_atom_and_stands_behind_the_door(browser, client, clinic):
    response = get(browser, "law_changes", format="atom", state="MD")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # our own answer
    titles = [t.text for t in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert any("Maryland, 31 Oct 2026" in title for title in titles)
    assert client.get(reverse("web:law_changes"), {"format": "atom"}).status_code == 302


# Coverage ---------------------------------------------------------------------------------------------------


def test_every_question_of_every_state_has_a_cell_and_each_open_one_says_where_to_look(browser):
    page = get(browser, "law_coverage", on="2026-11-24").content.decode()
    assert len(re.findall(r'class="(held|is-unknown open)"', page)) == len(register()) * 11
    open_cells = page.count('class="is-unknown open"')
    looks = page.split('id="look"', 1)[1]
    assert len(re.findall(r"<li><b>[^<]+</b>[^:<]*: \S", looks)) == open_cells > 0


# Where may I work? ------------------------------------------------------------------------------------------


def answers(response):
    found = re.findall(r'class="tile is-(\w+)" href="#in-(\w\w)"', response.content.decode())
    return {code: answer for answer, code in found}


def test_a_wallet_colors_the_map(browser, therapist):
    found = answers(get(browser, "law_where", setting="spa"))
    assert len(found) == len(register())
    assert (found["MD"], found["OH"], found["KS"]) == ("yes", "no", "unknown")


def test_a_paper_that_ended_by_then_opens_no_state(browser, clinic, therapist):
    later = clock.today(clinic.clinic) + timedelta(400)
    found = answers(get(browser, "law_where", setting="spa", on=later.isoformat()))
    assert found["MD"] == "no"


def test_each_tile_leads_to_its_reason_and_the_reason_to_the_state(browser, therapist):
    page = get(browser, "law_where", setting="spa").content.decode()
    assert all(f'id="in-{code}"' in page for code in register())
    link = re.search(r'id="in-MD"[^>]*>\s*<h3><a href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert "May I treat? yes" in text(browser.get(link))


def test_the_states_that_say_no_are_folded_away(browser, therapist):
    page = get(browser, "law_where", setting="spa").content.decode()
    (folded,) = re.findall(r'<details class="fold">.*?</section>', page, re.S)
    assert 'id="in-OH"' in folded
    assert not {'id="in-MD"', 'id="in-KS"'} & set(re.findall(r'id="in-\w\w"', folded))


def test_a_wallet_may_be_chosen_but_only_of_this_clinic(browser, clinic, other_clinic, therapist):
    assert f'value="{therapist.pk}" selected' in get(browser, "law_where", who=therapist.pk).content.decode()
    theirs = licensed(other_clinic)
    for who in (theirs.pk, "nobody"):
        for name, code in (("law_where", ""), ("law_moving_to", "OH")):
            assert browser.get(reverse(f"web:{name}", args=[code] if code else []), {"who": who}).status_code == 404


def test_without_anybody_who_treats_the_map_is_there_all_the_same(browser):
    response = get(browser, "law_where", setting="moon", payer_kind="bank")
    assert "Nobody who treats is entered yet." in text(response)
    assert "yes" not in answers(response).values()


# Moving to --------------------------------------------------------------------------------------------------


def test_the_gap_list_says_what_counts_and_what_is_missing(browser, therapist):
    words = text(get(browser, "law_moving_to", "OH", hours="500", exams="MBLEx, other", born="1990-01-02"))
    assert re.search(r"Counts already: \d", words)
    assert "You passed MBLEx." in words
    assert "LMT of MD gives no right here by itself" in words


def test_hours_on_both_sides_of_what_is_asked(browser, therapist):
    few, enough = (text(get(browser, "law_moving_to", "MD", hours=n, on="2026-11-24")) for n in ("749", "750"))
    assert "1 hour more" in few
    assert "Your 750 hours are enough" in enough


def test_a_box_that_is_ticked_counts(browser, therapist):
    before = text(get(browser, "law_moving_to", "MD"))
    after = text(get(browser, "law_moving_to", "MD", has="background_check"))
    assert "You have it." not in before
    assert "You have it." in after


@pytest.mark.parametrize("wrong", [{"hours": "many"}, {"hours": "-1"}, {"age": "soon"}, {"has": "wings"}])
def test_what_cannot_be_read_is_shown_at_its_field_and_the_list_stands(browser, therapist, wrong):
    response = get(browser, "law_moving_to", "OH", **wrong)
    assert 'class="error"' in response.content.decode()
    assert 'id="group-1"' in response.content.decode()


def test_a_state_without_a_paper_of_its_own_says_so(browser, therapist):
    assert "gives no paper of its own" in text(get(browser, "law_moving_to", "KS"))


def test_the_choice_leads_on_and_small_letters_too(browser, therapist):
    chosen = browser.get(reverse("web:law_moving"), {"state": "oh", "who": str(therapist.pk)})
    assert chosen.url == f"{reverse('web:law_moving_to', args=['OH'])}?who={therapist.pk}"
    assert browser.get(reverse("web:law_moving_to", args=["oh"])).url == reverse("web:law_moving_to", args=["OH"])
    assert browser.get(reverse("web:law_moving_to", args=["XX"])).status_code == 404


def test_nothing_of_it_is_kept(browser, therapist):
    before = Credential.objects.count()
    get(browser, "law_moving_to", "OH", hours="500", born="1990-01-02")
    assert Credential.objects.count() == before
