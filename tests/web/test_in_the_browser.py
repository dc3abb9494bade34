"""The pages as people have them: headless Chromium, phone and desk, light and dark, keyboard, no JavaScript.

All tests of this file share one demo clinic, so each looks at, or changes, patients of its own.
"""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from medmassage.clinic.models import Case, Claim, Course, Note, Patient, Referral, Remittance, Therapist, Visit
from web.browser import AXE, WCAG, barriers, listen, signed_in, window

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
        "law", "deadlines",
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
    of_the_case = ("plan", "plan_new", "outcomes", "score_add", "case_visits", "case_close")
    yield from (reverse(f"web:{name}", args=[case.pk]) for name in of_the_case)
    yield from (reverse("web:wellness_new", args=[hazel.pk]), reverse("web:wordings"))
    yield reverse("web:referral", args=[Referral.objects.filter(patient=hazel).first().pk])
    yield reverse("web:claim", args=[Claim.objects.first().pk])
    yield from (reverse("web:remittance", args=[r.pk]) for r in Remittance.objects.all())
    yield reverse("web:therapist", args=[Therapist.objects.first().pk])
    theo = Therapist.objects.get(given="Theo")
    yield reverse("web:therapist", args=[theo.pk])
    yield from (f"{reverse('web:credential_add', args=[theo.pk])}?kind={kind}" for kind in ("license", "certification"))
    yield from (reverse("web:clinic_credential_add"), reverse("web:npi_verify", args=[theo.pk]))
    paper = theo.credentials.get(kind="license")
    for name in ("credential", "credential_verify", "credential_scan_add"):
        yield reverse(f"web:{name}", args=[paper.pk])
    yield f"{reverse('web:document_add', args=[hazel.pk])}?kind=consent"
    yield reverse("web:document", args=[hazel.documents.first().pk])
    for person in Therapist.objects.all():
        yield reverse("web:education", args=[person.pk])
    yield reverse("web:course_add", args=[Therapist.objects.get(given="Rosa").pk])
    yield reverse("web:course", args=[Course.objects.first().pk])
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


def test_a_license_is_verified_at_its_register_and_the_evidence_is_kept(demo, chromium, tmp_path):
    evidence = tmp_path / "register.pdf"
    evidence.write_bytes(b"%PDF-1.7 register")
    page = signed_in(chromium, demo)
    page.goto(demo + reverse("web:therapists"))
    assert page.get_by_text("1 not verified").is_visible()
    page.get_by_role("link", name="RMP, MD").click()
    page.get_by_role("link", name="Verify").click()
    assert page.get_by_role("link", name="Open its site").get_attribute("href").startswith("https://")
    page.get_by_label("What it says").select_option("in_force")
    page.get_by_label("Evidence").set_input_files(evidence)
    page.get_by_role("button", name="Keep what was seen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Evidence").click()
    assert download.value.suggested_filename.startswith("scan-")
    page.goto(demo + reverse("web:therapists"))
    assert page.get_by_text("not verified", exact=True).first.is_visible()  # covers and classes, which weigh nothing
    assert "1 not verified" not in page.locator("header p").first.inner_text()


def test_a_course_with_its_certificate_is_entered_and_counted_at_once(demo, chromium, tmp_path):
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"%PDF-1.7 certificate")
    page = signed_in(chromium, demo)
    page.goto(f"{demo}{reverse('web:education', args=[Therapist.objects.get(given='Theo').pk])}")
    assert page.get_by_text("15 hours missing").first.is_visible()
    page.keyboard.press("n")
    page.get_by_label("Title").fill("Ethics at the table")
    page.get_by_label("Given by").fill("Cedar School")
    page.get_by_label("Finished on").fill(Course.objects.first().taken_on.isoformat())
    page.get_by_label("Contact hours").fill("3")
    page.get_by_label("How it was taken").select_option("live")
    page.get_by_label("Ethics", exact=True).check()
    page.get_by_label("Certificate").set_input_files(certificate)
    page.get_by_role("button", name="Keep the course").click()
    assert page.get_by_text("12 hours missing").first.is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Audit packet").click()
    assert download.value.suggested_filename.startswith("education-")


def test_the_calendars_address_is_shown_once_and_the_page_has_no_barrier(demo, chromium):
    page = signed_in(chromium, demo)
    page.goto(f"{demo}{reverse('web:deadlines')}")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address").input_value()
    assert window(chromium).request.get(address).text().startswith("BEGIN:VCALENDAR")
    page.evaluate(AXE)
    assert page.evaluate("rules => axe.run(document, rules)", WCAG)["violations"] == []
    page.get_by_role("link", name="Deadlines").first.click()
    page.get_by_role("button", name="Close it").click()
    assert window(chromium).request.get(address).status == 404
