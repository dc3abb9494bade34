"""The wallet's pages: a paper of each kind, its scans, the looks at its register, who sees what."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from medmassage.clinic import clock, wallets
from medmassage.clinic.models import Credential, CredentialScan, Verification
from medmassage.clinic.services import opening, wallet
from medmassage.web.therapists.forms import FIELDS

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 paper"


def page(client, name, *args, query=""):
    answer = client.get(reverse(f"web:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def paper(therapist):
    return therapist.credentials.get()


@pytest.fixture
def client(clinic, client_for):
    return client_for(clinic)


TYPED = {
    "license": {"state": "WA", "code": "lmt", "number": "MA1"},
    "certification": {"code": "bctmb", "issuer": "NCBTMB", "number": "B1"},
    "liability": {"issuer": "Lantern Mutual", "number": "P1", "valid_to": "2099-01-01", "remarks": "2,000,000 a claim"},
    "cpr": {"issuer": "Harbor Classes"},
    "enrollment": {"issuer": "Harbor Plan", "number": "HP1"},
    "permit": {"issuer": "City of Baltimore", "number": "C1"},
    "other": {"code": "Fire drill", "issuer": "Fire Hall"},
}


@pytest.mark.parametrize("kind", wallets.OF_A_PERSON)
def test_each_kind_is_added_with_the_fields_it_has(therapist, client, kind):
    address = reverse("web:credential_add", args=[therapist.pk]) + f"?kind={kind}"
    assert set(client.get(address).context["form"].fields) == set(FIELDS[kind])
    assert client.post(address, TYPED[kind]).status_code == 302
    made = Credential.objects.get(kind=kind, number=TYPED[kind].get("number", ""))
    assert str(made) in page(client, "therapist", therapist.pk)


@pytest.mark.parametrize("kind", wallets.OF_THE_CLINIC)
def test_the_clinics_own_papers_need_no_therapist(clinic, client, kind):
    typed = {"state": "MD", "code": "x", "issuer": "Board of places", "number": "E1"}
    answer = client.post(reverse("web:clinic_credential_add") + f"?kind={kind}", typed)
    assert answer.status_code == 302
    made = Credential.objects.get(kind=kind)
    assert (made.therapist, made.number) == (None, "E1")
    assert str(made) in page(client, "therapists")


@pytest.mark.parametrize("kind", ["", "npi", "establishment", "nonsense"])
def test_a_kind_that_a_person_does_not_hold_is_a_license(therapist, client, kind):
    address = reverse("web:credential_add", args=[therapist.pk]) + f"?kind={kind}"
    assert client.get(address).context["kind"] == "license"


def test_the_letters_of_the_clinics_state_are_offered_first(therapist, client):
    offered = client.get(reverse("web:credential_add", args=[therapist.pk])).context["letters"]
    assert offered[0].code == "LMT" and offered[0].title.endswith("Maryland")
    certified = client.get(reverse("web:credential_add", args=[therapist.pk]) + "?kind=certification")
    assert "BCTMB" in [one.code for one in certified.context["letters"]]


def test_what_a_paper_needs_is_said_beside_the_field(therapist, client):
    answer = client.post(reverse("web:credential_add", args=[therapist.pk]) + "?kind=liability", {"number": "P1"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"issuer"})


def test_a_paper_is_corrected_and_given_up(clinic, client, paper):
    today = clock.today(clinic.clinic)
    address = reverse("web:credential", args=[paper.pk])
    typed = {"state": "MD", "code": "LMT", "number": "M9", "valid_to": "2099-01-01", "given_up_on": str(today)}
    assert client.post(address, typed).status_code == 302
    paper.refresh_from_db()
    assert (paper.number, paper.given_up_on, paper.kind) == ("M9", today, "license")
    assert "1 given up or replaced" in page(client, "therapist", paper.therapist_id)
    assert "given up" in page(client, "credential", paper.pk)


def test_a_look_at_the_register_is_entered_with_evidence_and_leaves_as_a_download(clinic, client, paper):
    today = clock.today(clinic.clinic)
    address = reverse("web:credential_verify", args=[paper.pk])
    shown = client.get(address).content.decode()
    assert "State Board of Massage Therapy Examiners" in shown and "Open its site" in shown
    sent = {
        "on": str(today), "source": "The board", "found": "in_force", "ends": str(paper.valid_to - timedelta(1)),
        "scan": SimpleUploadedFile("board.pdf", PDF),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    look = Verification.objects.filter(credential=paper).first()
    assert (look.by, look.ends) == (clinic.user, paper.valid_to - timedelta(1))
    one = page(client, "credential", paper.pk)
    assert "register shows another end" in one and "Ask which holds" in one
    file = client.get(reverse("web:verification_evidence", args=[look.pk]))
    assert file.content == PDF and file.headers["Content-Disposition"].startswith("attachment")
    assert "board" not in file.headers["Content-Disposition"]


def test_evidence_that_nobody_kept_is_not_there(client, paper):
    assert client.get(reverse("web:verification_evidence", args=[paper.verifications.get().pk])).status_code == 404


@pytest.mark.parametrize(("name", "content"), [("x.pdf", b"MZ"), ("x.pdf", b"")])
def test_a_file_that_is_no_scan_is_refused_beside_its_field(client, paper, name, content):
    for view, typed in (
        ("credential_scan_add", {}),
        ("credential_verify", {"on": "2026-01-05", "source": "x", "found": "in_force"}),
    ):
        sent = {**typed, "scan": SimpleUploadedFile(name, content)}
        answer = client.post(reverse(f"web:{view}", args=[paper.pk]), sent)
        assert answer.status_code == 422 and "scan" in answer.context["form"].errors
    assert not CredentialScan.objects.exists() and paper.verifications.count() == 1


def test_a_scan_is_kept_and_shown_to_those_who_may_see_it(client, client_for, member, paper):
    sent = {"scan": SimpleUploadedFile("license.png", b"\x89PNG\r\n\x1a\n")}
    assert client.post(reverse("web:credential_scan_add", args=[paper.pk]), sent).status_code == 302
    address = reverse("web:credential_scan", args=[paper.scans.get().pk])
    assert address in page(client, "credential", paper.pk)
    assert client.get(address).headers["Content-Type"] == "image/png"
    for role in ("front_desk", "biller"):
        other = client_for(member(role))
        assert address not in page(other, "credential", paper.pk)
        assert other.get(address).status_code == 404


def test_the_npi_of_the_therapist_is_verified_without_being_typed(clinic, client, therapist):
    assert "npiregistry.cms.hhs.gov" in page(client, "npi_verify", therapist.pk)
    sent = {"on": str(clock.today(clinic.clinic)), "source": "NPPES", "found": "in_force"}
    assert client.post(reverse("web:npi_verify", args=[therapist.pk]), sent).status_code == 302
    made = Credential.objects.get(kind="npi")
    assert (made.number, made.therapist) == (therapist.npi, therapist)
    assert client.post(reverse("web:credential", args=[made.pk]), {"number": "1"}).status_code == 404


def test_a_therapist_without_an_npi_is_told_to_enter_it_first(clinic, client):
    other = opening.therapist_add(clinic, given="Zed", family="Zoller")
    sent = {"on": str(clock.today(clinic.clinic)), "source": "NPPES", "found": "in_force"}
    answer = client.post(reverse("web:npi_verify", args=[other.pk]), sent)
    assert answer.status_code == 422 and "Enter it first" in answer.content.decode()


def test_the_front_desk_verifies_and_changes_nothing(member, client_for, paper, clinic):
    desk = client_for(member("front_desk"))
    shown = page(desk, "credential", paper.pk)
    assert "Verify" in shown and "Correct it" not in shown and "Add a scan" not in shown
    sent = {"on": str(clock.today(clinic.clinic)), "source": "The board", "found": "in_force"}
    assert desk.post(reverse("web:credential_verify", args=[paper.pk]), sent).status_code == 302


def test_a_therapist_keeps_the_own_wallet_in_the_pages_too(clinic, member, client_for, paper):
    robin = member("therapist")
    own = opening.therapist_add(clinic, given="Robin", family="Reed", user=robin.user)
    client = client_for(robin)
    assert client.post(reverse("web:credential_add", args=[own.pk]) + "?kind=cpr", {"issuer": "Red"}).status_code == 302
    assert client.get(reverse("web:credential_verify", args=[paper.pk])).status_code == 404
    assert client.get(reverse("web:credential_scan_add", args=[paper.pk])).status_code == 404
    shown = page(client, "therapists")
    assert 'Add a paper<span class="sr"> for Robin Reed' in shown and "for Theo Marchetti</span></a>" not in shown


def test_the_lists_cost_the_same_however_many_papers_there_are(
    clinic, client, therapist, django_assert_max_num_queries
):
    def many():
        for n in range(4):
            made = wallet.credential_add(clinic, therapist=therapist, kind="cpr", issuer=f"Class {n}")
            wallet.verification_add(
                clinic, credential=made, on=clock.today(clinic.clinic), source="x", found="in_force"
            )

    many()
    addresses = [reverse("web:therapists"), reverse("web:therapist", args=[therapist.pk]), reverse("web:today")]
    counts = []
    for _ in range(2):
        round_ = []
        for address in addresses:
            with django_assert_max_num_queries(60) as asked:
                client.get(address)
            round_.append(len(asked.captured_queries))
        counts.append(round_)
        many()
    assert counts[0] == counts[1]
