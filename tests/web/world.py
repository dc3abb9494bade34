"""A clinic with one of everything, and each address of the pages with who may open it.

``ADDRESSES`` is written by hand on purpose: it says what the access table must lead to, page by page, and the
walk fails for an address that nobody thought about.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from clinic.fixtures import booked, covered, signed
from medmassage.clinic import clock
from medmassage.clinic.models import LawNote, Membership, Therapist
from medmassage.clinic.services import (
    answers,
    bookkeeping,
    claiming,
    documents,
    education,
    intake,
    lawnotes,
    posting,
    reporting,
    wallet,
)
from medmassage.simulator import payer

OWNER, THERAPIST, DESK, BILLER = "owner", "therapist", "front_desk", "biller"
ALL = {OWNER, THERAPIST, DESK, BILLER}
CARE = {OWNER, THERAPIST}
NOTES = {OWNER, THERAPIST, BILLER}
FRONT = {OWNER, THERAPIST, DESK}
PLANS = {OWNER, DESK, BILLER}
MONEY = {OWNER, BILLER}
ME = {OWNER}


@dataclass(frozen=True)
class Address:
    """One named address: how it is asked, who may, and which of the world's keys its argument is."""

    method: str
    roles: set[str]
    key: str = ""
    argument: str = "pk"


GET, POST = "get", "post"
OPEN = {"first_run", "healthz", "no_clinic", "switch_clinic", "calendar"}  # pages before a clinic is known
ADDRESSES: dict[str, Address] = {
    "today": Address(GET, ALL),
    "search": Address(POST, ALL),
    "patients": Address(GET, ALL),
    "patient_new": Address(GET, FRONT),
    "patient": Address(GET, ALL, "patient"),
    "patient_edit": Address(GET, FRONT, "patient"),
    "health_add": Address(POST, CARE, "patient"),
    "health_end": Address(POST, CARE, "health"),
    "coverage_add": Address(POST, PLANS, "patient"),
    "coverage_edit": Address(GET, PLANS, "coverage"),
    "document_add": Address(GET, FRONT, "patient"),
    "document": Address(GET, FRONT, "document"),
    "document_scan": Address(GET, FRONT, "document"),
    "case_edit": Address(GET, FRONT, "case"),
    "goal_add": Address(POST, CARE, "case"),
    "authorization_add": Address(POST, PLANS, "case"),
    "referral_new": Address(GET, FRONT, "patient"),
    "referral_import": Address(GET, FRONT),
    "referral_take": Address(POST, FRONT),
    "referral": Address(GET, ALL, "referral"),
    "scan": Address(GET, ALL, "scan"),
    "visit_book": Address(GET, FRONT, "case"),
    "visit_check_in": Address(POST, FRONT, "visit"),
    "visit_end": Address(POST, FRONT, "visit"),
    "visit": Address(GET, NOTES, "visit"),
    "note_checks": Address(GET, NOTES, "visit"),
    "note_save": Address(POST, CARE, "visit"),
    "note_sign": Address(POST, CARE, "visit"),
    "note_amend": Address(POST, CARE, "signed"),
    "note_pdf": Address(GET, NOTES, "signed"),
    "claims": Address(GET, MONEY),
    "claim_prepare": Address(POST, MONEY),
    "claim": Address(GET, MONEY, "claim"),
    "claim_refresh": Address(POST, MONEY, "claim"),
    "claim_send": Address(POST, MONEY, "claim"),
    "claim_discard": Address(POST, MONEY, "claim"),
    "claim_correct": Address(POST, MONEY, "claim"),
    "claim_837": Address(GET, MONEY, "claim"),
    "claim_cms1500": Address(GET, MONEY, "claim"),
    "files_receive": Address(POST, MONEY),
    "work_done": Address(POST, MONEY, "work"),
    "remittances": Address(GET, MONEY),
    "remittance": Address(GET, MONEY, "remittance"),
    "remittance_post": Address(POST, MONEY, "remittance"),
    "ledger": Address(GET, MONEY),
    "patient_ledger": Address(GET, MONEY, "patient"),
    "entry_reverse": Address(POST, MONEY, "payment"),
    "statement": Address(GET, MONEY, "patient"),
    "progress_report": Address(GET, CARE, "case"),
    "report_send": Address(POST, CARE, "case"),
    "report": Address(GET, CARE, "report"),
    "therapists": Address(GET, ALL),
    "therapist": Address(GET, ALL, "therapist"),
    "therapist_new": Address(GET, ME),
    "credential_add": Address(POST, ME, "therapist"),
    "clinic_credential_add": Address(GET, ME),
    "credential": Address(GET, ALL, "credential"),
    "credential_verify": Address(GET, {OWNER, DESK}, "credential"),
    "npi_verify": Address(GET, {OWNER, DESK}, "therapist"),
    "credential_scan_add": Address(POST, ME, "credential"),
    "credential_scan": Address(GET, CARE, "credential_scan"),
    "verification_evidence": Address(GET, ALL, "verification"),
    "education": Address(GET, CARE, "therapist"),
    "course_add": Address(GET, ME, "therapist"),
    "course": Address(GET, ME, "course"),
    "course_remove": Address(POST, ME, "course_to_remove"),
    "course_certificate": Address(GET, CARE, "course"),
    "education_packet": Address(GET, CARE, "credential"),
    "deadlines": Address(GET, ALL),
    "feed_make": Address(POST, ALL),
    "feed_revoke": Address(POST, ALL),
    "settings": Address(GET, ME),
    "members": Address(GET, ME),
    "member_new": Address(GET, ME),
    "member_edit": Address(GET, ME, "membership"),
    "fees": Address(GET, MONEY),
    "payers": Address(GET, PLANS),
    "payer_new": Address(GET, PLANS),
    "access_log": Address(GET, ME),
    "knowledge": Address(GET, ALL),
    "knowledge_entry": Address(GET, ALL, "entry", "entry"),
    "law": Address(GET, ALL),
    "law_state": Address(GET, ALL, "state", "code"),
    "law_federal": Address(GET, ALL),
    "law_compare": Address(GET, ALL),
    "law_changes": Address(GET, ALL),
    "law_coverage": Address(GET, ALL),
    "law_where": Address(GET, ALL),
    "law_moving": Address(GET, ALL),
    "law_moving_to": Address(GET, ALL, "state", "code"),
    "law_note_new": Address(GET, ME, "state", "code"),
    "law_note_withdraw": Address(POST, ME, "law_note"),
    "law_proposal": Address(GET, ALL, "state", "code"),
}
SHARED_KEYS = {"entry", "state"}  # not a clinic's own: the same for everyone


