"""The license desk and the law atlas against hostile hands: mistyped years, tables without end, files that are none."""

import struct
import zlib
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from clinic.fixtures import PASSWORD, licensed
from documents.reading import text
from medmassage.clinic import clock, proposals
from medmassage.clinic.models import Course, CredentialScan, LawNote, PatientDocument, Verification
from medmassage.clinic.services import calendar, changes, education, lawnotes, opening, wallet
from medmassage.documents import picture
from medmassage.law.load import jurisdiction
from web.world import world

pytestmark = pytest.mark.django_db
NOTE = {"kind": "correction", "cite": "§ 1", "confidence": "recall", "since": "2026-01-01"}
UNSEEN = "a\x0b\x01\x7f\ufffe<b>\u2028c"


def note(client, topic: str, value: str, **more: str):
    return client.post(f"{reverse('web:law_note_new', args=['MD'])}?topic={topic}", {**NOTE, "value": value, **more})


def pages(therapist, *more: str) -> list[str]:
    plain = ("today", "deadlines", "therapists", "law", "law_where", "law_changes", "law_coverage")
    law = [reverse(f"web:{name}", args=["MD"]) for name in ("law_state", "law_moving_to", "law_proposal")]
    own = [reverse(f"web:{name}", args=[therapist.pk]) for name in ("therapist", "education")]
    atom, compare = f"{reverse('web:law_changes')}?format=atom", f"{reverse('web:law_compare')}?state=MD&state=DE"
    return [*(reverse(f"web:{name}") for name in plain), *law, *own, atom, compare, *more]


def failing(client, addresses) -> list[str]:
    client.raise_request_exception = False
    return [address for address in addresses if client.get(address).status_code >= 500]


# Years that nobody meant


@pytest.mark.parametrize(
    "facts",
    [{"valid_to": date.max}, {"valid_from": date.min, "valid_to": date.min}, {"given_up_on": date.min}],
    ids=["without end", "before all", "never held"],
)
@pytest.mark.parametrize("kind", ["license", "certification", "liability"])
def test_a_paper_at_the_ends_of_the_calendar_keeps_no_page_closed(clinic, therapist, client_for, kind, facts):
    given = {"license": {"state": "MD", "code": "LMT"}, "certification": {"code": "BCTMB", "issuer": "NCBTMB"}}
    paper = wallet.credential_add(clinic, therapist=therapist, kind=kind, **given.get(kind, {"issuer": "A"}), **facts)
    feed = reverse("web:calendar", args=[(made := calendar.feed_make(clinic))[0].pk, made[1]])
    own = [reverse(f"web:{name}", args=[paper.pk]) for name in ("credential", "education_packet")]
    assert failing(client_for(clinic), pages(therapist, feed, *own)) == []


@pytest.mark.parametrize("year", ["9999", "2200", "1899", "0026"])
def test_a_year_that_was_mistyped_is_asked_about(clinic, therapist, client_for, year):
    address = reverse("web:credential_add", args=[therapist.pk])
    answer = client_for(clinic).post(address, {"state": "MD", "code": "LMT", "valid_to": f"{year}-12-31"})
    assert answer.status_code == 422
    assert "Check the year" in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_day_before_the_first_and_after_the_last_is_not_asked_for(clinic, client_for, day):
    assert client_for(clinic).get(reverse("web:today"), {"day": day}).status_code == 200


# What a value of the law may be

CYCLE = "credentials.LMT.renewal.cycle"
FEES = "credentials.LMT.requires.fees_usd"
CATEGORIES = "credentials.LMT.renewal.ce_categories"


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        (CYCLE, "[" * 3000), (FEES, "[" * 3000 + "]" * 3000), (FEES, "&a [*a]"), (FEES, "{a: &a [x, x], b: [*a, *a]}"),
        (FEES, "[1, 2]"), (FEES, "[null]"), (FEES, "{a: .nan}"), (FEES, "{a: -.inf}"),
        (CATEGORIES, "{a: 1}"), (CATEGORIES, "[{category: ethics, at_least: x}]"),
        (CATEGORIES, "[{category: ethics, at_least: 10000}]"), (CATEGORIES, "[{category: ethics, at_most: true}]"),
        ("records.retention_minors", "{until_age: x}"), ("records.retention_minors", "{until_age: 99999}"),
        ("authority", "{name: B, url: 'javascript:alert(1)'}"), ("authority", "{url: 'https://b.example'}"),
    ],
)  # fmt: skip
def test_a_table_that_no_page_could_show_is_refused_in_words(clinic, client_for, topic, value):
    client = client_for(clinic)
    client.raise_request_exception = False
    assert note(client, topic, value).status_code == 422
    assert not LawNote.objects.exists()


