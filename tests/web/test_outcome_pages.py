"""Outcomes on their pages: items without wording, the score by the rule, the picture with its table, what is due."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.fixtures import signed
from medmassage.clinic import clock
from medmassage.clinic.models import MeasureItems, Score
from medmassage.clinic.services import planning, scoring
from medmassage.web.charts import line

pytestmark = pytest.mark.django_db
NDI = [3, 2, 2, 3, 2, 2, 2, 3, 2, 1]


@pytest.fixture
def client(covered_case, client_for):
    return client_for(covered_case.owner)


@pytest.fixture
def today(covered_case):
    return clock.today(covered_case.owner.clinic)


def at(name: str, whole) -> str:
    return reverse(f"web:{name}", args=[whole.case.pk])


def shown(client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def answers(values) -> dict[str, str]:
    return {f"answer_{n}": "" if v is None else str(v) for n, v in enumerate(values, 1)}


def test_items_are_asked_by_number_without_the_owners_words_and_scored_by_the_rule(client, covered_case, today):
    address = f"{at('score_add', covered_case)}?measure=ndi"
    page = shown(client, address)
    assert "Item 10" in page and "Item 11" not in page and "read the items from your own form" in page
    assert client.post(address, {**answers(NDI), "on": str(today)}).status_code == 302
    page = shown(client, at("outcomes", covered_case))
    assert "44 percent" in page and "3, 2, 2, 3, 2, 2, 2, 3, 2, 1" in page and "Take it back" in page


def test_a_score_from_paper_and_too_few_answers(client, covered_case, today):
    address = f"{at('score_add', covered_case)}?measure=ndi"
    few = client.post(address, {**answers([1, 2]), "on": str(today)})
    assert few.status_code == 422 and "NDI needs" in few.content.decode() and not Score.objects.exists()
    assert client.post(f"{address}&by=score", {"value": "31", "on": str(today)}).status_code == 302
    assert Score.objects.get().value == Decimal(31)
    assert client.get(f"{at('score_add', covered_case)}?measure=nothing").status_code == 404


def test_activities_keep_the_patients_words_for_the_next_time(client, covered_case, today):
    address = f"{at('score_add', covered_case)}?measure=psfs"
    unnamed = client.post(address, {"answer_1": "4", "on": str(today)})
    assert unnamed.status_code == 422 and "Say which activity" in unnamed.content.decode()
    posted = {"words_1": "Backing out", "answer_1": "4", "words_2": "Sleeping", "answer_2": "3", "on": str(today)}
    assert client.post(address, posted).status_code == 302
    assert "Backing out 4; Sleeping 3" in shown(client, at("outcomes", covered_case))
    assert 'value="Backing out"' in client.get(address).content.decode()


def test_an_answer_that_must_not_wait_stands_big_on_top_until_newer_answers_stand(client, covered_case, today):
    address = f"{at('score_add', covered_case)}?measure=phq9"
    overview = reverse("web:patient", args=[covered_case.patient.pk])
    client.post(address, {**answers([*[0] * 8, 1]), "on": str(today - timedelta(2))})
    for page in (shown(client, at("outcomes", covered_case)), shown(client, overview)):
        assert (
            "finding-big" in page
            and "suicide" in page
            and reverse("web:knowledge_entry", args=["suicidal_ideation"]) in page
        )
    client.post(address, {**answers([0] * 9), "on": str(today)})
    assert "suicide" not in shown(client, overview)


def test_the_picture_judges_the_change_from_the_first_score_and_says_the_same_in_a_table(client, covered_case, today):
    owner, case = covered_case.owner, covered_case.case
    planning.goal_add(owner, case=case, words="Drive", measure="ndi", baseline=Decimal(44), target=Decimal(20))
    for days_ago, value in ((20, 44), (2, 26)):
        on = today - timedelta(days_ago)
        scoring.score_add(owner, case=case, measure="ndi", on=on, value=Decimal(value))
    page = shown(client, at("outcomes", covered_case))
    assert "From 44 to 26 percent" in page and "a change that matters (15 or more)" in page
    assert "matters: 29 or less" in page and "goal 20" in page and '<caption class="sr">Neck Disability Index' in page


def test_what_is_due_is_told_with_its_reason_and_that_it_is_custom(client, covered_case, today):
    page = shown(client, at("outcomes", covered_case))
    assert "Neck Disability Index" in page and "never taken" in page and "custom of practice, no study set it" in page
    scoring.score_add(
        covered_case.owner, case=covered_case.case, measure="ndi", on=today - timedelta(15), value=Decimal(40)
    )
    for days_ago in (13, 11, 9):
        signed(covered_case, days_ago=days_ago)
    asked = {one.id: one for one in client.get(at("outcomes", covered_case)).context["asked"]}
    assert not asked["ndi"].due.is_due and asked["ndi"].due.visits_since == 3
    signed(covered_case, days_ago=7)
    asked = {one.id: one for one in client.get(at("outcomes", covered_case)).context["asked"]}
    assert asked["ndi"].due.is_due


def test_a_score_is_taken_back_on_the_page_and_another_persons_is_not(client, covered_case, member, client_for, today):
    client.post(f"{at('score_add', covered_case)}?measure=nprs", {"answer_1": "5", "on": str(today)})
    out = reverse("web:score_remove", args=[Score.objects.get().pk])
    client_for(member("therapist")).post(out)
    assert Score.objects.exists()
    client.post(out)
    assert not Score.objects.exists()


def test_a_clinics_own_wording_is_asked_from_then_on(client, covered_case):
    items = "".join(f"\n  - {{text: Part {n}}}" for n in range(1, 11))
    file = SimpleUploadedFile("ndi.yaml", f"measure: ndi\nlanguage: en\nlicense: by letter\nitems:{items}\n".encode())
    assert client.post(reverse("web:wording_new"), {"file": file}).status_code == 302
    assert "by letter" in shown(client, reverse("web:wordings"))
    page = shown(client, f"{at('score_add', covered_case)}?measure=ndi")
    assert "Part 10" in page and "Item 1" not in page
    client.post(reverse("web:wording_remove", args=[MeasureItems.objects.get().pk]))
    assert "Item 1" in shown(client, f"{at('score_add', covered_case)}?measure=ndi")


def test_a_wrong_file_of_items_is_refused_with_the_mend(client):
    file = SimpleUploadedFile("ndi.yaml", b"measure: ndi\nlanguage: en\nlicense: x\nitems: [{text: one}]\n")
    answer = client.post(reverse("web:wording_new"), {"file": file})
    assert answer.status_code == 422 and "NDI has 10 items; 1 are here" in answer.content.decode()


@pytest.mark.parametrize("lower", [True, False])
def test_the_band_of_a_change_that_matters_lies_towards_the_better(lower):
    chart = line("x", [("1 Nov", 5), ("2 Nov", 5)], top=10, meaningful=5, lower_is_better=lower)
    middle = chart.dots[0].y
    assert chart.band_y is not None
    assert (chart.band_y, chart.band_y + chart.band_height)[0 if lower else 1] == pytest.approx(middle)


def test_every_day_stands_in_the_table_even_where_the_picture_has_no_room_for_its_name():
    days = [(f"{n} Nov", float(n)) for n in range(1, 7)]
    chart = line("x", days, top=30, bands=[(0, "none"), (10, "mild"), (20, "severe")])
    assert len(chart.rows) == 6 and chart.rows[-1] == ("6 Nov", "6", "none")
    assert len(chart.days) < 6 and chart.days[-1].word == "6 Nov"
