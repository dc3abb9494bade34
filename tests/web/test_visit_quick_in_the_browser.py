"""Charting by hand in quick mode, against a server as a person starts it: twelve taps from open to signed; a
page that is killed loses nothing. Each test writes for a patient of its own."""

import os
import socket
import subprocess
import sys
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from medmassage.demo import people
from web.browser import AXE, WCAG, barriers, listen, window

pytestmark = pytest.mark.browser
# Every tap and key that a person makes, over reloads.
COUNT = """for (const name of ["pointerdown", "keydown"]) addEventListener(name, (event) => {
  if (event.isTrusted)
    sessionStorage.taps = `${sessionStorage.taps || ""}${name} ${event.target.textContent.trim()};`; }, true);"""
COPIES = "Object.entries(localStorage).filter(([key]) => key.startsWith('note:'))"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The demo with a data folder of its own."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    command = [sys.executable, "-m", "medmassage", "serve", "--demo", "--port", port]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment["MEDMASSAGE_HOME"] = str(tmp_path_factory.mktemp("home"))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as server:
        told = next(line for line in iter(server.stdout.readline, b"") if b"medmassage is at" in line)
        yield told.split()[-1].decode().rstrip("/")
        server.terminate()


@pytest.fixture
def page(address, chromium):
    """The owner in the demo clinic, at the hour of the first visit; a script that fails fails the test."""
    wrong: list = []
    page = window(chromium)
    today = datetime.now(ZoneInfo("America/New_York")).date()
    page.clock.install(time=datetime.combine(today, time(8, 32), ZoneInfo("America/New_York")))
    page.goto(f"{address}{reverse('account_login')}")
    page.fill("input[name=login]", people.LOGINS[0][0])
    page.fill("input[name=password]", people.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    listen(page, wrong)
    yield page
    page.context.close()
    assert [one for one in wrong if "Failed to load resource: net::" not in str(one)] == []


def let_in(page, name: str) -> None:
    """The patient is checked in, and the note is open."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("link", name="Today’s visit").click()
    page.get_by_role("button", name="Check in").click()
    page.get_by_role("link", name=f"Write note for {name}").click()


def open_note(page, name: str) -> None:
    """The note of today's visit, in quick mode; it may be written before the patient is in."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("link", name="Today’s visit").click()
    page.goto(page.url.removesuffix("/check-in"))
    expect(page.get_by_role("link", name="Quick", exact=True)).to_have_attribute("aria-current", "page")


def slide(page, label: str, value: int) -> None:
    """One tap on the scale."""
    scale = page.get_by_role("slider", name=label)
    box = scale.bounding_box()
    scale.click(position={"x": 16 + (box["width"] - 32) * value / 10, "y": box["height"] / 2})


def draw(page, layer: str) -> None:
    """A short stroke across the figure."""
    page.locator(layer).scroll_into_view_if_needed()
    box = page.locator(layer).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 30, steps=4)
    page.mouse.up()


def minutes_after(page, span: str, stop: str) -> int:
    """The minutes of the first line after the timer ran for a while and was stopped; the server has them."""
    page.clock.fast_forward(span)
    page.locator(stop).click()
    wait_for_copies(page, 1)
    wait_for_copies(page, 0)
    return int(page.locator("input[name=lines-0-minutes]").input_value())


def wait_for_copies(page, number: int) -> None:
    """Until the browser holds so many copies of notes."""
    for _ in range(50):
        if len(page.evaluate(COPIES)) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(COPIES))


def killed(page):
    """A new page in the same browser after this one is gone, without a word of farewell."""
    context, where = page.context, page.url
    wait_for_copies(page, 1)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(where)
    return again


def test_a_routine_visit_is_charted_and_signed_in_twelve_taps(page):
    let_in(page, "Hazel Quillfeather")
    page.evaluate("sessionStorage.clear()")
    page.add_init_script(COUNT)
    page.reload()
    go = page.locator("[data-timer-go]")
    page.get_by_role("button", name="Better").click()
    slide(page, "Pain before", 4)
    page.get_by_role("button", name="Same as last time").click()
    go.click()
    page.clock.fast_forward("09:00")
    expect(go).to_have_text("Next region")
    go.click()
    page.clock.fast_forward("08:00")
    expect(go).to_have_text("Done")
    go.click()
    slide(page, "Pain after", 2)
    page.locator("#drafted-objective").get_by_role("button", name="Use these words").click()
    page.locator("#drafted-assessment").get_by_role("button", name="Use these words").click()
    page.locator("#at-plan").get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="In a week").click()
    expect(page.locator("#before-you-sign")).to_contain_text("Everything a signed note needs is here")
    page.locator("button[data-sign]").click()
    expect(page.get_by_text("Signed by Rosa Lindqvist")).to_be_visible()
    taps = page.evaluate("sessionStorage.taps").split(";")[:-1]
    assert len(taps) <= 12, taps
    work = page.locator("#at-lines tbody tr")
    expect(work).to_have_count(2)
    assert [int(one) for one in work.locator("[data-l=Minutes]").all_inner_texts()] == [9, 8]
    assert work.locator("[data-l=Began]").all_inner_texts() == ["8:32 am", "8:41 am"]