def test_a_few_lines_that_grow_without_end_are_refused_at_once(clinic, client_for):
    bomb = "{" + "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}], " for n in range(12)) + "}"
    assert note(client_for(clinic), FEES, bomb).status_code == 422


@pytest.mark.parametrize("value", ['{a: "\\ud800"}', '{a: "\\0"}', '{"\\x01": "b\\x7f"}', "{a: 5}"])
def test_characters_that_nobody_sees_are_kept_out_of_a_table(clinic, therapist, client_for, value):
    client = client_for(clinic)
    assert note(client, FEES, value).status_code == 302
    assert all(word.isprintable() for pair in LawNote.objects.get().value.items() for word in map(str, pair))
    assert failing(client, pages(therapist)) == []


def test_characters_that_nobody_sees_break_neither_the_feed_nor_the_proposal(clinic, client_for):
    client = client_for(clinic)
    found = note(client, "records.ownership", UNSEEN, text=UNSEEN, cite=UNSEEN, publisher=UNSEEN)
    assert found.status_code == 302
    feed = client.get(reverse("web:law_changes"), {"format": "atom"}).content
    assert b"<b>" not in feed
    ElementTree.fromstring(feed)
    assert yaml.safe_load(client.get(reverse("web:law_proposal", args=["MD"])).content)["records"]["ownership"]


def test_whom_a_correction_is_about_is_one_of_those_that_the_file_names(clinic, client_for):
    address = reverse("web:law_note_new", args=["MD"])
    for whom in ("everybody else", "x\nregulation: none_at_all", "\0"):
        answer = client_for(clinic).post(f"{address}?{urlencode({'topic': 'records.ownership', 'whom': whom})}", NOTE)
        assert answer.status_code == 404, whom
    assert not LawNote.objects.exists()


def test_nothing_leaves_the_comment_of_a_proposal(clinic):
    kept = lawnotes.law_note_add(
        clinic, state="MD", topic="records.ownership", cite="§ 1", confidence="recall", corrects=True, value="a\nb: c",
        since=date(2026, 1, 1), applies_to="them\nregulation: none_at_all",
    )  # fmt: skip
    held = yaml.safe_load(proposals.proposal(jurisdiction("MD"), [kept], date(2026, 11, 25)))
    assert set(held) == {"state", "name", "records"}


# Files

