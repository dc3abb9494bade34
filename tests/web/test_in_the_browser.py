"""The pages as people have them: headless Chromium, phone and desk, light and dark, keyboard, no JavaScript."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from medmassage.clinic.models import Case, Claim, Note, Patient, Referral, Remittance, Therapist, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTHS = {"phone": 390, "desk": 1280}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def chromium():
    # Playwright keeps a loop running in this thread, for which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; scripts/system installs one where it may")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def demo(live_server):
    """The demo clinic, served."""
    from medmassage.demo import story

    for _ in story.steps():
        pass
    return live_server.url


def signed_in(browser, address: str, width: int = 1280, **how):
    """A page of a browser in which the owner is signed in."""
    from medmassage.demo import people

    page = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **how).new_page()
    page.goto(f"{address}{reverse('account_login')}")
    page.fill("input[name=login]", people.LOGINS[0][0])
    page.fill("input[name=password]", people.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def places() -> Iterator[str]:
    """Every page that shows something, on records that have something to show."""
    hazel = Patient.objects.get(given="Hazel")
    names = (
        "today", "patients", "patient_new", "referral_import", "claims", "remittances", "ledger", "therapists",
        "settings", "members", "fees", "access_log", "knowledge", "law",
    )  # fmt: skip
    yield from (reverse(f"web:{name}") for name in names)
    yield from (f"{reverse('web:claims')}?stage={stage}" for stage in ("ready", "sent", "denied", "paid"))
    for name in ("patient", "patient_edit", "referral_new", "patient_ledger"):
        yield reverse(f"web:{name}", args=[hazel.pk])
    yield reverse("web:visit", args=[Note.objects.filter(signed_at__isnull=False).first().visit_id])
    for visit in Visit.objects.filter(status="booked"):
        yield reverse("web:visit", args=[visit.pk])
    yield reverse("web:visit_book", args=[Case.objects.get(patient=hazel).pk])
    yield reverse("web:referral", args=[Referral.objects.filter(patient=hazel).first().pk])
    yield reverse("web:claim", args=[Claim.objects.first().pk])
    yield from (reverse("web:remittance", args=[r.pk]) for r in Remittance.objects.all())
    yield reverse("web:therapist", args=[Therapist.objects.first().pk])
    yield reverse("web:law_state", kwargs={"code": "MD"})
    yield reverse("web:law_state", kwargs={"code": "KS"})
    yield reverse("web:knowledge_entry", kwargs={"entry": "dvt"})
    yield reverse("mfa_index")
    yield "/no-such-page"


def test_no_page_has_a_barrier_an_error_or_a_sideways_scroll(demo, chromium):
    wrong = []
    for name, width in WIDTHS.items():
        page = signed_in(chromium, demo, width)
        listen(page, wrong)
        for place in places():
            wrong += [(name, place, *found) for found in barriers(page, demo + place)]
    assert [w for w in wrong if "404 (Not Found)" not in str(w)] == []


def listen(page, wrong: list) -> None:
    """Note what the browser itself complains of: scripts that fail, styles the content policy refuses."""
    page.on("console", lambda message: message.type == "error" and wrong.append((page.url, message.text)))
    page.on("pageerror", lambda error: wrong.append((page.url, str(error))))


def barriers(page, address: str) -> list[tuple[str, str]]:
    """What axe finds on a page in light and dark, and whether it scrolls sideways."""
    page.goto(address)
    found = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(("scrolls sideways", ""))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for violation in Axe().run(page, options=WCAG).response["violations"]:
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            found.append((f"{scheme}: {violation['id']}", nodes))
    return found


def test_the_sign_in_page_has_no_barrier(demo, chromium):
    page = chromium.new_page()
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
    visit = Visit.objects.get(patient__given="Hazel", status="booked")
    page.goto(demo + reverse("web:visit", args=[visit.pk]))
    page.fill("textarea[name=subjective]", "Stiff after a long drive.")
    page.locator("button:has-text('Save')").first.click()
    assert Note.objects.get(visit=visit).subjective == "Stiff after a long drive."


def test_an_empty_database_opens_the_first_run_page(live_server, chromium):
    page = chromium.new_page()
    page.goto(live_server.url)
    page.wait_for_url(f"{live_server.url}/first-run")
    assert barriers(page, page.url) == []
