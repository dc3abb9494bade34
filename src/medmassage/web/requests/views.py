"""The requests: the list, one of them, its link, its letter, its answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, asked, clock, inputs, selectors
from medmassage.clinic.models import HealthItem, Membership, PhysicianRequest
from medmassage.clinic.papers import request as paper
from medmassage.clinic.papers import words
from medmassage.clinic.services import answering, links, requesting
from medmassage.clinic.services.outcome import Refused
from medmassage.finding import Level, Verdict
from medmassage.knowledge.screen import screen
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.papers import download
from medmassage.web.requests.forms import AnswerForm

A_PAGE = 25
PDF = "application/pdf"


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Everything that was asked: answers to look at, what waits, and what is over."""
    who = member(request)
    today = clock.today(who.clinic)
    found = asked.rows(who)
    news, waiting = list(asked.news(found, today)), list(asked.waiting(found))
    over = found.exclude(pk__in=[one.pk for one in (*news, *waiting)])
    page = Paginator(over, A_PAGE).get_page(request.GET.get("page"))
    access.audit_list(who, "requests", [one.patient_id for one in (*news, *waiting, *page)])
    context = {
        "news": news,
        "waiting": [(one, (today - one.asked_on).days, links.is_open(one)) for one in waiting],
        "page": page,
        "summary": _summary(len(news), len(waiting)),
    }
    return render(request, "requests/list.html", context)


@require_GET
def request_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One request: what is asked, how it stands, and what can be done."""
    who = member(request)
    return _page(request, who, asked.one(who, pk))


@require_POST
def link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new secret address, shown in this answer and never again: only its digest is kept."""
    who = member(request)
    access.require(who, PhysicianRequest, write=True)
    found = _opened(who, pk)
    days = request.POST.get("days", "")
    try:
        secret = requesting.link_give(who, asked=found, days=int(days) if days.isdecimal() else requesting.DAYS)
    except Refused as wrong:
        return _page(request, who, found, str(wrong), 422)
    found.refresh_from_db()
    return render(request, "requests/link.html", {"asked": found, "address": _address(request, found, secret),
                                                  "secret": secret})  # fmt: skip


@require_POST
def link_letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The link on paper, with its QR code."""
    who = member(request)
    access.require(who, PhysicianRequest, write=True)
    found = _opened(who, pk)
    secret = request.POST.get("secret", "")
    try:
        address = _address(request, found, secret or "-")
        made = requesting.link_letter(who, asked=found, secret=secret, address=address)
    except Refused as wrong:
        return _page(request, who, found, str(wrong), 422)
    return download(made, "link.pdf", PDF)


@require_GET
def letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The request on paper, to be faxed; with the answer once there is one."""
    who = member(request)
    return download(requesting.letter_pdf(who, asked=_opened(who, pk)), "request.pdf", PDF)


@require_http_methods(["GET", "POST"])
def answered(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter an answer that came on paper or by phone."""
    who = member(request)
    access.require(who, PhysicianRequest, write=True)
    found = asked.one(who, pk)

    def save(facts: dict[str, Any]) -> str:
        way = facts.pop("way")
        kept = answering.answer_enter(who, asked=found, reply=answering.Reply(**facts), way=way)
        messages.success(request, _did(kept))
        return reverse("web:request", args=[pk])

    page = Page(
        "Enter the answer", "Keep the answer", reverse("web:request", args=[pk]), "The request",
        lead=f"From {found.physician}, about {found.patient}: as it was written or said.",
    )  # fmt: skip
    return answer(request, AnswerForm(found, request.POST or None, initial=_start(found)), page, save)


@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the request back."""
    who = member(request)
    access.require(who, PhysicianRequest, write=True)
    found = asked.one(who, pk)
    try:
        requesting.request_withdraw(who, asked=found)
    except Refused as wrong:
        return _page(request, who, found, str(wrong), 422)
    messages.success(request, "Taken back. Its link opens no longer.")
    return redirect("web:request", pk)


def _opened(who: Membership, pk: uuid.UUID) -> PhysicianRequest:
    found = asked.one(who, pk)
    if not asked.may_open(who, found):
        raise access.Denied
    return found


def _page(
    request: HttpRequest, who: Membership, found: PhysicianRequest, problem: str = "", status: int = 200
) -> HttpResponse:
    may_open = asked.may_open(who, found)
    context = {
        "asked": found,
        "gist": paper.gist(found) if may_open else None,
        "answer": paper.answer_words(found) if may_open or found.kind == asked.K.RENEWAL else [],
        "waits": asked.is_waiting(found),
        "withdrawn": not found.answer and found.closed_at is not None,
        "link_open": links.is_open(found),
        "link_stopped": found.tries >= links.MOST_TRIES,
        "waited": (clock.today(who.clinic) - found.asked_on).days,
        "may_open": may_open,
        "may_write": access.may(who, PhysicianRequest, write=True),
        "now": _gate_now(who, found),
        "phone": words.phone(found.physician.phone),
        "fax": words.phone(found.physician.fax),
        "days": requesting.DAYS,
        "most_days": requesting.MOST_DAYS,
        "problem": problem,
    }
    return render(request, "requests/request.html", context, status=status)


def _gate_now(who: Membership, found: PhysicianRequest) -> Verdict | None:
    """The second gate asked anew, once a clearance was answered: only what it was asked for."""
    if found.kind != asked.K.CLEARANCE or not found.answer or not access.may(who, HealthItem):
        return None
    case = selectors.cases_of(who, found.patient).get(pk=found.case_id)
    whole = screen(inputs.person(found.patient, on=clock.today(who.clinic), case=case))
    about = [f for f in whole.findings if f.level > Level.NOTE and f.details.get("entry") in found.entries]
    return Verdict.of("safe", about)


def _address(request: HttpRequest, found: PhysicianRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("web:physician", args=[found.pk, secret]))


def _start(found: PhysicianRequest) -> dict[str, Any]:
    before = found.referral
    return {"diagnoses": ", ".join(before.diagnoses) if before else "", "visits": found.visits, "ends_on": found.until}


def _did(kept: PhysicianRequest) -> str:
    if kept.made_referral:
        return "The new order is on file. Add its scan to the referral."
    if kept.kind == asked.K.CLEARANCE and kept.answer != asked.A.REFUSED:
        return "Kept. The clearance is on file, and the second gate was asked anew."
    return "Kept."


def _summary(news: int, waiting: int) -> str:
    if not news and not waiting:
        return "Nothing waits for a physician’s answer."
    came = f"{news} answer{'s' if news != 1 else ''} came: look again before the next visit." if news else ""
    open_ = f"{waiting} {'wait' if waiting != 1 else 'waits'} for an answer." if waiting else ""
    return " ".join(part for part in (came, open_) if part)
