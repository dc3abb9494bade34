"""The page of a therapist's education: what is asked, what is there, what is missing and by when."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.fixtures import licensed
from medmassage.clinic import clock
from medmassage.clinic.models import Course
from medmassage.clinic.services import education, opening, wallet

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(clinic):
    return clock.today(clinic.clinic)


@pytest.fixture
def who(clinic):
    return licensed(clinic)


def typed(today, **changes):
    usual = {
        "title": "Ethics today", "provider": "Cedar School", "taken_on": today, "hours": "3", "delivery": "live",
        "categories": ["ethics"], "proves": "", "approval": "",
    }  # fmt: skip
    return {**usual, **changes}


def page(client, who):
    return client.get(reverse("web:education", args=[who.pk])).content.decode()


def test_the_page_says_first_what_is_missing_and_by_when(clinic, who, client_for, today):
    found = page(client_for(clinic), who)
    assert f"LMT, MD: 24 hours missing, by {today + timedelta(341):%-d %b %Y}." in found
    assert "COMAR 10.65.05.01A" in found
    assert "No course is entered yet" in found


def test_a_course_is_entered_with_its_certificate_and_stands_with_what_counts_it(clinic, who, client_for, today):
    client = client_for(clinic)
    scan = SimpleUploadedFile("ethics.pdf", b"%PDF-1.7 certificate")
    answer = client.post(reverse("web:course_add", args=[who.pk]), typed(today, scan=scan))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("web:education", args=[who.pk]))
    found = page(client, who)
    assert "Ethics today" in found and "21 hours missing" in found
    kept = client.get(reverse("web:course_certificate", args=[Course.objects.get().pk]))
    assert kept.content == b"%PDF-1.7 certificate"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours": "0"}, "hours"),
        ({"hours": "501"}, "hours"),
        ({"hours": "three"}, "hours"),
        ({"taken_on": "2999-01-01"}, "taken_on"),
        ({"categories": ["astrology"]}, "categories"),
        ({"delivery": ""}, "delivery"),
        ({"title": ""}, "title"),
        ({"scan": SimpleUploadedFile("x.pdf", b"MZ program")}, "scan"),
    ],
)
def test_a_wrong_course_is_refused_beside_its_field_and_nothing_is_kept(clinic, who, client_for, today, changes, field):
    answer = client_for(clinic).post(reverse("web:course_add", args=[who.pk]), typed(today, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Course.objects.exists()


def entered(clinic, who, today, **changes):
    facts = {"title": "Neck", "provider": "Cedar School", "delivery": "live", "categories": ["massage"]}
    return education.course_add(clinic, therapist=who, taken_on=today, hours=Decimal(6), **{**facts, **changes})


def test_a_course_is_corrected_and_taken_out(clinic, who, client_for, today):
    course, client = entered(clinic, who, today), client_for(clinic)
    shown = client.get(reverse("web:course", args=[course.pk])).content.decode()
    assert 'value="massage"' in shown and "checked" in shown
    client.post(reverse("web:course", args=[course.pk]), typed(today, title="Jaw"))
    assert Course.objects.get().title == "Jaw"
    answer = client.post(reverse("web:course_remove", args=[course.pk]), follow=True)
    assert "out of the ledger" in answer.content.decode()
    assert not Course.objects.exists()


def test_one_course_is_seen_to_count_for_two_papers(clinic, who, client_for, today):
    wallet.credential_add(
        clinic, therapist=who, kind="certification", code="BCTMB", issuer="NCBTMB", valid_to=today + timedelta(90),
        valid_from=today - timedelta(900),
    )  # fmt: skip
    entered(clinic, who, today)
    row = page(client_for(clinic), who).split('data-l="Counts for">')[1].split("</td>")[0]
    assert "LMT, MD" in row and "BCTMB, NCBTMB" in row


def test_what_is_not_known_is_said_with_where_to_ask(clinic, client_for, today):
    ro = opening.therapist_add(clinic, given="Ro", family="Berg")
    wallet.credential_add(clinic, therapist=ro, code="XYZ", state="MD", valid_to=today + timedelta(90))
    found = page(client_for(clinic), ro)
    assert "Not known for XYZ, MD" in found and "We do not know how many hours Maryland asks for" in found


def test_another_therapist_reads_and_changes_nothing(clinic, who, member, client_for, today):
    course, client = entered(clinic, who, today), client_for(member("therapist"))
    found = page(client, who)
    assert "Neck" in found and "Add a course" not in found
    for name, key in (("course_add", who.pk), ("course", course.pk), ("course_remove", course.pk)):
        assert client.post(reverse(f"web:{name}", args=[key]), typed(today)).status_code == 404, name
    assert Course.objects.get().title == "Neck"


def test_the_packet_is_one_click_away_and_has_a_name_without_a_person(clinic, who, client_for, today):
    entered(clinic, who, today)
    paper = who.credentials.get()
    address = reverse("web:education_packet", args=[paper.pk])
    client = client_for(clinic)
    assert address in page(client, who)
    answer = client.get(address)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="education-{str(paper.pk)[:8]}.pdf"'


def test_a_packet_that_cannot_be_made_says_why(clinic, client_for):
    ro = opening.therapist_add(clinic, given="Ro", family="Berg")
    paper = wallet.credential_add(clinic, therapist=ro, code="LMT", state="MD")
    answer = client_for(clinic).get(reverse("web:education_packet", args=[paper.pk]))
    assert answer.status_code == 422
    assert "period of LMT, MD is not known" in answer.content.decode()


def test_many_courses_cost_no_more_questions_than_one(clinic, who, client_for, today, django_assert_max_num_queries):
    client = client_for(clinic)
    for days in range(12):
        entered(clinic, who, today - timedelta(days), name="c.pdf", content=b"%PDF-1.7 x")
    with django_assert_max_num_queries(20):
        client.get(reverse("web:education", args=[who.pk]))
