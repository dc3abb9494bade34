"""The content policy holds because no page needs an exception from it; every answer carries the same armor."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import medmassage.web
from web.world import ADDRESSES, world

WEB = Path(medmassage.web.__file__).parent
PAGES = sorted(WEB.rglob("*.html"))
INLINE = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style",
    "an event in an attribute": r"\son[a-z]+\s*=\s*[\"']",
    "HTMX code in an attribute": r"\shx-on|hx-vals=[\"']js:|hx-vars|\bhx-eval",
    "an address that is code": r"javascript:",
    "a script without a source": r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")",
    "a source elsewhere": r"<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//",
    "text that is not escaped": r"\|safe\b|autoescape off",
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    assert [str(p.relative_to(WEB)) for p in PAGES if re.search(INLINE[what], p.read_text(encoding="utf-8"))] == []


def test_no_python_file_marks_text_as_safe_markup():
    files = [p for p in WEB.rglob("*.py") if re.search(r"mark_safe|SafeString\(", p.read_text(encoding="utf-8"))]
    assert files == []


def test_no_script_evaluates_text_or_keeps_records_in_the_browser():
    for script in (WEB / "static" / "medmassage").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|innerHTML\s*=|insertAdjacentHTML|document\.write", text), (
            script.name
        )
        assert "sessionStorage" not in text and "indexedDB" not in text, script.name


def test_htmx_runs_no_text_keeps_no_pages_and_asks_only_this_site():
    head = (WEB / "templates" / "web" / "parts" / "head.html").read_text(encoding="utf-8")
    for words in (
        '"allowEval": false', '"allowScriptTags": false', '"selfRequestsOnly": true', '"historyCacheSize": 0',
        '"includeIndicatorStyles": false',
    ):  # fmt: skip
        assert words in head, words


@pytest.mark.django_db
def test_every_answer_is_uncached_unframed_unsniffed_and_under_the_policy(clinic, client_for):
    keys, client, bare = world(clinic), client_for(clinic), []
    for name, address in sorted(ADDRESSES.items()):
        arguments = {address.argument: keys[address.key]} if address.key else {}
        answer = getattr(client, address.method)(reverse(f"web:{name}", kwargs=arguments))
        if not _armored(answer):
            bare.append(name)
    for path in ("/nothing-here", "/accounts/login/", "/accounts/2fa/", "/healthz", "/first-run", "/no-clinic"):
        if not _armored(Client().get(path)):
            bare.append(path)
    assert bare == []


def _armored(answer) -> bool:
    kept = answer.headers
    policy = kept.get("Content-Security-Policy", "")
    return (
        "no-store" in kept.get("Cache-Control", "")
        and kept.get("X-Frame-Options") == "DENY"
        and kept.get("X-Content-Type-Options") == "nosniff"
        and kept.get("Referrer-Policy") == "same-origin"
        and all(words in policy for words in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"))
        and "unsafe" not in policy
    )


@pytest.mark.django_db
def test_papers_and_scans_leave_as_downloads_that_are_never_opened_in_the_page(clinic, client_for):
    keys, client = world(clinic), client_for(clinic)
    for name in ("scan", "note_pdf", "claim_837", "claim_cms1500", "statement", "report_preview", "request_letter"):
        address = ADDRESSES[name]
        answer = client.get(reverse(f"web:{name}", args=[keys[address.key]]))
        assert answer.headers["Content-Disposition"].startswith("attachment; filename="), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["Content-Type"] in {"application/pdf", "application/edi-x12"}, name


@pytest.mark.django_db
def test_what_people_type_is_shown_as_text(clinic, client_for):
    client = client_for(clinic)
    evil = "<img src=x onerror=alert(1)>"
    facts = {"given": evil[:35], "family": "Quill", "birth_date": "1981-04-02", "sex": "F"}
    client.post(reverse("web:patient_new"), facts)
    for answer in (client.get(reverse("web:patients")), client.post(reverse("web:search"), {"q": evil})):
        assert "<img" not in answer.content.decode()
        assert "&lt;img" in answer.content.decode()


@pytest.mark.django_db
def test_every_page_that_changes_something_asks_for_the_forms_own_token(clinic, client_for):
    keys, client = world(clinic), client_for(clinic)
    client.handler.enforce_csrf_checks = True
    for name, address in sorted(ADDRESSES.items()):
        arguments = {address.argument: keys[address.key]} if address.key else {}
        assert client.post(reverse(f"web:{name}", kwargs=arguments)).status_code == 403, name
    for name in ("account_login", "account_logout", "account_reset_password"):
        assert client.post(reverse(name)).status_code == 403, name
