"""A patient's ledger: what they owe, what they paid, and the form for a payment."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from medmassage.billing.ledger import PATIENT, PAYER
from medmassage.clinic import access, clock, selectors
from medmassage.clinic.models import Entry, Patient
from medmassage.clinic.services import bookkeeping
from medmassage.clinic.services.outcome import Refused
from medmassage.money import ZERO, show
from medmassage.web.doors import member
from medmassage.web.ledger import words
from medmassage.web.ledger.entries import rows
from medmassage.web.ledger.forms import PaymentForm
from medmassage.web.ledger.views import A_PAGE


@require_http_methods(["GET", "POST"])
def ledger(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The patient's entries and balance; a POST takes a payment."""
    who = member(request)
    access.require(who, Entry, write=request.method == "POST")
    patient = access.read(who, Patient, pk)
    today = clock.today(who.clinic)
    if request.method != "POST":
        return _page(request, patient, PaymentForm(today=today))
    form = PaymentForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, patient, form, 422)
    return _pay(request, patient, form)


def _pay(request: HttpRequest, patient: Patient, form: PaymentForm) -> HttpResponse:
    kept = form.cleaned_data
    try:
        entered = bookkeeping.patient_pays(
            member(request), patient=patient, amount=kept["amount"], on=kept["on"], key=str(kept["key"]), memo=form.memo
        )
    except Refused as wrong:
        form.add_error("amount", str(wrong))
        return _page(request, patient, form, 422)
    if entered:
        messages.success(request, f"{show(kept['amount'])} entered.")
    else:
        messages.info(request, "This payment was entered before. It stands once.")
    return redirect("web:patient_ledger", pk=patient.pk)


@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back a patient's payment that was typed wrong. Pressing twice takes it back once."""
    who = member(request)
    access.require(who, Entry, write=True)
    entry = access.read(who, Entry, pk)
    patient = access.read(who, Patient, selectors.patient_of(who, entry))
    try:
        reversal = bookkeeping.entry_reverse(who, entry=entry, reason=request.POST.get("reason", ""))
    except Refused as wrong:
        return _page(request, patient, PaymentForm(today=clock.today(who.clinic)), 422, str(wrong))
    if reversal:
        messages.success(request, "Taken back. The payment and its reversal both stay in the ledger.")
    else:
        messages.info(request, "This payment was taken back before.")
    return redirect("web:patient_ledger", pk=patient.pk)


def _page(
    request: HttpRequest, patient: Patient, form: PaymentForm, status: int = 200, problem: str = ""
) -> HttpResponse:
    who = member(request)
    page = Paginator(selectors.entries(who, patient=patient), A_PAGE).get_page(request.GET.get("page"))
    may_write = access.may(who, Entry, write=True)
    balances = selectors.balances(who, patient=patient)
    context = {
        "patient": patient,
        "balances": words.in_words(balances),
        "owed": balances.get(PATIENT, ZERO),
        "with_payer": balances.get(PAYER, ZERO),
        "rows": rows(list(page), selectors.payments_standing(who, page) if may_write else ()),
        "page": page,
        "form": form,
        "may_write": may_write,
        "problem": problem,
    }
    return render(request, "ledger/patient.html", context, status=status)
