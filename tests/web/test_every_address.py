"""Every address × role × clinic: who may not get in finds nothing, and nobody sees another clinic."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from web.world import ADDRESSES, ALL, OPEN, SHARED_KEYS, Address, world

PAGES = sorted(ADDRESSES)
OWN = [name for name in PAGES if ADDRESSES[name].key and ADDRESSES[name].key not in SHARED_KEYS]


def url(name: str, keys: dict) -> str:
    address = ADDRESSES[name]
    return reverse(f"web:{name}", kwargs={address.argument: keys[address.key]} if address.key else {})


def ask(client: Client, address: Address, where: str) -> int:
    return getattr(client, address.method)(where).status_code


def names_in_use() -> set[str]:
    return {name for name in get_resolver("medmassage.web.urls").reverse_dict if isinstance(name, str)}


def test_every_address_stands_in_the_table():
    assert names_in_use() == set(ADDRESSES) | OPEN


@pytest.fixture
def clients(member, client_for):
    return {role: client_for(member(role)) for role in sorted(ALL)}


def test_each_role_gets_in_where_it_may_and_finds_nothing_elsewhere(clinic, clients):
    keys, wrong = world(clinic), []
    for name in PAGES:
        address = ADDRESSES[name]
        for role, client in clients.items():
            status = ask(client, address, url(name, keys))
            may = role in address.roles
            if may != (status not in {403, 404}):
                wrong.append((name, role, status, "may" if may else "may not"))
    assert wrong == []


def test_another_clinics_records_are_found_by_nobody(clinic, other_clinic, clients):
    theirs, wrong = world(other_clinic, "Elsewhere"), []
    for name in OWN:
        for role, client in clients.items():
            status = ask(client, ADDRESSES[name], url(name, theirs))
            if status != 404:
                wrong.append((name, role, status))
    assert wrong == []


def test_nobody_gets_in_without_signing_in(clinic):
    keys, stranger = world(clinic), Client()
    for name in PAGES:
        answer = getattr(stranger, ADDRESSES[name].method)(url(name, keys))
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith("/accounts/login/"), name


def test_no_page_is_kept_in_a_cache_or_framed(clinic, client_for):
    client = client_for(clinic)
    answer = client.get(reverse("web:today"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    policy = answer.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'self'" in policy


def test_a_form_from_another_site_is_refused(clinic, client_for):
    client = client_for(clinic)
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("web:patient_new"), {"given": "A"}).status_code == 403


def test_a_second_factor_still_to_be_set_up_keeps_every_page_closed(clinic, client_for):
    client = client_for(clinic)
    clinic.clinic.mfa_required = True
    clinic.clinic.save()
    for name in ("today", "patients", "claims", "settings"):
        answer = client.get(reverse(f"web:{name}"))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))


def test_addresses_hold_no_fact_about_a_person(clinic, client_for):
    keys = world(clinic)
    assert not any("Quillfeather" in url(name, keys) for name in PAGES)


def test_a_session_that_was_idle_is_over_and_each_request_moves_its_end(clinic, client_for):
    client = client_for(clinic)
    ends = Session.objects.get().expire_date
    client.get(reverse("web:today"))
    assert Session.objects.get().expire_date > ends
    Session.objects.update(expire_date=timezone.now())
    assert client.get(reverse("web:today")).status_code == 302
