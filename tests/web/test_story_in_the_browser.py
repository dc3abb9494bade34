"""The main job by hand in the browser: check in, treat, sign, bill, post; against a server as a person starts it."""

import os
import re
import socket
import subprocess
import sys
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from medmassage.simulator import clearinghouse, payer
from web.browser import listen, signed_in

pytestmark = pytest.mark.browser
AT = datetime(2030, 3, 1, 9, 0)
WORDS = {
    "subjective": "Slept through; turning to the right still pulls.",
    "objective": "Less tension on both sides, full turn to the left.",
    "assessment": "Near the goal of driving without pain.",
    "plan": "Two more visits, chin tucks at home.",
    "next_visit": "In a week",
}


@pytest.fixture
def address(tmp_path):
    """The demo as a person starts it: a server of its own, with its own data folder."""
    command = [sys.executable, "-m", "medmassage", "serve", "--demo", "--port", str(_free_port())]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with subprocess.Popen(
        command, env={**environment, "MEDMASSAGE_HOME": str(tmp_path)}, stdout=subprocess.PIPE
    ) as server:
        told = next(line for line in iter(server.stdout.readline, b"") if b"medmassage is at" in line)
        yield told.split()[-1].decode().rstrip("/")
        server.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def page(address, chromium):
    """The owner in the demo clinic, on Today; a script that fails fails the test."""
    wrong: list = []
    opened = signed_in(chromium, address)
    listen(opened, wrong)
    yield opened
    assert wrong == []


def test_from_the_door_to_the_ledger(page, address):
    bring_in(page)
    write_and_sign(page)
    sent = send_claim(page, address)
    receive(page, address, "answer.999", clearinghouse.acknowledge(sent, at=AT, control=41))
    receive(page, address, "answer.277ca", clearinghouse.claim_answers(sent, at=AT, control=42))
    post(page, address, payer.pay(sent, at=AT, control=43, terms=payer.Terms()))
    page.goto(address + reverse("web:ledger"))
    newest = page.locator("table.entries tbody tr").first
    expect(newest).to_contain_text("Payer’s answer, Hazel Quillfeather")
    expect(newest).to_contain_text("Money received")
    expect(page.get_by_text("All accounts sum to zero")).to_be_visible()


def bring_in(page) -> None:
    """Today, then the patient's own page, then the door of the visit."""
    page.get_by_role("link", name="Hazel Quillfeather", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hazel Quillfeather")
    page.get_by_role("link", name="Today’s visit").click()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("Hazel Quillfeather is in the room.")).to_be_visible()
    page.get_by_role("link", name="Write note for Hazel Quillfeather").click()


def write_and_sign(page) -> None:
    """Words, the map, minutes and pain; saved while writing; signed by the keyboard."""
    page.get_by_role("link", name="Full", exact=True).click()
    for name, words in WORDS.items():
        page.fill(f"[name={name}]", words)
    page.check("input[name=pain_before][value='3']")
    page.check("input[name=pain_after][value='1']")
    page.locator("svg [data-region=neck_back_r]").click()
    page.fill("input[name='found.neck_back_r']", "tension")
    page.fill("input[name=started]", "08:32")
    page.fill("input[name=ended]", "09:10")
    page.select_option("select[name=lines-0-region]", "neck_back")
    page.fill("input[name=lines-0-technique]", "Swedish massage")
    page.select_option("select[name=lines-0-code]", "97124")
    page.fill("input[name=lines-0-minutes]", "38")
    expect(page.get_by_text("38 timed minutes make 3 units")).to_be_visible(timeout=15000)
    expect(page.get_by_text("Ready to sign")).to_be_visible(timeout=15000)
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved at")
    page.locator("textarea[name=plan]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("Signed by .* and locked"))).to_be_visible()
    expect(page.locator("dt", has_text="Back of neck, right")).to_be_visible()


def send_claim(page, address: str) -> bytes:
    """The claim of this visit, prepared and sent; the bytes that left."""
    page.goto(address + reverse("web:claims"))
    page.get_by_role("button", name="Prepare a claim of Hazel Quillfeather").click()
    expect(page.get_by_text("It may leave")).to_be_visible()
    page.get_by_role("button", name="Send it, $126.00").click()
    link = page.get_by_role("link", name="837P file")
    expect(link).to_be_visible()
    return page.request.get(address + link.get_attribute("href")).body()


def receive(page, address: str, name: str, content: bytes) -> None:
    """Take in what a clearinghouse or payer sent."""
    page.goto(address + reverse("web:claims"))
    page.get_by_text("Take in an answer").click()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/edi-x12", "buffer": content})
    page.get_by_role("button", name="Take it in").click()
    page.wait_for_load_state()
    expect(page.locator("[data-errors]")).to_have_count(0)


def post(page, address: str, content: bytes) -> None:
    """The remittance as a preview, then posted."""
    receive(page, address, "payment.835", content)
    page.goto(address + reverse("web:remittances"))
    page.locator("tr", has_text="to post").get_by_role("link").first.click()
    page.get_by_role("button", name=re.compile(r"Post all 1, \$")).click()
    expect(page.get_by_text("Posting it again changes nothing")).to_be_visible()
