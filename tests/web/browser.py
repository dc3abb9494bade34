"""What the tests in the browser share: a window, signing in, and what axe and the browser complain of."""

from pathlib import Path

import axe_playwright_python
from django.urls import reverse

from medmassage.demo import people

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WCAG = {"runOnly": RULES, "resultTypes": ["violations"]}
# Of all rules these alone can answer otherwise in dark: what they see is color.
OF_COLOR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WIDTHS = (390, 1280)


def window(browser, width: int = 1280, **how):
    """A fresh page of this width, nobody signed in. Nothing moves: axe would measure a color half way."""
    return browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **how).new_page()


def signed_in(browser, address: str, width: int = 1280, login: str = people.LOGINS[0][0], **how):
    """A page in which somebody is signed in, the owner unless another login is given."""
    page = window(browser, width, **how)
    page.goto(f"{address}{reverse('account_login')}")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", people.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def listen(page, wrong: list) -> None:
    """Note what the browser itself complains of: scripts that fail, styles the content policy refuses."""
    page.on("console", lambda message: message.type == "error" and wrong.append((page.url, message.text)))
    page.on("pageerror", lambda error: wrong.append((page.url, str(error))))


def barriers(page, address: str) -> list[tuple[str, ...]]:
    """What axe finds on a page at each width, in light and dark, and whether it scrolls sideways."""
    page.goto(address)
    page.evaluate(AXE)
    found: list[tuple[str, ...]] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((f"{width} px", "scrolls sideways"))
        for scheme, rules in (("light", WCAG), ("dark", OF_COLOR)):
            page.emulate_media(color_scheme=scheme)
            for violation in page.evaluate("rules => axe.run(document, rules)", rules)["violations"]:
                nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                found.append((f"{width} px, {scheme}", violation["id"], nodes))
    return found
