"""The intake in Spanish on a phone, by keys alone, from the birth date to the signature; axe looks at each page."""

import pytest
from django.urls import reverse

from clinic.fixtures import covered
from medmassage.clinic.models import HealthItem, Intake
from medmassage.clinic.services import inviting
from web.browser import AXE, OF_COLOR, WCAG, listen, window

pytestmark = [pytest.mark.browser, pytest.mark.files_only]
AT = """() => { const at = document.activeElement;
  return [at.type || at.tagName, at.name || "", at.id || "", at.matches("main button.btn-main"),
    at.matches("header a, .skip")]; }"""
TYPED = {"name": "Hazel Quillfeather", "q_medicines": "Eliquis", "q_clot.on": "octubre de 2026"}
YES = {"q_clot"}
IN_DARK = {"s_heart", "consent", "review"}  # between them they hold every piece
TICKED = {"agree", "true", "q_allergies.answer"}


def barriers(page) -> list[tuple[str, ...]]:
    """What axe finds on the page that is open, on some in dark too, and whether it scrolls sideways."""
    page.evaluate(AXE)
    found: list[tuple[str, ...]] = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append((page.url, "scrolls sideways"))
    dark = [("dark", OF_COLOR)] if page.url.rsplit("/", 1)[-1] in IN_DARK else []
    for scheme, rules in (("light", WCAG), *dark):
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate("rules => axe.run(document, rules)", rules)["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            found.append((page.url.rsplit("/", 1)[-1], scheme, violation["id"], nodes))
    return found


def by_keys(page, done: set[str]) -> None:
    """Walk one page with Tab, answer what is met, and press the main button."""
    for _ in range(140):
        page.keyboard.press("Tab")
        kind, name, _id, is_main, _ = page.evaluate(AT)
        if is_main:
            page.keyboard.press("Enter")
            return
        if kind == "radio" and name not in done:
            done.add(name)
            page.keyboard.press("Space" if name in YES else "ArrowDown")
        elif name not in done and (name == "q_clot.chosen" or (kind == "checkbox" and name in TICKED)):
            done.add(name)
            page.keyboard.press("Space")
        elif name in TYPED and name not in done:
            done.add(name)
            page.keyboard.type(TYPED[name])
    raise AssertionError(f"no main button is reached on {page.url}")


def test_the_whole_intake_in_spanish_by_keys_on_a_phone_without_a_barrier(live_server, chromium, clinic):
    row, secret = inviting.intake_ask(clinic, patient=covered(clinic).patient, language="es")
    page, wrong = window(chromium, 390), []
    listen(page, wrong)
    page.goto(live_server.url + reverse("web:intake_open", args=[row.pk, secret]))
    found = barriers(page)
    page.focus("#born")
    page.keyboard.type("04021981")
    by_keys(page, set())
    page.wait_for_url("**/steps/you")
    seen, done = [], set()
    while not page.url.endswith("/es"):
        assert page.url not in seen, page.locator("[data-errors]").inner_text()
        seen.append(page.url)
        found += barriers(page)
        with page.expect_navigation():
            by_keys(page, done)
    page.context.close()
    assert (found, wrong, len(seen)) == ([], [], 19)
    assert {i.text for i in HealthItem.objects.filter(kind="drug")} == {"Eliquis"}
    assert HealthItem.objects.get(entry="dvt").unsure is False
    assert Intake.objects.get().documents == ["consent", "health_history"]
