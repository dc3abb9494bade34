"""The wallet's services: who keeps what, what is kept as it came in, what is refused."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from medmassage.clinic import access, clock
from medmassage.clinic.models import Credential, Verification
from medmassage.clinic.services import changes, opening, wallet
from medmassage.clinic.services.outcome import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 license"


@pytest.fixture
def paper(therapist) -> Credential:
    return therapist.credentials.get()


def test_letters_and_state_are_kept_in_capitals_and_other_words_as_typed(clinic, therapist):
    made = wallet.credential_add(clinic, therapist=therapist, kind="license", code=" lmt ", state="wa", number=" 7 ")
    other = wallet.credential_add(clinic, therapist=therapist, kind="other", code="Fire drill", issuer="Fire Hall")
    assert (made.code, made.state, made.number, str(made)) == ("LMT", "WA", "7", "LMT, WA")
    assert str(other) == "Fire drill, Fire Hall"


def test_a_therapist_keeps_the_own_wallet_and_nobody_elses(clinic, member, therapist, paper):
    robin = member("therapist")
    own = opening.therapist_add(clinic, given="Robin", family="Reed", user=robin.user)
    kept = wallet.credential_add(robin, therapist=own, kind="cpr", issuer="Harbor Classes")
    wallet.credential_change(robin, credential=kept, number="12")
    wallet.scan_add(robin, credential=kept, name="cpr.pdf", content=PDF)
    for attempt in (
        lambda: wallet.credential_add(robin, therapist=therapist, kind="cpr"),
        lambda: wallet.credential_add(robin, therapist=None, kind="liability"),
        lambda: wallet.credential_change(robin, credential=paper, number="99"),
        lambda: wallet.scan_add(robin, credential=paper, name="x.pdf", content=PDF),
        lambda: wallet.verification_add(
            robin, credential=kept, on=clock.today(clinic.clinic), source="me", found="in_force"
        ),
    ):
        with pytest.raises(access.Denied):
            attempt()
    kept.refresh_from_db()
    assert (kept.number, kept.scans.get().name) == ("12", "cpr.pdf")


def test_a_scan_is_kept_byte_for_byte_and_the_same_once(clinic, paper):
    first = wallet.scan_add(clinic, credential=paper, name="a.pdf", content=PDF)
    assert wallet.scan_add(clinic, credential=paper, name="b.pdf", content=PDF) == first
    other = wallet.scan_add(clinic, credential=paper, name="c.png", content=b"\x89PNG\r\n\x1a\n")
    first.refresh_from_db()
    assert bytes(first.content) == PDF
    assert [scan.media_type for scan in paper.scans.all()] == ["image/png", "application/pdf"]
    assert other.pk != first.pk


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<html>"])
def test_what_is_no_scan_is_refused_and_nothing_is_kept(clinic, paper, content):
    with pytest.raises(Refused, match="PDF, PNG or JPEG"):
        wallet.scan_add(clinic, credential=paper, name="x.pdf", content=content)
    with pytest.raises(Refused, match="PDF, PNG or JPEG"):
        wallet.verification_add(
            clinic, credential=paper, on=clock.today(clinic.clinic), source="x", found="in_force", content=content
        )
    assert not paper.scans.exists() and paper.verifications.count() == 1


def test_a_look_keeps_who_when_where_what_and_the_evidence(clinic, paper):
    today = clock.today(clinic.clinic)
    wallet.verification_add(
        clinic, credential=paper, on=today, source="The board", found="limited", ends=paper.valid_to,
        seen="Probation until May", name="board.pdf", content=PDF,
    )  # fmt: skip
    look = paper.verifications.first()
    assert (look.by, look.on, look.source, look.found, look.ends, look.seen) == (
        clinic.user, today, "The board", "limited", paper.valid_to, "Probation until May",
    )  # fmt: skip
    assert (bytes(look.content), look.media_type) == (PDF, "application/pdf")


def test_a_look_of_tomorrow_is_refused(clinic, paper):
    with pytest.raises(Refused, match="still to come"):
        wallet.verification_add(
            clinic, credential=paper, on=clock.today(clinic.clinic) + timedelta(1), source="x", found="in_force"
        )


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_look_stays_as_it_was_whatever_code_asks_the_database(paper, change):
    looks = Verification.objects.filter(credential=paper)
    with pytest.raises(DatabaseError), transaction.atomic():
        looks.update(found="ended") if change == "update" else looks.delete()
    assert looks.get().found == "in_force"


def test_a_list_of_papers_leaves_the_scans_in_the_database(clinic, paper, django_assert_num_queries):
    wallet.scan_add(clinic, credential=paper, name="a.pdf", content=PDF)
    with django_assert_num_queries(1) as asked:
        list(paper.scans.all())
    assert '"content"' not in asked.captured_queries[0]["sql"]


def test_the_npi_that_is_verified_is_the_one_that_claims_carry(clinic, therapist):
    seen = {"on": clock.today(clinic.clinic), "source": "NPPES", "found": "in_force"}
    assert wallet.npi_verify(clinic, therapist=therapist, **seen).credential.number == therapist.npi
    changes.therapist_change(clinic, therapist=therapist, npi="")
    therapist.refresh_from_db()
    with pytest.raises(Refused, match="No NPI is entered"):
        wallet.npi_verify(clinic, therapist=therapist, **seen)
