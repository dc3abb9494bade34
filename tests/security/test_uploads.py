"""Files from outside: too large, too deep, too many, not what they say they are."""

import json
import time
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bundles import good
from clinic.fixtures import DRAFT, covered, signed
from documents.reading import text
from medmassage.clinic import scans
from medmassage.clinic.models import Attachment
from medmassage.clinic.services import answers, papers
from medmassage.clinic.services.outcome import Refused
from medmassage.fhir import bundle as bundles
from medmassage.fhir import referral_in
from medmassage.fhir.errors import FhirError
from web.world import world

pytestmark = pytest.mark.django_db
IMPORT, RECEIVE = reverse("web:referral_import"), reverse("web:files_receive")


def file(content: bytes, name: str = "x.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_request_larger_than_any_file_may_be_is_not_read_at_all(clinic, client_for, settings):
    settings.LARGEST_REQUEST = 1000
    for client in (client_for(clinic), Client()):
        for address in (IMPORT, RECEIVE, reverse("account_login"), "/nothing"):
            answer = client.post(address, {"file": file(b"x" * 2000)})
            assert answer.status_code == 413, address
            assert "too large" in answer.content.decode()


@pytest.mark.parametrize("said", ["-5", "abc", "1e9", "٣", ""])
def test_a_length_that_is_no_number_breaks_nothing(clinic, client_for, said):
    assert client_for(clinic).get(reverse("web:today"), CONTENT_LENGTH=said).status_code == 200


def test_a_scan_is_known_by_its_first_bytes_and_leaves_as_that(clinic, client_for):
    whole, client = covered(clinic), client_for(clinic)
    page = reverse("web:referral", args=[whole.referral.pk])
    for content in (b"<svg onload=alert(1)>", b"<html><script>", b"MZ\x90", b"GIF89a", b"%!PS", b" %PDF-1.7"):
        assert client.post(page, {"scan": file(content, "order.pdf")}).status_code == 422
    assert not Attachment.objects.exists()
    client.post(page, {"scan": file(b"%PDF-1.7 <script>", "../../etc/passwd\\..\\evil.html")})
    kept = Attachment.objects.get()
    assert (kept.media_type, "/" in kept.name, "\\" in kept.name) == ("application/pdf", False, False)
    answer = client.get(reverse("web:scan", args=[kept.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "evil" not in answer.headers["Content-Disposition"]


def test_a_scan_that_is_too_large_is_refused_without_being_read_whole(clinic, client_for, monkeypatch):
    whole, client = covered(clinic), client_for(clinic)
    monkeypatch.setattr(scans, "LARGEST_SCAN", 100)
    page = reverse("web:referral", args=[whole.referral.pk])
    assert client.post(page, {"scan": file(b"%PDF-" + b"x" * 200, "a.pdf")}).status_code == 422
    assert not Attachment.objects.exists()


def test_an_order_larger_than_five_megabytes_is_refused(clinic, client_for, monkeypatch):
    answer = client_for(clinic).post(IMPORT, {"file": file(b" " * (bundles.LARGEST + 10))})
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.content.decode()


def many(kind: str, count: int) -> bytes:
    order = {"resourceType": "ServiceRequest", "id": "o", "code": {"text": "massage therapy"}}
    more = [{"resourceType": kind, "id": str(n)} for n in range(count)]
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in (order, *more)]}
    ).encode()


@pytest.mark.parametrize(
    "content",
    [
        many("Patient", 20_000),
        many("ServiceRequest", 20_000),
        ("{" + ",".join(f'"{n}":1' for n in range(100_000)) + ',"99999":1}').encode(),
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000,
        b'{"a":' + b"9" * 100_000 + b"}",
        b'{"resourceType":"ServiceRequest","a":NaN}',
        json.dumps({"resourceType": "ServiceRequest", "note": [{"text": "a\0b"}]}).encode(),
        b'{"resourceType":"ServiceRequest","note":[{"text":"\\ud800"}]}',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"PK\x03\x04" + b"\0" * 1000,
        b"\x1f\x8b\x08" + b"\0" * 1000,
    ],
    ids=["patients", "orders", "twice", "deep list", "deep object", "long number", "nan", "zero character",
         "half a character", "xml", "zip", "gzip"],
)  # fmt: skip
def test_a_hostile_order_is_refused_in_words_and_at_once(content):
    began = time.monotonic()
    with pytest.raises(FhirError):
        referral_in.read(content)
    assert time.monotonic() - began < 5


def test_a_backslash_before_u0000_is_only_text():
    assert bundles.canonical({"text": r"C:\u0000"})


def test_an_order_in_which_a_number_is_a_mapping_is_refused_or_named_but_never_fails(clinic, client_for):
    client = client_for(clinic)
    whole = good()
    for entry in whole["entry"]:
        for key in list(entry["resource"]):
            if key == "resourceType":
                continue
            for value in ({}, [], [[]], [{"a": []}], 5, "x", None, True, {"reference": {"reference": []}}):
                kept = entry["resource"][key]
                entry["resource"][key] = value
                answer = client.post(IMPORT, {"file": file(json.dumps(whole).encode())})
                assert answer.status_code in {200, 422}, (key, value)
                entry["resource"][key] = kept


ISA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *261124*0900*^*00501*000000001*0*T*:~"
    "GS*HP*PAYER*CLINIC*20261124*0900*1*X*005010X221A1~ST*835*0001~"
)
END = "SE*9*0001~GE*1*1~IEA*1*000000001~"


