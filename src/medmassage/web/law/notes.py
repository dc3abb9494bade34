"""What a clinic knows beside the shipped law: a note or a corrected value, withdrawn again, and the proposal file."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access, corrections, proposals
from medmassage.clinic.models import LawNote
from medmassage.clinic.services import lawnotes
from medmassage.law import topics
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.wording import said
from medmassage.web import papers
from medmassage.web.doors import member
from medmassage.web.form_page import Page, answer
from medmassage.web.law.note_form import LawNoteForm
from medmassage.web.law.reading import reading, shipped


@require_http_methods(["GET", "POST"])
def note_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a note to the value of ``?topic=`` or correct it; without a topic the choice of one."""
    who = member(request)
    access.require(who, LawNote, write=True)
    law = shipped(code)
    topic, whom = request.GET.get("topic", ""), request.GET.get("whom", "")
    known = {*law.topics, *corrections.asked_of(law)} - set(topics.EVENTS)
    back = reverse("web:law_state", args=[law.code])
    if not topic:
        named = sorted(((name, topics.label(name)) for name in known), key=lambda pair: pair[1])
        return render(request, "law/note_topic.html", {"law": law, "topics": named, "back": back})
    if topic not in known or whom not in {"", *(spell.applies_to for spell in law.topic(topic).spells)}:
        raise Http404
    form = LawNoteForm(request.POST or None, law=law, topic=topic)

    def save(facts: dict[str, Any]) -> str:
        note = lawnotes.law_note_add(who, state=law.code, topic=topic, applies_to=whom, **form.facts())
        messages.success(request, "Corrected. The first gate goes by it." if note.corrects else "The note is kept.")
        return back

    page = Page(topics.label(topic), "Keep it", back, law.name, _lead(law, topic, whom), template="law/note_new.html")
    stands = law.topic(topic).on(reading(request).today, whom)
    return answer(request, form, page, save, shipped=stands, shipped_words=said(topic, stands))


def _lead(law: Jurisdiction, topic: str, whom: str) -> str:
    about = f" It is about {whom}." if whom else ""
    return f"What this clinic knows of {law.name} beside the shipped law, which itself stays as it is.{about}"


@require_POST
def note_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a note or correction no longer count."""
    who = member(request)
    note = lawnotes.law_note_withdraw(who, note=access.rows(who, LawNote, write=True).filter(pk=pk).first() or _none())
    messages.success(request, "Withdrawn. The shipped law counts again." if note.corrects else "Withdrawn.")
    return HttpResponseRedirect(reverse("web:law_state", args=[note.state]))


def _none() -> LawNote:
    raise access.Denied


@require_GET
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """This clinic's corrections of a state as a file that a keeper of the law data can take in."""
    seen = reading(request)
    access.require(seen.who, LawNote)
    law = shipped(code)
    text = proposals.proposal(law, seen.about(law.code), seen.today)
    return papers.download(text.encode("utf-8"), f"proposal-{law.code}.yaml", "application/yaml")