DOORS = {
    "credential_scan_add": ("credential", {}),
    "credential_verify": ("credential", {"on": "2026-01-02", "source": "board", "found": "in_force"}),
    "course_add": (
        "therapist", {"title": "T", "provider": "P", "taken_on": "2026-01-02", "hours": "1", "delivery": "live"},
    ),
    "document_add": ("patient", {"kind": "consent", "signed_on": "2026-01-02"}),
}  # fmt: skip
TAKEN = {
    "credential_scan": CredentialScan, "verification_evidence": Verification, "course_certificate": Course,
    "document_scan": PatientDocument,
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_no_door_takes_what_is_no_scan(clinic, client_for, door):
    keys, client = world(clinic), client_for(clinic)
    key, facts = DOORS[door]
    before = [model.objects.count() for model in TAKEN.values()]
    for content in (b"<svg onload=alert(1)>", b"<html><script>", b"GIF89a", b" %PDF-1.7", b""):
        sent = {**facts, "scan": SimpleUploadedFile("license.pdf", content, "application/pdf")}
        assert client.post(reverse(f"web:{door}", args=[keys[key]]), sent).status_code == 422
    assert [model.objects.count() for model in TAKEN.values()] == before


def test_each_scan_leaves_as_a_download_under_a_name_that_says_nothing(clinic, client_for):
    keys, client = world(clinic), client_for(clinic)
    for name, model in TAKEN.items():
        kept = model.objects.exclude(media_type="").first()
        assert kept, (name, keys)
        answer = client.get(reverse(f"web:{name}", args=[kept.pk]))
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="scan-'), name
        assert kept.name not in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == kept.media_type


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_picture_that_unfolds_to_more_than_a_machine_holds_is_named_and_left_out(clinic, therapist):
    today = clock.today(clinic.clinic)
    education.course_add(
        clinic, therapist=therapist, title="#read(\"/etc/passwd\") *b* <x>", provider="Harbor Classes", taken_on=today,
        hours=Decimal(3), delivery="live", categories=[], name="a.png", content=png(65_000, 65_000),
    )  # fmt: skip
    said = " ".join(text(education.packet_pdf(clinic, credential=therapist.credentials.get())).split())
    assert "more than 100 million dots" in said
    assert '#read("/etc/passwd") *b* <x>' in said


# The calendar's address


def test_an_address_finds_nothing_once_its_owner_has_left_and_less_in_another_role(clinic, member, therapist):
    desk = member("front_desk")
    wallet.credential_add(
        clinic, therapist=None, kind="permit", issuer="Baltimore", valid_to=clock.today(clinic.clinic)
    )
    boss = opening.member_add(clinic, name="Second", email="2@river.example", password=PASSWORD, role="owner")
    (feed, secret), stranger = calendar.feed_make(boss), Client()
    address = reverse("web:calendar", args=[feed.pk, secret])
    assert b"Baltimore" in stranger.get(address).content
    other = reverse("web:calendar", args=[calendar.feed_make(desk)[0].pk, secret])
    assert stranger.get(other).status_code == 404
    changes.member_change(clinic, of=boss, role="biller", is_active=True)
    assert b"Baltimore" not in stranger.get(address).content
    changes.member_change(clinic, of=boss, role="biller", is_active=False)
    assert stranger.get(address).status_code == 404


def test_a_name_cannot_write_lines_into_the_calendar(clinic, therapist):
    evil = "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nX-EVIL:1"
    wallet.credential_add(
        clinic, therapist=therapist, kind="cpr", issuer=evil, valid_to=clock.today(clinic.clinic) + timedelta(9)
    )
    changes.clinic_change(clinic, name=evil[:60])
    feed, secret = calendar.feed_make(clinic)
    content = Client().get(reverse("web:calendar", args=[feed.pk, secret])).content
    assert b"\nX-EVIL" not in content
    assert all("X-EVIL" not in event for event in Calendar.from_ical(content).walk("VEVENT"))


# Many people


def test_pages_ask_the_database_as_often_for_many_therapists_as_for_two(clinic, client_for):
    client = client_for(clinic)
    licensed(clinic)
    counts = {}
    for people in (2, 9):
        for number in range(people):
            _someone(clinic, f"{people}{number}")
        for name in ("today", "therapists", "deadlines"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(f"web:{name}")).status_code == 200
            counts.setdefault(name, []).append(len(asked))
    assert all(few == many for few, many in counts.values()), counts


def _someone(clinic, name: str) -> None:
    today = clock.today(clinic.clinic)
    one = opening.therapist_add(clinic, given="Rae", family=name)
    facts = {"therapist": one, "valid_from": today - timedelta(400), "valid_to": today + timedelta(50)}
    for code, state in (("LMT", "MD"), ("LMT", "DC"), ("LMT", "VA")):
        paper = wallet.credential_add(clinic, kind="license", code=code, state=state, **facts)
        wallet.verification_add(clinic, credential=paper, on=today, source="the board", found="in_force")
    education.course_add(
        clinic, therapist=one, title="Ethics", provider="H", taken_on=today, hours=Decimal(3), delivery="live",
        categories=["ethics"],
    )  # fmt: skip


# The pictures' heads


def test_a_pictures_size_is_read_from_its_head_and_one_without_is_none():
    frame = b"\xff\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 300, 200) + b"\x01\x11\x00\x01"
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab" + frame
    assert picture.pixels(png(65_000, 2)) == 130_000
    assert picture.pixels(jpeg + b"\xff\xda\x00\x02") == 60_000
    for content in (b"", b"\x89PNG\r\n register", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xda\x00\x02", b"GIF89a"):
        with pytest.raises(ValueError, match="damaged"):
            picture.pixels(content)
