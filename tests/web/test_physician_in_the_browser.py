"""The physician's page on a phone, from the link to the signed order, and the pages that led to it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.fixtures import PASSWORD, PHYSICIAN, covered, opened, signed
from medmassage.clinic import clock
from medmassage.clinic.models import Referral
from medmassage.clinic.services import reporting, requesting
from web.browser import barriers, listen, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def staff_pages(whole, asked, drafted):
    """What the clinic sees of reports and requests."""
    yield reverse("web:requests")
    yield reverse("web:request", args=[asked.pk])
    yield reverse("web:request_answer", args=[asked.pk])
    yield reverse("web:clearance_ask", args=[whole.case.pk])
    yield reverse("web:renewal_ask", args=[whole.referral.pk])
    yield reverse("web:report_draft", args=[drafted.pk])
    yield reverse("web:patient", args=[whole.patient.pk])


def test_an_order_is_signed_on_a_phone_with_the_keyboard_alone_and_no_page_has_a_barrier(live_server, chromium):
    owner = opened("Quiet River Clinic", "owner@river.example")
    whole = covered(owner)
    signed(whole, days_ago=3)
    until = clock.today(owner.clinic) + timedelta(60)
    drafted = reporting.report_start(owner, case=whole.case, kind="progress")
    asked = requesting.renewal_ask(owner, referral=whole.referral, visits=6, until=until, words="Pain is down to 3.")
    link = live_server.url + reverse("web:physician", args=[asked.pk, requesting.link_give(owner, asked=asked)])
    page, wrong = window(chromium, 390), []
    listen(page, wrong)
    assert barriers(page, link) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.focus("input[name=born]")
    page.keyboard.type("04021981")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Pain is down to 3.")
    assert barriers(page, link) == []
    page.focus("input[name=answer]")
    page.keyboard.press("Space")
    for name, words in (("name", "Priya Ashgrove"), ("npi", PHYSICIAN["npi"])):
        page.focus(f"input[name={name}]")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Thank you")
    assert Referral.objects.get(source="link").visits == 6
    page.goto(f"{live_server.url}{reverse('account_login')}")
    page.fill("input[name=login]", owner.user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/")
    found = [
        (place, *one) for place in staff_pages(whole, asked, drafted) for one in barriers(page, live_server.url + place)
    ]
    page.context.close()
    assert (found, wrong) == ([], [])
