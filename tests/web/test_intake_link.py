"""What the link of an intake opens, and what it does not; the steps behind it, kept one by one."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clinic.fixtures import covered
from medmassage.clinic import clock
from medmassage.clinic.models import Intake
from medmassage.clinic.papers import consent
from medmassage.clinic.services import inviting
from medmassage.knowledge.intake import form
from medmassage.web.intake.words import words
from web.intake_walk import BORN, address, opened, page, shows_nothing, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(clinic):
    return covered(clinic)


@pytest.fixture
def asked(clinic, whole):
    """The intake and the address of its link."""
    row, secret = inviting.intake_ask(clinic, patient=whole.patient)
    return row, address(row, secret)


def test_nothing_of_the_patient_is_shown_before_the_birth_date_and_nothing_in_the_address_or_title_after(asked):
    row, link = asked
    stranger = Client()
    for answer in (stranger.get(link), stranger.post(link, {"born": "1980-01-01"}), stranger.post(link, {"born": "x"})):
        assert answer.status_code in (200, 422) and shows_nothing(answer)
        assert answer.headers["Cache-Control"] == "no-store"
    for place in (f"{link}/steps", step(link, "you"), step(link, "review")):
        assert stranger.get(place).headers["Location"] == link
    assert stranger.post(step(link, "you"), {"given": "Eve"}).headers["Location"] == link
    you = opened(link).get(step(link, "you"))
    assert "Quillfeather" in page(you) and "<title>Who you are · medmassage</title>" in page(you)
    row.refresh_from_db()
    assert row.answers == {} and row.opened_at


def test_five_wrong_birth_dates_close_the_link_even_for_the_right_one(asked):
    _, link = asked
    client = Client()
    answers = [client.post(link, {"born": f"1990-01-0{n}"}) for n in range(1, 6)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [404]
    assert "one more try" in page(answers[3]) and "last try" in page(answers[4])
    assert client.post(link, {"born": BORN}).status_code == 404
    assert all(map(shows_nothing, answers))


@pytest.mark.parametrize("why", ["secret", "expired", "closed", "replaced", "nobody"])
def test_a_link_that_does_not_open_says_the_same_in_both_languages_whatever_the_reason(clinic, asked, why, client_for):
    row, link = asked
    where = link
    if why == "secret":
        where = address(row, "x" * 43)
    elif why == "expired":
        Intake.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif why == "closed":
        client_for(clinic).post(reverse("web:intake_close", args=[row.pk]))
    elif why == "replaced":
        inviting.intake_ask(clinic, patient=row.patient)
    else:
        where = reverse("web:intake_open", args=[clinic.pk, "x" * 43])
    for answer in (Client().get(where), Client().post(where, {"born": BORN}), Client().get(step(where, "you"))):
        assert answer.status_code == 404 and shows_nothing(answer)
        assert words("en")["link_over"] in page(answer) and words("es")["link_over"] in page(answer)


def test_a_session_of_one_link_is_worth_nothing_for_another(clinic, other_clinic, asked):
    row, link = asked
    client = opened(link)
    theirs, secret = inviting.intake_ask(other_clinic, patient=covered(other_clinic, "Elsewhere").patient)
    assert client.get(step(address(theirs, secret), "you")).headers["Location"] == address(theirs, secret)
    again, secret = inviting.intake_ask(clinic, patient=row.patient)
    assert again == row
    assert client.get(step(address(row, secret), "you")).headers["Location"] == address(row, secret)


def test_a_form_from_elsewhere_is_refused_and_a_get_changes_nothing(asked):
    row, link = asked
    client = opened(link)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(step(link, "you"), {"given": "Eve"}).status_code == 403
    client.get(step(link, "you"), {"given": "Eve"})
    row.refresh_from_db()
    assert row.answers == {}


def test_each_step_is_kept_at_once_and_the_same_link_goes_on_from_there(asked):
    row, link = asked
    client = opened(link)
    answer = client.post(step(link, "you"), {"given": "Hazel", "phone": "410 555 0190", "zip_code": "21211-0007"})
    assert answer.headers["Location"] == step(link, "s_today")
    client.post(step(link, "s_today"), {"q_reason": "My neck", "q_fever": "no"})
    row.refresh_from_db()
    assert row.answers["you"]["zip_code"] == "212110007"
    assert row.answers["health"] == {"q_reason": "My neck", "q_fever": {"answer": "no"}}
    client.post(step(link, "s_today"), {"q_fever": "no"})  # what was taken out is open again
    row.refresh_from_db()
    assert row.answers["health"] == {"q_fever": {"answer": "no"}}
    client.post(step(link, "s_today"), {"q_reason": "My neck"})
    other = opened(link)
    assert other.get(f"{link}/steps").headers["Location"] == step(link, "s_heart")
    assert "My neck" in page(other.get(step(link, "s_today")))
    assert other.get(step(link, "s_nothing")).status_code == 404


def test_what_cannot_stand_is_said_and_kept_and_a_yes_without_more_is_asked_once(asked):
    row, link = asked
    client, heart = opened(link), step(link, "s_heart")
    wrong = client.post(heart, {"q_clot": "yes", "q_clot.chosen": "dvt", "q_clot.on": "March 2062"})
    assert wrong.status_code == 422 and "still to come" in page(wrong) and "March 2062" in page(wrong)
    first = client.post(heart, {"q_clot": "yes"})
    assert first.status_code == 422 and "Quiet River Clinic will ask" in page(first)
    assert client.post(heart, {"q_clot": "yes", "prompted": "q_clot"}).status_code == 302
    long = client.post(heart, {"q_clot": "yes", "q_clot.text": "x" * 301})
    assert long.status_code == 422 and words("en")["too_long"] in page(long)
    row.refresh_from_db()
    assert row.answers["health"]["q_clot"]["text"] == "x" * 301


def test_characters_nobody_sees_are_taken_out_and_too_much_is_refused_whole(asked):
    row, link = asked
    client = opened(link)
    client.post(step(link, "you"), {"given": "Ha\0zel\x07", "phone": "1"})
    row.refresh_from_db()
    assert row.answers["you"]["given"] == "Ha zel"
    answer = client.post(step(link, "you"), {"given": "x" * 70_000})
    assert answer.status_code == 422 and words("en")["too_much"] in page(answer)
    row.refresh_from_db()
    assert row.answers["you"]["given"] == "Ha zel"


def test_more_lines_are_given_without_losing_what_was_typed(asked):
    _, link = asked
    client = opened(link)
    posted = {"q_medicines": ["Eliquis", "", "Zinc"], "more": "q_medicines"}
    answer = client.post(step(link, "s_medicines"), posted)
    assert answer.status_code == 200
    shown = page(answer)
    assert shown.count('name="q_medicines"') == 6 and 'value="Zinc"' in shown and '<option value="Eliquis">' in shown


def test_the_spanish_pages_hold_none_of_the_english_words(clinic, whole):
    row, secret = inviting.intake_ask(clinic, patient=whole.patient, language="es")
    link = address(row, secret)
    client = opened(link)
    english = _differing()
    sections = (section.id for section in form("es", age=45, sex="F").sections)
    for name in ("you", *sections, "coverage", "accident", "consent", "review"):
        shown = page(client.get(step(link, name)))
        assert '<html lang="es"' in shown
        assert [said for said in english if re.search(rf"\b{re.escape(said)}\b", shown)] == [], name
    assert (
        client.post(f"{link}/language", {"language": "en", "step": "s_heart"}).headers["Location"].endswith("s_heart")
    )
    assert "Have you ever had a blood clot?" in page(client.get(step(link, "s_heart")))


def _differing() -> list[str]:
    """What the pages say in English and not in Spanish, long enough to be found by chance nowhere."""
    sections = zip(form("en").sections, form("es").sections, strict=True)
    asks = [(a, b) for mine, theirs in sections for a, b in zip(mine.questions, theirs.questions, strict=True)]
    pairs = [(words("en")[name], words("es")[name]) for name in words("en")]
    pairs += [(getattr(a, part), getattr(b, part)) for a, b in asks for part in ("ask", "help", "if_yes")]
    pairs += [(x.label, y.label) for a, b in asks for x, y in zip(a.choices, b.choices, strict=True)]
    parts = (part for part in (*consent.text().consent, *consent.text().privacy))
    pairs += [(said.en, said.es) for part in parts for said in (part.title, *part.lines)]
    return [said for said, other in pairs if said != other and len(said) > 7 and "{" not in said]