def era(name="Harbor", trace="T1", amount="0", claim="M1") -> bytes:
    body = (
        f"BPR*I*{amount}*C*ACH*CCP*01*999999999*DA*1*1512345678**01*999988880*DA*1*20261124~"
        f"TRN*1*{trace}*1512345678~DTM*405*20261124~N1*PR*{name}~N1*PE*CLINIC*XX*1992999825~LX*1~"
        f"CLP*{claim}*1*{amount}*{amount}**12*P1~"
    )
    return (ISA + body + END).encode()


@pytest.mark.parametrize(
    "content",
    [
        era(name="N" * 5000), era(trace="T" * 5000), era(amount="99999999999999999999.99"), era(claim="C" * 5000),
        era(amount="1e999999"), era(amount="NaN"), era(name="A\0B"), b"ISA" + b"\0" * 200, b"ISA*" * 10_000, b"",
        b"PK\x03\x04", b"%PDF-1.7", b"\xff\xfe" * 500,
    ],
    ids=["name", "trace", "amount", "claim", "exponent", "nan", "zero", "zeros", "isa", "empty", "zip", "pdf", "utf16"],
)  # fmt: skip
def test_a_hostile_answer_of_a_payer_is_taken_in_or_refused_in_words(clinic, client_for, content):
    client = client_for(clinic)
    answer = client.post(RECEIVE, {"file": file(content, "era.835")}, follow=True)
    assert answer.status_code in {200, 422}


def test_posting_what_a_hostile_file_says_fails_in_words_too(clinic, client_for):
    client = client_for(clinic)
    for content in (era(claim="C" * 150, amount="5"), era(trace="T" * 49, amount="5"), era(name="N" * 79, amount="5")):
        try:
            (kept,) = answers.file_receive(clinic, name="era.835", content=content)
        except Refused:
            continue
        assert client.post(reverse("web:remittance_post", args=[kept.pk])).status_code in {302, 422}


@pytest.mark.parametrize("words", ["zero \0 character"])
def test_a_zero_character_in_any_form_is_answered_not_failed(clinic, client_for, words):
    keys, client = world(clinic), client_for(clinic)
    for name, key in (
        ("search", ""),
        ("patients", ""),
        ("note_amend", "signed"),
        ("work_done", "work"),
        ("visit_book", "case"),
    ):
        where = reverse(f"web:{name}", args=[keys[key]] if key else [])
        posted = {"q": words, "text": words, "reason": words, "words": words, "reason.order.x": words}
        assert client.post(where, posted).status_code == 400, name


def test_words_in_a_note_are_printed_and_never_typeset(clinic):
    evil = '#read("/etc/passwd") #import "x.typ" $sqrt(2)$ *b* <label> @ref #{1+1}'
    whole = covered(clinic)
    visit = signed(whole, draft=replace(DRAFT, words={**DRAFT.words, "objective": evil}))
    said = " ".join(text(papers.note_pdf(clinic, visit)).split())
    assert evil in said
