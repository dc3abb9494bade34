"""Every service: another clinic's record is not found, and a role that may not write writes nothing."""

import inspect
import pkgutil
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models, transaction

from clinic.fixtures import DRAFT, PHYSICIAN, licensed
from medmassage.clinic import access, clock, services
from medmassage.clinic.models import (
    Case,
    Claim,
    Course,
    Credential,
    Entry,
    Goal,
    HealthItem,
    Intake,
    LawNote,
    MeasureItems,
    Patient,
    PatientDocument,
    PhysicianRequest,
    ProgressReport,
    Referral,
    Remittance,
    ReportDraft,
    SafetyWindow,
    Score,
    Screening,
    Snippet,
    Therapist,
    Visit,
    WorkItem,
)
from medmassage.clinic.services import answering, changes, intake, opening
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge.history import History
from web.world import ALL, CARE, FRONT, ME, MONEY, PLANS, world

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
# Services that take no member: they stand below the door (a key, a record already read) or before it (first run).
NOT_AT_THE_DOOR = {
    "bookkeeping.recorded", "charting.readiness", "claiming.claim_check", "claiming.claims_check",
    "claiming.sent_as", "once.once", "once.forget", "opening.clinic_open", "opening.clinic_open_first",
    "posting.payment_of", "calendar.feed_reader", "reminding.remind", "reminding.stage",
    "links.close", "links.find", "links.give", "links.is_open", "links.knows", "links.audit", "rescreening.rescreen",
    "intake.who_pays",
    "windows.settable", "answering.answer_by_link", "answering.outside", "answering.readable", "reporting.due",
    "telling.outside", "telling.step_keep", "telling.language_choose", "telling.intake_sign",
    "reporting.facts_of", "reporting.drafted_anew", "reporting.offered", "reporting.words_of",
}  # fmt: skip
# Parts of other services, which ask the door before they call these.
WITHIN = {
    "outcome.keep", "outcome.standing", "bookkeeping.enter", "bookkeeping.enter_all", "bookkeeping.charge_reverse",
    "claiming.draft", "posting.open_claims", "writing.keeps", "rescreening.screening_keep",
    "scoring.may_remove", "health.history_keep", "health.due_keep", "health.coded_words", "health.past",
}  # fmt: skip
WRITERS: dict[str, set[str]] = {
    "answering.answer_enter": FRONT,
    "answers.file_receive": MONEY,
    "booking.visit_book": FRONT,
    "booking.visit_check_in": FRONT,
    "booking.visit_end": FRONT,
    "bookkeeping.entry_reverse": MONEY,
    "bookkeeping.patient_pays": MONEY,
    "calendar.feed_make": ALL,
    "calendar.feed_revoke": ALL,
    "changes.case_change": FRONT,
    "changes.clinic_change": ME,
    "changes.coverage_change": PLANS,
    "changes.member_change": ME,
    "changes.patient_change": FRONT,
    "changes.therapist_change": ME,
    "charting.note_amend": CARE,
    "charting.note_save": CARE,
    "charting.note_sign": CARE,
    "claiming.claim_discard": MONEY,
    "claiming.claim_prepare": MONEY,
    "claiming.claim_refresh": MONEY,
    "claiming.claims_send": MONEY,
    "correcting.claim_correct": MONEY,
    "documents.document_add": FRONT,
    "documents.document_withdraw": FRONT,
    "education.course_add": ME,
    "education.course_change": ME,
    "education.course_remove": ME,
    "education.packet_pdf": CARE,
    "health.record_take": CARE,
    "intake.authorization_add": PLANS,
    "intake.case_open": FRONT,
    "intake.coverage_add": PLANS,
    "intake.health_add": CARE,
    "intake.health_end": CARE,
    "intake.patient_create": FRONT,
    "intake.payer_add": PLANS,
    "intake.physician_known": FRONT,
    "intake.referral_receive": FRONT,
    "intake.scan_attach": FRONT,
    "inviting.intake_ask": FRONT,
    "inviting.intake_close": FRONT,
    "lawnotes.law_note_add": ME,
    "lawnotes.law_note_withdraw": ME,
    "opening.fee_set": MONEY,
    "opening.member_add": ME,
    "opening.therapist_add": ME,
    "papers.cms1500_cautions": MONEY,
    "papers.cms1500_pdf": MONEY,
    "papers.note_pdf": CARE | MONEY,
    "papers.statement_pdf": MONEY,
    "discharging.case_close": CARE,
    "discharging.case_reopen": FRONT,
    "discharging.wellness_open": FRONT,
    "planning.goal_add": CARE,
    "planning.goal_change": CARE,
    "planning.goal_remove": CARE,
    "planning.plan_agree": CARE,
    "scoring.score_add": CARE,
    "scoring.score_remove": CARE,
    "wording.wording_load": ME,
    "wording.wording_remove": ME,
    "posting.preview": MONEY,
    "posting.remittance_post": MONEY,
    "posting.remittance_receive": MONEY,
    "posting.work_done": MONEY,
    "reporting.report_discard": CARE,
    "reporting.report_preview": CARE,
    "reporting.report_save": CARE,
    "reporting.report_send": CARE,
    "reporting.report_sign": CARE,
    "reporting.report_start": CARE,
    "reviewing.contact_take": FRONT,
    "reviewing.health_review": FRONT,
    "reviewing.intake_review": CARE,
    "requesting.clearance_ask": CARE,
    "requesting.letter_pdf": CARE,
    "requesting.link_give": CARE,
    "requesting.link_letter": CARE,
    "requesting.renewal_ask": FRONT,
    "requesting.report_ask": CARE,
    "requesting.request_withdraw": FRONT,
    "writing.note_cosign": CARE,
    "writing.phrases": CARE,
    "writing.snippet_add": CARE,
    "writing.snippet_change": ME,
    "writing.snippet_remove": ME,
    "writing.snippets": CARE,
    "wallet.credential_add": ME,
    "wallet.credential_change": ME,
    "wallet.npi_verify": {"owner", "front_desk"},
    "wallet.scan_add": ME,
    "wallet.verification_add": {"owner", "front_desk"},
    "rescreening.changed_unseen": CARE,
    "rescreening.screening_seen": CARE,
    "windows.window_remove": ME,
    "windows.window_set": ME,
}
NAMED = {"intake.health_end": HealthItem, "posting.work_done": WorkItem}
EXTRA: dict[str, dict[str, Any]] = {
    "health.record_take": {"history": History()},
    "reviewing.contact_take": {"names": ("phone",)},
    "reviewing.health_review": {"answers": {}},
    "education.course_add": {
        "provider": "Cedar School",
        "taken_on": TODAY,
        "hours": Decimal(3),
        "delivery": "live",
        "categories": [],
    },
    "documents.document_add": {"kind": "consent", "signed_on": TODAY},
    "wallet.npi_verify": {"on": TODAY, "source": "the registry", "found": "in_force"},
    "changes.clinic_change": {"phone": "4105550199"},
    "intake.patient_create": {"given": "A", "family": "B", "birth_date": date(1990, 1, 1)},
    "intake.physician_known": PHYSICIAN,
    "papers.cms1500_pdf": {"mode": "full"},
    "windows.window_set": {"entry": "recent_surgery", "days": 90},
    "lawnotes.law_note_add": {"topic": "records.retention_years", "cite": "c", "confidence": "recall", "text": "t"},
    "requesting.clearance_ask": {"entries": ("uncontrolled_hypertension",)},
    "requesting.renewal_ask": {"visits": 6, "until": TODAY},
    "requesting.link_letter": {"secret": "s", "address": "https://clinic.example/p"},
    "reporting.report_start": {"kind": "initial"},
    "reporting.report_save": {"sections": {}},
    "answering.answer_enter": {"way": "paper", "reply": answering.Reply("refused")},
    "booking.visit_end": {"status": "cancelled"},
    "answers.file_receive": {"content": b"nothing"},
    "posting.remittance_receive": {"content": b"nothing"},
}