def wallet_keys(owner: Membership, therapist: Therapist) -> dict[str, Any]:
    """The therapist's license, with a scan of it and a look at the register."""
    paper = therapist.credentials.get()
    scan = wallet.scan_add(owner, credential=paper, name="license.pdf", content=b"%PDF-1.7 license")
    seen = wallet.verification_add(
        owner, credential=paper, on=clock.today(owner.clinic), source="the board's register", found="in_force",
        name="register.png", content=b"\x89PNG\r\n register",
    )  # fmt: skip
    return {"credential": paper.pk, "credential_scan": scan.pk, "verification": seen.pk}


def course_keys(owner: Membership, therapist: Therapist) -> dict[str, Any]:
    """Two courses of the therapist with their certificates, one of them to be taken out."""
    day = clock.today(owner.clinic)
    facts = {"provider": "Cedar School", "delivery": "live", "categories": ["ethics"], "hours": Decimal(3)}
    scan = {"name": "certificate.pdf", "content": b"%PDF-1.7 certificate"}
    kept, out = (
        education.course_add(owner, therapist=therapist, title=title, taken_on=day, **facts, **scan)
        for title in ("Ethics", "Ethics again")
    )
    return {"course": kept.pk, "course_to_remove": out.pk}


def law_note(owner: Membership) -> LawNote:
    """What the clinic knows of a value beside the shipped law."""
    return lawnotes.law_note_add(
        owner, state="MD", topic="records.retention_years", cite="a call to the board", confidence="recall",
        text="The board counts from the last visit.",
    )  # fmt: skip


def world(owner: Membership, family: str = "Quillfeather") -> dict[str, Any]:
    """One of everything in this clinic; the keys that addresses take."""
    whole = covered(owner, family, visits=12)
    old = signed(whole, days_ago=9)
    claim = claiming.claim_prepare(owner, visits=[old])
    sent = claiming.claims_send(owner, claims=[claim])
    assert sent.record, sent.open
    content = payer.pay(
        bytes(sent.record.content), at=datetime(2026, 11, 24, 9, 0), control=1,
        terms=payer.Terms(deny={"97124": ("CO", "197")}),
    )  # fmt: skip
    remittance = answers.file_receive(owner, name="era.835", content=content)[0]
    posting.remittance_post(owner, remittance=remittance)
    payment = bookkeeping.patient_pays(
        owner, patient=whole.patient, amount=Decimal("20.00"), on=clock.today(owner.clinic), key="world", memo="Paid"
    )
    assert payment
    scan = intake.scan_attach(owner, referral=whole.referral, name="order.pdf", content=b"%PDF-1.7 scan")
    health = intake.health_add(owner, patient=whole.patient, kind="drug", text="warfarin")
    document = documents.document_add(
        owner, patient=whole.patient, kind="consent", signed_on=clock.today(owner.clinic), name="consent.pdf",
        content=b"%PDF-1.7 consent",
    )  # fmt: skip
    return {
        "document": document.pk,
        "patient": whole.patient.pk,
        "case": whole.case.pk,
        "coverage": whole.case.coverage_id,
        "membership": owner.pk,
        **wallet_keys(owner, whole.therapist),
        **course_keys(owner, whole.therapist),
        "referral": whole.referral.pk,
        "therapist": whole.therapist.pk,
        "scan": scan.pk,
        "health": health.pk,
        "visit": booked(whole).pk,
        "signed": old.pk,
        "claim": claim.pk,
        "work": remittance.work.first().pk,
        "remittance": remittance.pk,
        "payment": payment.pk,
        "report": reporting.report_send(owner, case=whole.case).pk,
        "entry": "dvt",
        "state": "MD",
        "law_note": law_note(owner).pk,
    }
