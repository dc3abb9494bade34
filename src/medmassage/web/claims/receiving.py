"""Answers of clearinghouses and payers as uploaded files, and the work they leave."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from medmassage.clinic import access
from medmassage.clinic.models import ClaimEvent, ClinicRecord, Remittance, WorkItem
from medmassage.clinic.services import answers, posting
from medmassage.clinic.services.outcome import Refused
from medmassage.web.claims.views import page
from medmassage.web.doors import member

LARGEST = 30 * 1024 * 1024


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a 999, 277CA or 835 file. A file that is none of these is refused in one sentence."""
    who = member(request)
    access.require(who, ClaimEvent, write=True)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return page(request, "Choose a file that is not empty: a 999, 277CA or 835.", 422)
    if file.size > LARGEST:
        return page(request, "This file is larger than 30 MB. Ask the clearinghouse for a smaller one.", 422)
    try:
        kept = answers.file_receive(who, name=file.name or "file", content=file.read())
    except Refused as wrong:
        return page(request, str(wrong), 422)
    return _onward(request, list(kept))


@require_POST
def done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a piece of work with words on what was done."""
    who = member(request)
    access.require(who, WorkItem, write=True)
    item = access.read(who, WorkItem, pk)
    if item.done_at is None:
        try:
            posting.work_done(who, item=item, words=request.POST.get("words", ""))
        except Refused as wrong:
            return page(request, str(wrong), 422)
        messages.success(request, "Done, and kept with what you said.")
    if item.claim_id:
        return redirect("web:claim", pk=item.claim_id)
    return redirect("web:remittance", pk=item.remittance_id) if item.remittance_id else redirect("web:claims")


def _onward(request: HttpRequest, kept: list[ClinicRecord]) -> HttpResponse:
    payments = [row for row in kept if isinstance(row, Remittance)]
    if len(payments) == 1:
        return redirect("web:remittance", pk=payments[0].pk)
    if payments:
        messages.success(request, f"{len(payments)} payments stand in this file.")
        return redirect("web:remittances")
    claims = {row.claim_id for row in kept if isinstance(row, ClaimEvent)}
    messages.success(request, f"Taken in: it speaks of {len(claims)} claim{'' if len(claims) == 1 else 's'}.")
    return redirect("web:claim", pk=claims.pop()) if len(claims) == 1 else redirect("web:claims")
