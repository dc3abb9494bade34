"""The pages as people have them: headless Chromium, phone and desk, light and dark, keyboard, no JavaScript.

All tests of this file share one demo clinic, so each looks at, or changes, patients of its own.
"""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from medmassage.clinic.models import Case, Claim, Note, Patient, Referral, Remittance, Therapist, Visit
from web.browser import barriers, listen, signed_in, window

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(chromium, django_db_setup, django_db_blocker):
    """The demo clinic, loaded and served once for the whole file; the tables are emptied after it."""
    from django.core.management import call_command
    from pytest_django.live_server_helper import LiveServer

    from medmassage.demo import story

    with django_db_blocker.unblock():
        for _ in story.steps():
            pass
        server = LiveServer("localhost")
        yield server.url
        for context in chromium.contexts:  # a connection that stays open would outlive the server
            context.close()
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


def places() -> Iterator[str]:
    """Every page that shows something, on records that have something to show."""
    hazel = Patient.objects.get(given="Hazel")
    case = Case.objects.get(patient=hazel)
    names = (
        "today", "patients", "patient_new", "referral_import", "claims", "remittances", "ledger", "therapists",
        "therapist_new", "settings", "members", "member_new", "fees", "payers", "payer_new", "access_log", "knowledge",
        "law",
    )  # fmt: skip
    yield from (reverse(f"web:{name}") for name in names)
    yield from (f"{reverse('web:claims')}?stage={stage}" for stage in ("ready", "sent", "denied", "paid"))
    for name in ("patient", "patient_edit", "referral_new", "patient_ledger", "health_add", "coverage_add"):
        yield reverse(f"web:{name}", args=[hazel.pk])
    yield reverse("web:visit", args=[Note.objects.filter(signed_at__isnull=False).first().visit_id])
    for visit in Visit.objects.filter(status="booked"):
        yield reverse("web:visit", args=[visit.pk])
    yield reverse("web:visit_check_in", args=[Visit.objects.get(patient__given="Odile").pk])
    yield from (reverse(f"web:{name}", args=[case.pk]) for name in ("visit_book", "case_edit", "goal_add"))
    yield reverse("web:authorization_add", args=[case.pk])
    yield reverse("web:referral", args=[Referral.objects.filter(patient=hazel).first().pk])
    yield reverse("web:claim", args=[Claim.objects.first().pk])
    yield from (reverse("web:remittance", args=[r.pk]) for r in Remittance.objects.all())
    yield reverse("web:therapist", args=[Therapist.objects.first().pk])
    yield from (reverse("web:law_state", kwargs={"code": code}) for code in ("MD", "KS", "TX"))
    yield reverse("web:knowledge_entry", kwargs={"entry": "dvt"})
    yield reverse("mfa_index")
    yield "/no-such-page"


def test_no_page_has_a_barrier_an_error_or_a_sideways_scroll(demo, chromium):
    wrong = []
    page = signed_in(chromium, demo)
    listen(page, wrong)
    for place in places():
        wrong += [(place, *found) for found in barriers(page, demo + place)]
    assert [w for w in wrong if "404 (Not Found)" not in str(w)] == []


def test_the_sign_in_page_has_no_barrier(demo, chromium):
    page = window(chromium)
    assert barriers(page, f"{demo}{reverse('account_login')}") == []


def test_the_keyboard_reaches_search_and_today(demo, chromium):
    page = signed_in(chromium, demo)
    page.goto(demo + reverse("web:patients"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    page.wait_for_url(f"{demo}/")


def test_a_tab_reaches_the_page_first(demo, chromium):
    page = signed_in(chromium, demo)
    page.keyboard.press("Tab")
    assert "Skip" in page.evaluate("document.activeElement.textContent")


def test_the_pages_work_without_javascript(demo, chromium):
    page = signed_in(chromium, demo, width=390, java_script_enabled=False)
    for place in places():
        page.goto(demo + place)
        assert page.locator("h1").count() == 1, place
    visit = Visit.objects.get(patient__given="Silas", status="booked")
    page.goto(demo + reverse("web:visit", args=[visit.pk]))
    page.fill("textarea[name=subjective]", "Stiff after a long drive.")
    page.locator("button:has-text('Save')").first.click()
    assert Note.objects.get(visit=visit).subjective == "Stiff after a long drive."