def at_the_door() -> dict[str, Any]:
    found = {}
    for module in pkgutil.iter_modules(services.__path__):
        room = import_module(f"{services.__name__}.{module.name}")
        for name, function in inspect.getmembers(room, inspect.isfunction):
            if inspect.unwrap(function).__module__ == room.__name__ and not name.startswith("_"):
                found[f"{module.name}.{name}"] = function
    return {name: f for name, f in found.items() if name not in NOT_AT_THE_DOOR | WITHIN}


def records(owner) -> dict[str, models.Model]:
    """One of every kind of record a service may be handed, of this clinic."""
    keys = world(owner, f"Family{str(owner.clinic_id)[:4]}")
    found: dict[str, Any] = {
        "case": Case.objects.get(pk=keys["case"]),
        "claim": Claim.objects.get(pk=keys["claim"]),
        "coverage": Case.objects.get(pk=keys["case"]).coverage,
        "document": PatientDocument.objects.get(pk=keys["document"]),
        "entry": Entry.objects.filter(clinic=owner.clinic).first(),
        "HealthItem": HealthItem.objects.get(pk=keys["health"]),
        "WorkItem": WorkItem.objects.get(pk=keys["work"]),
        "of": owner,
        "credential": Credential.objects.get(pk=keys["credential"]),
        "course": Course.objects.get(pk=keys["course"]),
        "intake": Intake.objects.get(pk=keys["intake"]),
        "patient": Patient.objects.get(pk=keys["patient"]),
        "payer": Case.objects.get(pk=keys["case"]).coverage.payer,
        "note": LawNote.objects.get(pk=keys["law_note"]),
        "referral": Referral.objects.get(pk=keys["referral"]),
        "remittance": Remittance.objects.get(pk=keys["remittance"]),
        "therapist": Therapist.objects.get(pk=keys["therapist"]),
        "user": owner.user,
        "snippet": Snippet.objects.get(pk=keys["snippet"]),
        "visit": Visit.objects.get(pk=keys["signed"]),
        "screening": Screening.objects.get(pk=keys["screening"]),
        "goal": Goal.objects.get(pk=keys["goal"]),
        "items": MeasureItems.objects.get(pk=keys["wording"]),
        "score": Score.objects.get(pk=keys["score"]),
        "window": SafetyWindow.objects.get(pk=keys["window"]),
        "asked": PhysicianRequest.objects.get(pk=keys["request"]),
        "drafted": ReportDraft.objects.get(pk=keys["report_draft"]),
        "report": ProgressReport.objects.get(pk=keys["report"]),
        "physician": Referral.objects.get(pk=keys["referral"]).physician,
    }
    return found | {"claims": [found["claim"]], "visits": [found["visit"]]}


