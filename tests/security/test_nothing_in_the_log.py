"""What goes wrong is logged without what people typed; addresses, cookies, titles and file names hold no person."""

import io
import logging
import logging.config
import re

import pytest
from django.test import Client
from django.urls import reverse

from clinic.fixtures import covered
from medmassage.clinic import selectors
from medmassage.web.quiet import NoDetails
from web.world import ADDRESSES, GET, world

pytestmark = pytest.mark.django_db
NAME = "Quillfeather"


@pytest.fixture
def log(settings):
    """Everything that the product's own logging writes, at the most talkative level that an owner can set."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(NoDetails())
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.fixture
def broken(monkeypatch):
    """A selector that fails with a person's facts in its words."""

    def fail(who, words):
        secret = f"cannot look for {words}"
        raise RuntimeError(secret)

    monkeypatch.setattr(selectors, "patients_named", fail)


def quiet(client) -> Client:
    client.raise_request_exception = False
    return client


def test_a_failed_request_is_logged_by_kind_and_place_only(clinic, client_for, log, broken):
    answer = quiet(client_for(clinic)).post(reverse("web:search") + f"?q={NAME}", {"q": NAME})
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()
    assert "RuntimeError in " in log.getvalue()
    assert "500 POST search" in log.getvalue()
    assert NAME not in log.getvalue()


@pytest.mark.parametrize("address", [f"/patients/{NAME}", f"/{NAME}?q={NAME}", f"/law/{NAME}", f"/knowledge/{NAME}"])
def test_an_address_with_a_name_in_it_is_not_logged_as_it_was_typed(clinic, client_for, log, address):
    assert client_for(clinic).get(address).status_code == 404
    assert "404 GET" in log.getvalue()
    assert NAME not in log.getvalue()


def test_an_old_form_a_foreign_host_and_a_torn_request_are_logged_without_their_words(clinic, client_for, log):
    client = quiet(client_for(clinic))
    client.post(reverse("web:search"), {"q": f"{NAME}\0"})
    client.get("/", headers={"host": f"{NAME}.example"})
    client.handler.enforce_csrf_checks = True
    client.post(f"/{NAME}", {"q": NAME})
    client.post(reverse("web:search"), {"q": NAME}, headers={"origin": f"https://{NAME}.example"})
    assert log.getvalue().count("\n") >= 3
    assert NAME.lower() not in log.getvalue().lower()


def test_djangos_own_handler_that_mails_failed_requests_is_off(settings):
    assert settings.LOGGING["loggers"]["django"] == {"handlers": [], "propagate": True}
    handlers = settings.LOGGING["handlers"]
    assert all("no_details" in handler["filters"] for handler in handlers.values())


def test_error_pages_hold_nothing_of_the_request(clinic, client_for, broken):
    client = quiet(client_for(clinic))
    for address in (f"/{NAME}", f"/patients/{NAME}?q={NAME}"):
        assert NAME not in client.get(address).content.decode()
    assert NAME not in client.post(reverse("web:search"), {"q": NAME}).content.decode()


def test_no_cookie_title_file_name_or_way_on_names_a_person(clinic, client_for):
    keys, client = world(clinic), client_for(clinic)
    told = []
    for name, address in sorted(ADDRESSES.items()):
        arguments = {address.argument: keys[address.key]} if address.key else {}
        answer = getattr(client, address.method)(reverse(f"web:{name}", kwargs=arguments))
        title = re.search(rb"<title>(.*?)</title>", b"" if answer.streaming else answer.content, re.S)
        headers = [*answer.headers.values(), *(c.OutputString() for c in answer.cookies.values())]
        for words in (*headers, title.group(1).decode() if title else ""):
            if NAME in words or "Hazel" in words or "M54" in words:
                told.append((name, words))
        if address.method == GET and answer.headers.get("Content-Type", "").startswith("text/html"):
            links = re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', answer.content.decode())
            told += [(name, link) for link in links if NAME in link or "Hazel" in link]
    assert told == []


def test_messages_that_may_name_a_patient_stay_on_the_server(clinic, client_for, settings):
    assert settings.MESSAGE_STORAGE.endswith("session.SessionStorage")
    client = client_for(clinic)
    facts = {"given": "Hazel", "family": NAME, "birth_date": "1981-04-02", "sex": "F"}
    client.post(reverse("web:patient_new"), facts)
    assert not any(NAME in cookie.OutputString() for cookie in client.cookies.values())
    assert set(client.cookies) <= {"sessionid", "csrftoken", "theme"}


def test_a_patients_name_in_the_way_back_to_signing_in_is_only_ever_a_path(clinic):
    whole = covered(clinic)
    answer = Client().get(reverse("web:patient", args=[whole.patient.pk]), {"q": NAME})
    assert NAME not in answer.headers["Location"]
