"""The form for a law note: its value is typed as the topic asks, and read into what the state files hold."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import yaml
from django import forms

from medmassage.clinic import corrections
from medmassage.clinic.corrections import Shape
from medmassage.clinic.models import LawNote
from medmassage.dated import Answer
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.topics import value_words
from medmassage.law.wording import capital
from medmassage.web.form_page import CalmForm, Choices, Groups, choice, count, day, prose, words

NOTE, CORRECTION = "note", "correction"
KINDS = [(CORRECTION, "A correction: the first gate goes by it"), (NOTE, "A note: it stands beside the value")]
YES_NO = [("yes", "Yes"), ("no", "No")]
HINTS: Mapping[Shape, str] = {
    "list": "One a line.",
    "table": "As the law's own files write it, such as {ends: fixed, day: 10-31}.",
}


class LawNoteForm(CalmForm):
    """A note or a correction with its day and its source."""

    GROUPS: ClassVar[Groups] = (
        ("The value", ("value", "none_in_law", "since", "text")),
        ("Where it stands", ("cite", "publisher", "url", "source_kind", "as_of", "confidence")),
    )

    kind = forms.ChoiceField(label="This is", choices=KINDS, initial=CORRECTION, widget=forms.RadioSelect)
    none_in_law = forms.BooleanField(label="The law asks nothing here", required=False)
    since = day("In force since", hint="Empty: as far back as one knows.")
    text = prose("In words", hint="What stands behind the value; for a note, all of it.")
    cite = words("Section", 200, required=True, hint="Such as COMAR 10.65.05.01A.")
    publisher = words("Published by", 120)
    url = forms.URLField(
        label="Address", required=False, assume_scheme="https", max_length=200,
        error_messages={"invalid": "This is no address of a page. Copy it from the browser."},
    )  # fmt: skip
    source_kind = choice("It is", LawNote.SourceKind.choices, required=False)
    as_of = day("Read on, or as of")
    confidence = choice("How sure", LawNote.Confidence.choices)

    def __init__(self, *args: Any, law: Jurisdiction, topic: str, **kwargs: Any) -> None:
        """The value's field is that of the topic."""
        self.shape = corrections.shape(topic, law)
        super().__init__(*args, **kwargs)
        self.fields["value"] = _value_field(self.shape, topic)

    def facts(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = dict(self.cleaned_data)
        as_of, kind = given.pop("as_of"), given.pop("kind")
        return {**given, "corrects": kind == CORRECTION, "as_of": as_of.isoformat() if as_of else ""}

    def clean_value(self) -> Any:
        """The value as the state files hold it; ``None`` where none is typed."""
        typed = self.cleaned_data["value"]
        if typed in (None, ""):
            return None
        if self.shape == "yes_no":
            return typed == "yes"
        if self.shape == "list":
            return [line.strip() for line in typed.splitlines() if line.strip()]
        return _table(typed) if self.shape == "table" else typed


def _value_field(shape: Shape, topic: str) -> forms.Field:
    if shape == "choice":
        known: Choices = [(one, capital(value_words(Answer("known", one)))) for one in corrections.choices(topic)]
        return choice("Value", known, required=False)
    if shape == "yes_no":
        return choice("Value", YES_NO, required=False)
    if shape == "whole":
        return count("Value", least=0, most=9999)
    return prose("Value", hint=HINTS.get(shape, ""))


def _table(typed: str) -> Any:
    """A table in the files' own notation, as JSON knows it."""
    try:
        # An alias repeats what it names: a few lines of them would grow without end.
        found = None if any(isinstance(t, yaml.AliasToken) for t in yaml.scan(typed)) else _plain(yaml.safe_load(typed))
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict | list):
        raise forms.ValidationError("This cannot be read as a table. Write it as {ends: fixed, day: 10-31}.")
    return found


def _plain(value: Any) -> Any:
    """Days and other things that JSON does not know, as their text. Raises :class:`ValueError` for no number."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("no number")
    return value if isinstance(value, str | int | float | bool) else str(value)
