"""Papers in hand: what a patient signed or gave, taken in, taken back, and its scan."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import access, clock, scans, wanted
from medmassage.clinic.models import Case, Membership, Patient, PatientDocument
from medmassage.clinic.services import documents
from medmassage.law.vocabulary import vocabulary
from medmassage.web import papers
from medmassage.web.doors import member
from medmassage.web.form_page import CalmForm, Page, answer, choice, day, scan_field, words

page_methods = require_http_methods(["GET", "POST"])


class DocumentForm(CalmForm):
    """A paper as it lies in the hand."""

    kind = choice("What it is", [])
    signed_on = day("Signed or written on", required=True)
    remarks = words("Remarks", 200, autocomplete="off")
    scan = scan_field("Scan of the paper")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the patient's papers that the law room knows."""
        super().__init__(*args, **kwargs)
        kinds = [(name, label(name)) for name, one in vocabulary().documents.items() if one["of"] == documents.OF]
        offered = self.fields["kind"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [("", "Choose"), *kinds]


class WithdrawForm(CalmForm):
    """The day from which on a paper counts no longer."""

    on = day("Taken back on", required=True)


def label(kind: str) -> str:
    """A kind of paper at the start of a line; one that is not known is spelled out."""
    known = vocabulary().documents.get(kind)
    words_ = known["label"] if known else kind.replace("_", " ")
    return words_[:1].upper() + words_[1:]


def section(who: Membership, patient: Patient, case: Case | None) -> dict[str, Any]:
    """What the patient's page shows of them; nothing for a role that may not read them."""
    if not access.may(who, PatientDocument):
        return {"documents": None}
    held = access.rows(who, PatientDocument).filter(patient=patient)
    return {
        "documents": [(label(one.kind), one) for one in held],
        "wanted": wanted.wanted(case, clock.today(who.clinic)) if case else [],
        "may_document": access.may(who, PatientDocument, write=True),
    }


@page_methods
def document_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a paper in hand; ``?kind=`` names the one that a gate asked for."""
    who = member(request)
    access.require(who, PatientDocument, write=True)
    patient = access.read(who, Patient, pk)

    def save(facts: dict[str, Any]) -> str:
        sent = facts.pop("scan")
        file = {"name": sent.name or "scan", "content": sent.read(scans.LARGEST_SCAN + 1)} if sent else {}
        kept = documents.document_add(who, patient=patient, **facts, **file)
        messages.success(request, f"{label(kept.kind)} is in hand.")
        return _place(pk)

    start = {"kind": request.GET.get("kind", ""), "signed_on": clock.today(who.clinic)}
    page = Page("Add a paper", "Keep it", _place(pk), str(patient), lead="What the patient signed or brought.")
    return answer(request, DocumentForm(request.POST or None, request.FILES or None, initial=start), page, save)


@page_methods
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One paper and its scan; a POST enters that the patient took it back."""
    who = member(request)
    access.require(who, PatientDocument, write=request.method == "POST")
    found = access.read(who, PatientDocument, pk)

    def save(facts: dict[str, Any]) -> str:
        documents.document_withdraw(who, document=found, **facts)
        messages.success(request, "Taken back. It counts no longer; the paper is kept.")
        return _place(found.patient_id)

    page = Page(
        label(found.kind), "It was taken back", _place(found.patient_id), str(found.patient),
        template="patients/document.html",
    )  # fmt: skip
    form = WithdrawForm(request.POST or None, initial={"on": clock.today(who.clinic)})
    return answer(request, form, page, save, document=found)


@require_GET
def document_scan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The scan of a patient's paper."""
    found = access.read(member(request), PatientDocument, pk)
    if not found.media_type:
        raise access.Denied
    return papers.scan(found)


def _place(patient: uuid.UUID) -> str:
    return f"{reverse('web:patient', args=[patient])}#papers"
