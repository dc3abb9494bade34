"""The physician's page: what opens it, what does not, what it shows, and that it takes one answer."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from clinic.fixtures import PHYSICIAN, booked, signed
from medmassage.clinic import clock
from medmassage.clinic.models import HealthItem, PhysicianRequest, Referral
from medmassage.clinic.services import reporting, requesting
from medmassage.knowledge.load import knowledge

pytestmark = pytest.mark.django_db
ENTRY = "uncontrolled_hypertension"
BORN, NPI = "1981-04-02", PHYSICIAN["npi"]
PRIVATE = ("Hazel", "Quillfeather", "M54.2", "Neck pain", "blood pressure", "1981")


@pytest.fixture
def asked(clinic, covered_case):
    today = clock.today(clinic.clinic)
    return requesting.renewal_ask(
        clinic, referral=covered_case.referral, visits=6, until=today + timedelta(60), words="Pain is down to 3."
    )


@pytest.fixture
def link(clinic, asked):
    return address(asked, requesting.link_give(clinic, asked=asked))


def address(asked, secret):
    return reverse("web:physician", args=[asked.pk, secret])


def opened(link):
    client = Client()
    answer = client.post(link, {"born": BORN})
    assert (answer.status_code, answer.headers["Location"]) == (302, link)
    return client


def order(**other):
    today = clock.now().date()
    return {
        "answer": "given", "visits": "6", "starts_on": str(today), "ends_on": str(today + timedelta(50)),
        "diagnoses": "M54.2", "name": "Priya Ashgrove", "npi": NPI, "signs": "on", **other,
    }  # fmt: skip


def shows_nothing(answer):
    page = answer.content.decode()
    return not any(word in page for word in PRIVATE)


def events():
    rows = LogEntry.objects.filter(content_type__model="physicianrequest").order_by("pk")
    return [row.additional_data["event"] for row in rows if "event" in (row.additional_data or {})]


def test_nothing_of_the_patient_is_shown_before_the_birth_date_and_all_of_it_after(link, asked):
    stranger = Client()
    first = stranger.get(link)
    assert first.status_code == 200 and shows_nothing(first)
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Referrer-Policy"] == "same-origin"
    assert shows_nothing(stranger.post(link, {"born": "1980-01-01"}))
    page = opened(link).get(link).content.decode()
    assert "Hazel Quillfeather" in page and "Pain is down to 3." in page
    assert "<title>A page for you · medmassage</title>" in page
    assert shows_nothing(Client().get(link))  # another browser has to know the birth date, too
    assert events() == ["gave a wrong birth date", "opened by the secure link"]


def test_five_wrong_birth_dates_close_the_link_even_for_the_right_one(link, asked):
    client = Client()
    answers = [client.post(link, {"born": f"1990-01-0{n}"}) for n in range(1, 6)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [404]
    assert "1 try left" in answers[3].content.decode() and "last try" in answers[4].content.decode()
    assert client.post(link, {"born": BORN}).status_code == 404
    assert all(map(shows_nothing, answers))


@pytest.mark.parametrize("why", ["secret", "expired", "withdrawn", "replaced", "nobody"])
def test_a_link_that_does_not_open_says_the_same_whatever_the_reason(clinic, asked, link, why):
    where = link
    if why == "secret":
        where = address(asked, "x" * 43)
    elif why == "expired":
        PhysicianRequest.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif why == "withdrawn":
        requesting.request_withdraw(clinic, asked=asked)
    elif why == "replaced":
        requesting.link_give(clinic, asked=asked)
    else:
        where = reverse("web:physician", args=[clinic.pk, "x" * 43])
    for answer in (Client().get(where), Client().post(where, {"born": BORN})):
        assert answer.status_code == 404 and "This link does not open" in answer.content.decode()
        assert shows_nothing(answer)


def test_one_link_opens_no_other_request(clinic, asked, link, other_clinic):
    client = opened(link)
    theirs = requesting.link_give(clinic, asked=asked)  # a new link: the session of the old one is worth nothing
    assert shows_nothing(client.get(address(asked, theirs)))
    assert client.post(f"{address(asked, theirs)}/answer", order()).headers["Location"] == address(asked, theirs)
    assert Referral.objects.count() == 1


def test_the_order_is_signed_once(link, asked, covered_case):
    client = opened(link)
    answer = client.post(f"{link}/answer", order())
    assert answer.headers["Location"] == reverse("web:physician_thanks")
    assert "Thank you" in client.get(reverse("web:physician_thanks")).content.decode()
    made = Referral.objects.get(source="link")
    assert (made.visits, made.case) == (6, covered_case.case)
    assert client.post(f"{link}/answer", order()).status_code == 404
    assert client.get(link).status_code == 404
    assert Referral.objects.count() == 2
    assert events()[-1] == "answered by the secure link"
    assert LogEntry.objects.filter(additional_data__event="answered by the secure link", actor=None).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"npi": "1992999825"}, "not the NPI that Quiet River Clinic has"),
        ({"signs": ""}, "not signed"),
        ({"diagnoses": "neck"}, "ICD-10-CM"),
        ({"ends_on": "2020-01-01"}, "ends before it starts"),
        ({"answer": "read"}, "Choose one of the list"),
        ({"visits": ""}, "Say how many visits"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(link, wrong, words):
    answer = opened(link).post(f"{link}/answer", order(**wrong))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert Referral.objects.count() == 1 and PhysicianRequest.objects.get().answer == ""


def test_reading_answers_nothing_and_a_form_from_elsewhere_is_refused(link):
    client = opened(link)
    assert client.get(f"{link}/answer").status_code == 405
    assert client.head(link).status_code == 405
    assert Client().post(f"{link}/answer", order()).headers["Location"] == link  # no birth date, no answer
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, {"born": BORN}).status_code == 403
    assert PhysicianRequest.objects.get().answer == ""


def test_a_clearance_with_limits_comes_back_to_the_pages(clinic, covered_case, client_for):
    name = knowledge().entries[ENTRY].name
    HealthItem.objects.create(
        clinic=clinic.clinic, patient=covered_case.patient, kind="condition", text=name, entry=ENTRY
    )
    owner, patient = client_for(clinic), reverse("web:patient", args=[covered_case.patient.pk])
    ask = f"{reverse('web:clearance_ask', args=[covered_case.case.pk])}?entry={ENTRY}"
    assert ask in owner.get(patient).content.decode()
    form = {"entries": [ENTRY], "physician": str(covered_case.referral.physician_id), "words": "Light, neck only."}
    place = owner.post(ask, form).headers["Location"]
    asked = PhysicianRequest.objects.get()
    shown = owner.post(f"{place}/link", {"days": "7"})
    link = shown.context["address"].removeprefix("http://testserver")
    letter = owner.post(f"{place}/link-letter", {"secret": shown.context["secret"]})
    assert letter.content.startswith(b"%PDF") and owner.get(f"{place}/letter.pdf").content.startswith(b"%PDF")
    client = opened(link)
    assert name in client.get(link).content.decode()
    reply = {"answer": "limited", "words": "Not the neck.", "name": "P. Ashgrove", "npi": NPI, "signs": "on"}
    assert client.post(f"{link}/answer", reply).status_code == 302
    assert "answers came" in owner.get(reverse("web:today")).content.decode()
    listed = owner.get(reverse("web:requests")).content.decode()
    assert "1 answer came" in listed and "With limits" in listed
    visit = booked(covered_case)
    door, room = reverse("web:visit_check_in", args=[visit.pk]), reverse("web:visit", args=[visit.pk])
    for page in (patient, reverse("web:request", args=[asked.pk]), door, room):
        assert "Not the neck." in owner.get(page).content.decode(), page
    assert ask not in owner.get(patient).content.decode()


def test_a_report_is_read_by_link_byte_for_byte(clinic, covered_case, client_for):
    signed(covered_case, days_ago=3)
    report = reporting.report_send(clinic, case=covered_case.case)
    owner = client_for(clinic)
    place = owner.post(reverse("web:report_ask", args=[report.pk])).headers["Location"]
    asked = PhysicianRequest.objects.get()
    link = address(asked, requesting.link_give(clinic, asked=asked))
    assert Client().get(f"{link}/report.pdf").headers["Location"] == link
    client = opened(link)
    assert client.get(f"{link}/report.pdf").content == bytes(report.content)
    assert client.post(f"{link}/answer", {"name": "P. Ashgrove", "words": "Good."}).status_code == 302
    assert "The report was read" in owner.get(place).content.decode()


def test_the_desk_follows_new_orders_and_enters_the_paper_that_came(asked, member, client_for):
    desk, place = client_for(member("front_desk")), reverse("web:request", args=[asked.pk])
    page = desk.get(place).content.decode()
    assert "Pain is down to 3." not in page and "Enter an answer" in page
    assert "1 waits for an answer" in desk.get(reverse("web:requests")).content.decode()
    today = str(clock.now().date() - timedelta(1))
    paper = {"answer": "given", "way": "paper", "written_on": today, "visits": "4", "starts_on": today,
             "ends_on": "2027-12-01", "diagnoses": "M54.2, M62.830"}  # fmt: skip
    assert desk.post(f"{place}/answer", paper | {"diagnoses": "neck"}).status_code == 422
    assert desk.post(f"{place}/answer", paper).status_code == 302
    made = PhysicianRequest.objects.get().made_referral
    assert (made.visits, made.diagnoses, made.source) == (4, ["M54.2", "M62.830"], "form")
