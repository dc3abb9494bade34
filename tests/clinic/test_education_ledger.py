"""The ledger of courses: each stands once, every paper counts by its own rules, an audit gets one file."""

import struct
import zlib
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from clinic.fixtures import licensed
from medmassage.clinic import access, clock, corrections, deadlines, education, selectors, wallets
from medmassage.clinic.models import Course, LawNote
from medmassage.clinic.services import education as service
from medmassage.clinic.services import opening, wallet
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    """A PNG of one dark point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")


def paper_of(pages: int = 1) -> bytes:
    made, out = PdfWriter(), BytesIO()
    for _ in range(pages):
        made.add_blank_page(612, 792)
    made.write(out)
    return out.getvalue()


@pytest.fixture
def today(clinic):
    return clock.today(clinic.clinic)


def taken(owner, who, on, hours="6", categories=("massage",), **more):
    facts = {"title": f"Course of {on}", "provider": "Cedar School", "delivery": "live", **more}
    return service.course_add(
        owner, therapist=who, taken_on=on, hours=Decimal(hours), categories=list(categories), **facts
    )


def certified(owner, who, today, **more):
    facts = {"code": "BCTMB", "issuer": "NCBTMB", "valid_from": today - timedelta(1500)}
    return wallet.credential_add(
        owner, therapist=who, kind="certification", valid_to=today + timedelta(200), **(facts | more)
    )


def accounts(owner, who, today):
    held = wallets.stand(selectors.papers(owner, who), today)
    return {one.paper.code: one for one in education.accounts(held, who.courses.all(), today)}


def test_one_course_counts_for_the_state_and_for_the_certifier_by_each_ones_own_categories(clinic, today):
    who = licensed(clinic)
    certified(clinic, who, today)
    course = taken(clinic, who, today - timedelta(30), "3", ["ethics"])
    found = accounts(clinic, who, today)
    assert {code for code, one in found.items() if one.counts(course)} == {"LMT", "BCTMB"}
    lines = {code: {line.label: line.have for line in one.count.lines} for code, one in found.items()}
    assert lines["LMT"]["At least: Ethics or State law and rules"] == 3
    assert lines["BCTMB"]["At least: Ethics"] == 3
    assert {one.says.word for one in found.values()} == {"21 hours missing"}


def test_a_course_before_the_period_counts_for_nobody_and_one_on_its_first_day_does(clinic, today):
    who = licensed(clinic)
    first = accounts(clinic, who, today)["LMT"].count.first
    before, within = taken(clinic, who, first - timedelta(1)), taken(clinic, who, first)
    one = accounts(clinic, who, today)["LMT"]
    assert (one.counts(before), one.counts(within)) == (False, True)


def test_all_hours_without_a_category_that_is_asked_are_not_complete(clinic, today):
    who = licensed(clinic)
    taken(clinic, who, today - timedelta(5), "24", ["massage"])
    one = accounts(clinic, who, today)["LMT"]
    assert one.count.missing == 0 and one.is_short
    assert one.says.word == "3 hours of one kind missing"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "KS", "code": "LMT"}, "not known"),
        ({"state": "MD", "code": "XYZ"}, "not known"),
    ],
)
def test_what_the_law_data_does_not_hold_is_not_known_and_never_complete(clinic, today, facts, words):
    who = opening.therapist_add(clinic, given="Ro", family="Berg")
    wallet.credential_add(clinic, therapist=who, valid_to=today + timedelta(90), **facts)
    taken(clinic, who, today, "100")
    assert accounts(clinic, who, today)[facts["code"]].says == wallets.Says("unknown", words)


def test_a_certifier_we_hold_no_rules_of_says_so(clinic, today):
    who = opening.therapist_add(clinic, given="Ro", family="Berg")
    certified(clinic, who, today, code="XX", issuer="Moon Board")
    one = accounts(clinic, who, today)["XX"]
    assert one.says.answer == "unknown" and "Moon Board" in one.due.words


def test_a_certifier_is_known_by_the_letters_of_its_paper_too(clinic, today):
    who = opening.therapist_add(clinic, given="Ro", family="Berg")
    certified(clinic, who, today, issuer="The national board")
    assert accounts(clinic, who, today)["BCTMB"].count.wanted == 24


def test_papers_that_ask_for_nothing_and_those_given_up_have_no_account(clinic, today):
    who = licensed(clinic)
    certified(clinic, who, today, given_up_on=today)
    wallet.credential_add(clinic, therapist=who, kind="cpr", issuer="Red Cross")
    assert list(accounts(clinic, who, today)) == ["LMT"]


def test_the_same_course_is_not_entered_twice(clinic, today):
    who = licensed(clinic)
    taken(clinic, who, today, title="Neck")
    with pytest.raises(Refused, match="stands here already"):
        taken(clinic, who, today, title="NECK")
    taken(clinic, who, today - timedelta(1), title="Neck")
    assert Course.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": timedelta(1)}, "taken_on"),
        ({"delivery": "by mail"}, "delivery"),
        ({"categories": ["astrology"]}, "categories"),
        ({"proves": "consent"}, "proves"),
    ],
)
def test_a_course_that_cannot_be_is_refused_beside_its_field(clinic, today, facts, field):
    on = today + facts.pop("on", timedelta(0))
    with pytest.raises(Refused) as refused:
        taken(clinic, licensed(clinic), on, **facts)
    assert refused.value.field == field
    assert not Course.objects.exists()


def test_a_change_keeps_the_certificate_and_a_new_one_takes_its_place(clinic, today):
    course = taken(clinic, licensed(clinic), today, name="a.pdf", content=paper_of())
    course = service.course_change(clinic, course=course, title="Better")
    assert (course.title, course.name) == ("Better", "a.pdf")
    course = service.course_change(clinic, course=course, name="b.png", content=picture())
    assert (course.name, course.media_type, bytes(Course.objects.get().content)) == ("b.png", "image/png", picture())


def test_therapists_keep_their_own_courses_only(clinic, member, today):
    who, other = licensed(clinic), member("therapist")
    own = opening.therapist_add(clinic, given="Ro", family="Berg", user=other.user)
    course = taken(clinic, who, today)
    assert taken(other, own, today)
    for attempt in (
        lambda: taken(other, who, today - timedelta(3)),
        lambda: service.course_change(other, course=course, title="x"),
        lambda: service.course_remove(other, course=course),
    ):
        with pytest.raises(access.Denied):
            attempt()


def packet(owner, who, today):
    made = service.packet_pdf(owner, credential=who.credentials.get(), on=today)
    return PdfReader(BytesIO(made))


def test_the_packet_holds_the_count_its_sources_the_courses_and_their_certificates(clinic, today):
    who = licensed(clinic)
    taken(clinic, who, today - timedelta(9), "3", ["ethics"], title="Ethics today", name="e.pdf", content=paper_of(2))
    taken(clinic, who, today - timedelta(8), "16", ["massage"], title="Neck and jaw", name="n.png", content=picture())
    taken(clinic, who, date(2001, 1, 1), "9", title="Long ago", name="l.pdf", content=paper_of(5))
    found = packet(clinic, who, today)
    said = [page.extract_text() for page in found.pages]
    assert len(found.pages) == 1 + 2 + 1
    for words in (
        "Theo Marchetti",
        "M05120",
        "19 of 24 hours",
        "Ethics today",
        "COMAR 10.65.05.01A",
        "page 2",
        "page 4",
    ):
        assert words in said[0], words
    assert "Long ago" not in said[0]
    assert "Neck and jaw" in said[3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 this is nothing", "damaged"),
        (paper_of(3)[:400], "damaged"),
        (b"\x89PNG\r\n and nothing more", "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (None, "no certificate is on file"),
    ],
)
def test_a_certificate_that_cannot_be_shown_is_named_and_the_others_are_there(clinic, today, content, words):
    who = licensed(clinic)
    more = {"name": "bad.pdf", "content": content} if content else {}
    taken(clinic, who, today - timedelta(2), title="Bad luck", **more)
    taken(clinic, who, today - timedelta(1), title="Good one", name="g.pdf", content=paper_of(2))
    found = packet(clinic, who, today)
    said = found.pages[0].extract_text()
    assert len(found.pages) == 3
    assert "Certificate 1, Bad luck" in said and words in said and "page 2" in said


def test_a_certificate_behind_a_password_is_named(clinic, today):
    made, out = PdfWriter(), BytesIO()
    made.add_blank_page(612, 792)
    made.encrypt("secret")
    made.write(out)
    who = licensed(clinic)
    taken(clinic, who, today, title="Locked", name="l.pdf", content=out.getvalue())
    assert "locked with a password" in packet(clinic, who, today).pages[0].extract_text()


def test_no_packet_without_a_period(clinic):
    who = opening.therapist_add(clinic, given="Ro", family="Berg")
    paper = wallet.credential_add(clinic, therapist=who, code="LMT", state="MD")
    with pytest.raises(Refused, match="period of LMT, MD is not known"):
        service.packet_pdf(clinic, credential=paper)


def test_the_first_renewal_is_said_to_be_a_guess(clinic, today):
    who = opening.therapist_add(clinic, given="Ro", family="Berg")
    wallet.credential_add(
        clinic,
        therapist=who,
        code="LMT",
        state="OH",
        valid_from=today - timedelta(100),
        valid_to=today + timedelta(200),
    )
    one = accounts(clinic, who, today)["LMT"]
    assert one.says.answer != "yes" or not one.first_renewal


def test_a_value_that_the_clinic_corrected_counts_and_names_itself(clinic, today):
    who = licensed(clinic)
    LawNote.objects.create(
        clinic=clinic.clinic, state="MD", topic="credentials.LMT.renewal.ce_hours", corrects=True, value=18,
        since=today - timedelta(9), cite="the board's letter", confidence="primary", author=clinic.user,
    )  # fmt: skip
    taken(clinic, who, today, "4")
    held = wallets.stand(selectors.papers(clinic, who), today)
    (one,) = education.accounts(held, who.courses.all(), today, corrections.local(clinic.clinic))
    assert (one.count.wanted, one.says.word) == (18, "14 hours missing")
    assert "letter" in one.count.basis[0].cite
    assert [d.what for d in deadlines.of(clinic, today) if d.kind == "education"] == ["LMT, MD: 14 hours missing"]
    said = packet(clinic, who, today).pages[0].extract_text()
    assert "4 of 18 hours" in said and "letter" in said
