"""Snippets: words behind a short key, one's own and the clinic's."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medmassage.clinic import access
from medmassage.clinic.models import Role, Snippet
from medmassage.clinic.services import writing
from medmassage.web.doors import member
from medmassage.web.form_page import CalmForm, Page, answer, prose, words

page_methods = require_http_methods(["GET", "POST"])


class SnippetForm(CalmForm):
    """A key and what it stands for."""

    key = words("Key", 20, required=True, hint="Such as next. In a note, type ;next and a space.", autocomplete="off")
    text = prose("What it writes", required=True)
    shared = forms.BooleanField(label="For everyone in this clinic", required=False)


@require_GET
def snippets(request: HttpRequest) -> HttpResponse:
    """What can be written by a key."""
    who = member(request)
    rows = [(one, one.row is not None and writing.keeps(who, one.row)) for one in writing.phrases(who)]
    return render(request, "visits/snippets.html", {"rows": rows})


@page_methods
def snippet_new(request: HttpRequest) -> HttpResponse:
    """Add one. ``?key=`` begins with a key that the house knows."""
    who = member(request)
    access.require(who, Snippet, write=True)
    known = {one.key: one.text for one in writing.phrases(who)}
    key = request.GET.get("key", "")
    form = SnippetForm(request.POST or None, initial={"key": key, "text": known[key]} if key in known else None)
    if who.role != Role.OWNER:
        del form.fields["shared"]

    def save(facts: dict[str, Any]) -> str:
        made = writing.snippet_add(who, **facts)
        messages.success(request, f"“{made}” is ready.")
        return reverse("web:snippets")

    page = Page("Add a snippet", "Keep it", reverse("web:snippets"), "Snippets")
    return answer(request, form, page, save)


@page_methods
def snippet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change one."""
    who = member(request)
    access.require(who, Snippet, write=True)
    found = access.read(who, Snippet, pk)
    if not writing.keeps(who, found):
        raise access.Denied

    def save(facts: dict[str, Any]) -> str:
        writing.snippet_change(who, snippet=found, **facts)
        messages.success(request, "Changed.")
        return reverse("web:snippets")

    form = SnippetForm(request.POST or None, initial={"key": found.key, "text": found.text})
    del form.fields["shared"]
    page = Page(str(found), "Save the changes", reverse("web:snippets"), "Snippets", template="visits/snippet.html")
    return answer(request, form, page, save, snippet=found)


@require_POST
def snippet_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one out."""
    who = member(request)
    access.require(who, Snippet, write=True)
    found = access.read(who, Snippet, pk)
    writing.snippet_remove(who, snippet=found)
    messages.success(request, f"“{found}” is out. Notes keep the words it wrote.")
    return redirect("web:snippets")
