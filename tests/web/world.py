"""A clinic with one of everything, and each address of the pages with who may open it.

``ADDRESSES`` is written by hand on purpose: it says what the access table must lead to, page by page, and the
walk fails for an address that nobody thought about.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from clinic.fixtures import Covered, booked, covered, signed
from medmassage.clinic import clock
from medmassage.clinic.models import Case, LawNote, Membership, Screening, Therapist
from medmassage.clinic.services import (
    answers,
    bookkeeping,
    claiming,
    documents,
    education,
    intake,
    inviting,
    lawnotes,
    planning,
    posting,
    reporting,
    requesting,
    scoring,
    wallet,
    windows,
    wording,
    writing,
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
# Pages before a clinic is known, and those of people without an account.
OPEN = {
    "first_run", "healthz", "no_clinic", "switch_clinic", "calendar",
    "physician", "physician_answer", "physician_report", "physician_thanks",
    "intake_open", "intake_language", "intake_steps", "intake_step", "intake_thanks",
}  # fmt: skip
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
    "case_visits": Address(GET, ALL, "case"),
    "wellness_new": Address(GET, FRONT, "patient"),
    "plan": Address(GET, CARE, "case"),
    "plan_new": Address(GET, CARE, "case"),
    "goal_edit": Address(GET, CARE, "goal"),
    "goal_remove": Address(POST, CARE, "goal"),
    "case_close": Address(GET, CARE, "case"),
    "case_reopen": Address(POST, FRONT, "case"),
    "outcomes": Address(GET, CARE, "case"),
    "score_add": Address(GET, CARE, "case"),
    "score_remove": Address(POST, CARE, "score"),
    "wordings": Address(GET, ME),
    "wording_new": Address(GET, ME),
    "wording_remove": Address(POST, ME, "wording"),
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
    "note_cosign": Address(POST, CARE, "signed"),
    "visit_bodies": Address(GET, NOTES, "signed"),
    "snippets": Address(GET, CARE),
    "snippet_new": Address(GET, CARE),
    "snippet": Address(GET, ME, "snippet"),
    "snippet_remove": Address(POST, ME, "snippet_to_remove"),
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
    "report_start": Address(POST, CARE, "case"),
    "report_draft": Address(GET, CARE, "report_draft"),
    "report_save": Address(POST, CARE, "report_draft"),
    "report_preview": Address(GET, CARE, "report_draft"),
    "report_sign": Address(POST, CARE, "report_draft"),
    "report_discard": Address(POST, CARE, "report_signed"),
    "report": Address(GET, CARE, "report"),
    "report_ask": Address(POST, CARE, "report"),
    "clearance_ask": Address(GET, CARE, "case"),
    "renewal_ask": Address(GET, FRONT, "referral"),
    "requests": Address(GET, FRONT),
    "request": Address(GET, FRONT, "request"),
    "request_letter": Address(GET, CARE, "request"),
    "request_link": Address(POST, CARE, "request"),
    "request_link_letter": Address(POST, CARE, "request"),
    "request_answer": Address(GET, FRONT, "request"),
    "request_withdraw": Address(POST, FRONT, "request"),
    "intake_send": Address(POST, FRONT, "patient"),
    "intake": Address(GET, FRONT, "intake"),
    "intake_close": Address(POST, FRONT, "intake"),
    "intake_reviewed": Address(POST, CARE, "intake"),
    "intake_contact": Address(POST, FRONT, "intake"),
    "intake_coverage": Address(GET, {OWNER, DESK}, "intake"),
    "intake_accident": Address(GET, FRONT, "intake"),
    "record_read": Address(GET, CARE, "patient"),
    "record_take": Address(POST, CARE, "patient"),
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
    "screening": Address(GET, CARE),
    "screening_seen": Address(POST, CARE, "screening"),
    "windows": Address(GET, ME),
    "window_remove": Address(POST, ME, "window"),
    "knowledge": Address(GET, ALL),
    "knowledge_entry": Address(GET, ALL, "entry", "entry"),
    "knowledge_drug": Address(GET, ALL, "drug", "drug"),
    "knowledge_code": Address(GET, ALL, "diagnosis", "code"),
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
SHARED_KEYS = {"entry", "state", "drug", "diagnosis"}  # not a clinic's own: the same for everyone


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


def care_keys(owner: Membership, case: Case) -> dict[str, Any]:
    """A plan, a goal and a score of the case."""
    on = clock.today(owner.clinic)
    planning.plan_agree(owner, case=case, agreed_on=on, minutes=60, weeks=4)
    goal = planning.goal_add(
        owner, case=case, words="Turn my head", measure="nprs", baseline=Decimal(6), target=Decimal(2)
    )
    score = scoring.score_add(owner, case=case, measure="nprs", on=on, value=Decimal(5))
    items = wording.wording_load(owner, content=b"{measure: nprs, language: en, items: [{text: How bad?}]}")
    return {"goal": goal.pk, "score": score.pk, "wording": items.pk}


def asked_keys(owner: Membership, whole: Covered) -> dict[str, Any]:
    """A report that left, the draft of another, and a new order that was asked for."""
    day = clock.today(owner.clinic)
    report = reporting.report_send(owner, case=whole.case)
    draft = reporting.report_start(owner, case=whole.case, kind="progress")
    asked = requesting.renewal_ask(
        owner, referral=whole.referral, visits=6, until=day + timedelta(60), words="The neck turns further."
    )
    return {"report": report.pk, "report_draft": draft.pk, "report_signed": report.draft.pk, "request": asked.pk}


def snippet_keys(owner: Membership) -> dict[str, Any]:
    """Two of the clinic's snippets, one of them to be taken out."""
    kept, out = (writing.snippet_add(owner, key=key, text="Words.", shared=True) for key in ("kept", "out"))
    return {"snippet": kept.pk, "snippet_to_remove": out.pk}


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
        **care_keys(owner, whole.case),
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
        **snippet_keys(owner),
        "claim": claim.pk,
        "work": remittance.work.first().pk,
        "remittance": remittance.pk,
        "payment": payment.pk,
        **asked_keys(owner, whole),
        "intake": inviting.intake_ask(owner, patient=whole.patient)[0].pk,
        "entry": "dvt",
        "drug": "warfarin",
        "diagnosis": "M54.2",
        "state": "MD",
        "law_note": law_note(owner).pk,
        "screening": Screening.objects.get(patient=whole.patient).pk,
        "window": windows.window_set(owner, entry="recent_surgery", days=120, reason="our rule").pk,
    }
