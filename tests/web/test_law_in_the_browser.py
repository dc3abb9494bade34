"""The law as people read it: no barrier on phone and desk, light and dark; the slider moves the map; paper."""

import pytest
from django.urls import reverse

from clinic.fixtures import PASSWORD, licensed, opened
from web.browser import barriers, listen, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = "?on=2026-10-30&holds=RMP&setting=hospital&payer_kind=workers_comp&act=jaw_joint&paper_assessment=2026-10-01"


@pytest.fixture
def reader(chromium, live_server, transactional_db):
    """The owner of a clinic with one wallet, signed in."""
    owner = opened("Quiet River Clinic", "owner@river.example")
    licensed(owner)
    page = window(chromium)
    page.goto(live_server.url + reverse("account_login"))
    page.fill("input[name=login]", owner.user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/")
    yield page
    page.context.close()


def places() -> list[str]:
    state = reverse("web:law_state", args=["MD"])
    return [
        reverse("web:law"),
        f"{reverse('web:law')}?ask=education_hours",
        f"{reverse('web:law')}?ask=staleness",
        state,
        f"{state}{ASKED}",
        reverse("web:law_federal"),
        f"{reverse('web:law_compare')}?state=MD&state=WA&state=OH&state=CA",
        reverse("web:law_changes"),
        reverse("web:law_coverage"),
        f"{reverse('web:law_where')}?setting=spa",
        reverse("web:law_moving"),
        f"{reverse('web:law_moving_to', args=['OH'])}?hours=500&exams=MBLEx",
        reverse("web:law_note_new", args=["MD"]),
        f"{reverse('web:law_note_new', args=['MD'])}?topic=records.retention_years",
    ]


def test_no_page_of_the_law_has_a_barrier_or_a_sideways_scroll(reader, live_server):
    wrong: list = []
    listen(reader, wrong)
    for place in places():
        wrong += [(place, *found) for found in barriers(reader, live_server.url + place)]
    assert wrong == []


def test_the_slider_moves_the_map_the_list_and_the_address(reader, live_server):
    wrong: list = []
    listen(reader, wrong)
    reader.goto(f"{live_server.url}{reverse('web:law')}?ask=education_hours")
    maryland = reader.locator(".tile", has_text="MD")
    assert "750" in maryland.inner_text()
    days = reader.locator("form[data-days]").get_attribute("data-days").split()
    slider = reader.locator("input[type=range]")
    slider.focus()
    for _ in range(len(days) - days.index("2026-11-01")):
        reader.keyboard.press("ArrowLeft")
    reader.locator("[data-moves=map] .sr", has_text="Maryland: 600").wait_for(state="attached")
    assert "600" in maryland.inner_text()
    assert f"on={days[days.index('2026-11-01') - 1]}" in reader.url
    assert reader.evaluate("document.activeElement.type") == "range"
    assert slider.get_attribute("aria-valuetext") in reader.locator("[data-moves=map] h2").inner_text()
    assert wrong == []


def test_on_a_phone_the_open_tab_is_in_sight(reader, live_server):
    reader.set_viewport_size({"width": 390, "height": 800})
    reader.goto(live_server.url + reverse("web:law_federal"))
    at = reader.locator(".tabs [aria-current]").bounding_box()
    assert at["x"] >= 0 and at["x"] + at["width"] <= 390


def test_a_tile_opens_the_folded_list_at_its_state(reader, live_server):
    reader.goto(f"{live_server.url}{reverse('web:law_where')}?setting=spa")
    reason = reader.locator("#in-OH > .small")
    assert not reason.is_visible()
    reader.locator("a[href='#in-OH']").click()
    reason.wait_for(state="visible")


def test_another_question_needs_no_button(reader, live_server):
    reader.goto(live_server.url + reverse("web:law"))
    reader.select_option("#ask", "compact")
    reader.wait_for_url("**ask=compact**")
    assert "Interstate compact" in reader.locator("h2").first.inner_text()


def test_without_a_script_a_day_and_a_button_do_the_same(chromium, reader, live_server):
    page = window(chromium, 390, java_script_enabled=False, storage_state=reader.context.storage_state())
    page.goto(f"{live_server.url}{reverse('web:law')}?ask=education_hours")
    assert not page.locator("input[type=range]").is_visible()
    page.fill("#on", "2026-10-31")
    page.click("button:has-text('Show this day')")
    assert "Maryland: 600" in page.locator(".tiles").text_content()


def test_on_paper_the_sources_stand_open_and_nothing_can_be_pressed(reader, live_server):
    reader.goto(live_server.url + reverse("web:law_state", args=["MD"]))
    reader.emulate_media(media="print")
    assert not reader.locator(".jump").is_visible()
    assert not reader.locator(".mend").first.is_visible()
    assert not reader.locator("#may-i-work form").is_visible()
    assert "the law on" in reader.locator(".on-paper").inner_text()
    assert reader.locator("#records ~ table .cite-card").first.is_visible()