def test_a_page_killed_without_a_connection_gives_everything_back(page):
    open_note(page, "June Castellan")
    page.locator("textarea[name=subjective]").fill("Kept before.")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved at")
    page.context.set_offline(True)
    page.locator("textarea[name=subjective]").press_sequentially(" ;nochange ")
    page.locator("svg [data-region=scapula_l]").click()
    region = page.locator("[data-region-row=scapula_l]")
    region.get_by_text("Trigger point", exact=True).click()
    region.get_by_role("button", name="Swedish massage").click()
    page.locator("[data-timer-go]").click()
    page.get_by_role("button", name="Draw").click()
    draw(page, "svg[data-layer=back]")
    expect(page.locator("[data-autosave-state]")).to_contain_text("kept on this device, encrypted")
    page.clock.run_for(500)
    copies = str(page.evaluate(COPIES))
    assert "scapula" not in copies and page.url.split("/")[-1] not in copies
    again = killed(page)
    expect(again.get_by_text("was not sent; it is put back.")).to_be_visible()
    assert again.locator("textarea[name=subjective]").input_value().startswith("Kept before. No new medicine")
    expect(again.locator("[data-timer-state]")).to_have_text("running on")
    expect(again.locator("[data-region-row=scapula_l] :checked")).to_have_value("trigger")
    expect(again.locator("svg[data-layer=back] [data-ink] path")).to_have_count(1)
    expect(again.locator("[data-autosave-state]")).to_contain_text("Saved at")
    wait_for_copies(again, 0)  # the server has it: none is needed
    again.reload()
    expect(again.locator("svg[data-layer=back] [data-ink] path")).to_have_count(1)
    expect(again.locator("[data-line-where]").first).to_have_text("Shoulder blade, left")
    first = minutes_after(again, "05:00", "[data-timer-pause]")
    again.clock.fast_forward("04:00")  # a rest is no treatment
    again.reload()
    expect(again.locator("[data-timer-state]")).to_have_text("resting on")
    again.locator("[data-timer-go]").click()
    second = minutes_after(again, "03:00", "[data-timer-go]")
    assert first in (5, 6) and second - first in (3, 4)


def test_both_versions_are_shown_when_the_server_has_a_newer_one_and_signing_out_leaves_no_copy(page):
    open_note(page, "Marek Dvorsky")
    other = page.context.new_page()
    other.goto(page.url)
    page.route("**/save", lambda route: route.abort())
    page.locator("textarea[name=plan]").fill("Mine, not sent.")
    page.clock.run_for(3000)
    other.locator("textarea[name=plan]").fill("Theirs.")
    expect(other.locator("[data-autosave-state]")).to_contain_text("Saved at")
    again = killed(page)
    card = again.locator("[data-unsent]")
    expect(card).to_contain_text("Mine, not sent.")
    expect(card).to_contain_text("Theirs.")
    expect(again.locator("textarea[name=plan]")).to_have_value("Theirs.")
    card.get_by_role("button", name="Put mine back").click()
    expect(again.locator("textarea[name=plan]")).to_have_value("Mine, not sent.")
    wait_for_copies(again, 0)
    again.route("**/save", lambda route: route.abort())
    again.locator("textarea[name=plan]").fill("Mine, again not sent.")
    wait_for_copies(again, 1)
    again.locator("summary.me").click()
    again.get_by_role("button", name="Sign out").click()
    again.wait_for_url("**/accounts/login/**")
    assert again.evaluate(COPIES) == []


def test_all_of_it_is_reached_by_keys_and_no_barrier_stands_in_either_mode(page):
    open_note(page, "Silas Brandt")
    address = page.url
    page.keyboard.press("Alt+4")
    assert page.evaluate("document.activeElement.name") == "plan"
    page.get_by_role("slider", name="Pain before").press("ArrowRight")
    assert page.locator("input[name=pain_before]:checked").count() == 1
    page.locator("svg [data-region=scapula_r]").press("Enter")
    page.locator("[data-region-row=scapula_r] [data-work]").first.press("Space")
    expect(page.locator("[data-line-where]", has_text="Shoulder blade, right")).to_have_count(1)
    page.locator("[data-timer-go]").press("Enter")
    expect(page.locator("[data-timer-news]")).to_contain_text("Timer started on")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved at")
    found = barriers(page, address)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Full", exact=True).click()
    expect(page.locator("input[name=pain_before][value='4']")).to_be_visible()
    found += barriers(page, address)
    assert page.locator("form[data-mode=full]").count() == 1  # remembered over the reload
    page.goto(f"{address}/bodies")
    page.evaluate(AXE)
    found += page.evaluate("rules => axe.run(document, rules)", WCAG)["violations"]
    assert found == []