def plain(owner) -> dict[str, Any]:
    """Values for everything that is no record."""
    return {
        "agreed_on": TODAY, "discharge": "goals_met", "amount": Decimal(5), "baseline": Decimal(6), "code": "97124",
        "content": b"%PDF-1.7", "draft": DRAFT,
        "email": "new@river.example", "family": "New", "given": "New", "is_active": True, "key": "k1",
        "kind": "drug", "measure": "nprs", "member_id": "M1", "memo": "m", "minutes": 60, "mode": "full", "name": "x",
        "found": "in_force", "source": "the register",
        "number": "A1", "on": TODAY, "opened_on": TODAY, "password": "quiet-river-stone-42", "payer_id": "NEW1",
        "profile": "commercial", "reason": "because", "reasons": {}, "role": "biller", "starts_on": TODAY,
        "starts_at": clock.at(owner.clinic, TODAY, clock.now().time()), "state": "MD", "status": "cancelled",
        "target": Decimal(2), "text": "t", "title": "Neck", "version": 1, "words": "done",
        "order": intake.Order(
            written_on=TODAY, starts_on=TODAY, ends_on=None, visits=1, diagnoses=("M54.2",), physician=PHYSICIAN
        ),
    }  # fmt: skip


def arguments(name: str, function: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What the service must be given, and the records it may be given."""
    found = dict(EXTRA.get(name, {}))
    for parameter in list(inspect.signature(inspect.unwrap(function)).parameters.values())[1:]:
        key = NAMED[name].__name__ if name in NAMED and parameter.name == "item" else parameter.name
        if parameter.kind is parameter.VAR_KEYWORD or parameter.name in found:
            continue
        if parameter.default is parameter.empty or isinstance(values.get(key), models.Model):
            found[parameter.name] = values[key]
    return found


def holds_record(value: Any) -> bool:
    return isinstance(value, models.Model) or (isinstance(value, list) and bool(value))


def call(function: Any, who: Any, given: dict[str, Any]) -> str:
    """What came of it; whatever was written is taken back."""
    try:
        with transaction.atomic():
            function(who, **given)
            transaction.set_rollback(True)
    except access.Denied:
        return "denied"
    except (Refused, ValidationError, ValueError):
        return "refused"
    return "done"


def test_every_service_stands_in_the_table():
    assert set(at_the_door()) == set(WRITERS)


def test_a_record_of_another_clinic_handed_to_any_service_is_not_found(clinic, other_clinic):
    own, theirs = records(clinic), records(other_clinic)
    wrong = []
    for name, function in at_the_door().items():
        given = arguments(name, function, plain(clinic) | own)
        foreign = arguments(name, function, plain(clinic) | theirs)
        for parameter, value in foreign.items():
            if not holds_record(value) or (parameter == "user" and value is None):
                continue
            came = call(function, clinic, {**given, parameter: value})
            if came != "denied":
                wrong.append((name, parameter, came))
    assert wrong == []


def test_a_role_that_may_not_write_is_denied_and_one_that_may_is_not(clinic, member):
    own = records(clinic)
    wrong = []
    for role in sorted(ALL):
        who = member(role)
        for name, function in at_the_door().items():
            came = call(function, who, arguments(name, function, plain(clinic) | own))
            if (came == "denied") is (role in WRITERS[name]):
                wrong.append((name, role, came))
    assert wrong == []


def test_somebody_who_works_elsewhere_cannot_be_made_a_therapists_sign_in(clinic, other_clinic):
    with pytest.raises(access.Denied):
        opening.therapist_add(clinic, given="A", family="B", user=other_clinic.user)
    own = licensed(clinic)
    with pytest.raises(access.Denied):
        changes.therapist_change(clinic, therapist=own, user=other_clinic.user)


def test_a_claim_cannot_be_prepared_from_visits_of_another_clinic_in_the_form(clinic, other_clinic, client_for):
    theirs = records(other_clinic)
    answer = client_for(clinic).post("/claims/prepare", {"visit": [str(theirs["visit"].pk)]})
    assert answer.status_code == 422
    assert not Claim.objects.filter(clinic=clinic.clinic).exists()


@pytest.mark.parametrize("words", ["", "no-uuid", "1 OR 1=1"])
def test_a_form_with_keys_that_are_none_is_refused(clinic, client_for, words):
    client = client_for(clinic)
    for address, field in (("/claims/prepare", "visit"), ("/clinics", "clinic")):
        assert client.post(address, {field: words}).status_code in {404, 422}, address


def test_choices_of_another_clinic_in_a_form_are_no_choices(clinic, other_clinic, client_for):
    own, theirs = records(clinic), records(other_clinic)
    client = client_for(clinic)
    asked = {
        f"/cases/{own['case'].pk}": {"coverage": theirs["coverage"].pk},
        f"/patients/{own['patient'].pk}/coverage": {"payer": theirs["payer"].pk},
        f"/patients/{own['patient'].pk}/referral": {"case": theirs["case"].pk},
        f"/cases/{own['case'].pk}/book": {"therapist": theirs["therapist"].pk},
        f"/therapists/{own['therapist'].pk}": {"user": theirs["user"].pk},
    }
    for address, posted in asked.items():
        answer = client.post(address, posted)
        assert answer.status_code == 422, address
        (field,) = posted
        assert field in answer.context["form"].errors, address
