"""A page that is one form: shown, filled in, refused with what to change, or kept and left.

The forms' own words stand here once, in the voice of the house.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from medmassage.clinic.services.once import once
from medmassage.clinic.services.outcome import Refused
from medmassage.codes import listed, us_state
from medmassage.law.question import SETTINGS

Save = Callable[[dict[str, Any]], str]
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the form: its title, one sentence, the button's words, and the way back."""

    title: str
    button: str
    back: str
    back_words: str = "Back"
    lead: str = ""
    template: str = "web/form_page.html"


Groups = Sequence[tuple[str, tuple[str, ...]]]


class CalmForm(forms.Form):
    """A form that says what to do. ``GROUPS`` puts fields under headings; fields in none come first."""

    GROUPS: ClassVar[Groups] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give each field our words for what is missing."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = "This is needed."
            field.error_messages["invalid_choice"] = "Choose one of the list."

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The visible fields by heading."""
        named = {name for _, names in self.GROUPS for name in names}
        first = [field for field in self.visible_fields() if field.name not in named]
        rest = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]
        return [("", first), *rest] if first else rest


def answer(request: HttpRequest, form: forms.Form, page: Page, save: Save, **more: Any) -> HttpResponse:
    """The page for a GET; for a POST, ``save`` the cleaned values and go where it says, or say what to change."""
    key = _key(request)
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, key, lambda: save(form.cleaned_data))
        except (Refused, ValidationError) as wrong:
            blame(form, wrong)
    status = 422 if form.errors else 200
    context = {"form": form, "page": page, "once": key or uuid.uuid4(), **more}
    return render(request, page.template, context, status=status)


def _key(request: HttpRequest) -> uuid.UUID | None:
    """The key this form was shown with; a form sent twice has the same."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _saved(request: HttpRequest, key: uuid.UUID | None, save: Callable[[], str]) -> HttpResponse:
    if isinstance(request.user, AnonymousUser):
        return HttpResponseRedirect(save())
    address, is_new = once(request.user, key, save)
    if not is_new:
        messages.info(request, "This form was sent before. It stands once; open it again to add another.")
    return HttpResponseRedirect(address)


def blame(form: forms.Form, wrong: Refused | ValidationError, places: Mapping[str, str] | None = None) -> None:
    """Put a service's refusal beside the field it is about. ``places``: the service's name to the form's."""
    for name, errors in _errors(wrong).items():
        place = (places or {}).get(name, name)
        form.add_error(place if place in form.fields else None, errors)


def _errors(wrong: Refused | ValidationError) -> dict[str, Any]:
    if isinstance(wrong, Refused):
        return {wrong.field: str(wrong)}
    if hasattr(wrong, "error_dict"):
        return dict(wrong.error_dict)
    return {NON_FIELD_ERRORS: wrong}


def words(label: str, longest: int, *, required: bool = False, hint: str = "", **attrs: str) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"max_length": f"At most {longest} characters fit here."},
    )


def prose(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": 4}))


# Nobody alive was born before, and no paper runs longer: a year outside is mistyped.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_YEAR = f"Check the year: it lies between {FIRST_DAY.year} and {LAST_DAY.year}."


def day(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    """A date, picked or typed, in a year that a paper or a life can have."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "There is no such day. Write it as month/day/year, such as 11/24/2026."},
        validators=[MinValueValidator(FIRST_DAY, _YEAR), MaxValueValidator(LAST_DAY, _YEAR)],
    )


def scan_field(label: str, hint: str = "", *, required: bool = False) -> forms.FileField:
    """A scan that is sent along."""
    return forms.FileField(
        label=label,
        required=required,
        help_text=f"{hint} PDF, PNG or JPEG, 10 MB at most.".strip(),
        error_messages={"empty": "This file is empty. Scan the paper again."},
    )


def count(label: str, *, required: bool = False, least: int = 1, most: int = 999, hint: str = "") -> forms.IntegerField:
    """A whole number within bounds."""
    bounds = f"A whole number from {least} to {most}."
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages={"invalid": bounds, "min_value": bounds, "max_value": bounds},
    )


def choice(label: str, choices: Choices, *, required: bool = True, hint: str = "", **more: Any) -> forms.ChoiceField:
    """One of a list; an empty line first where it may stay open."""
    shown = choices if required and "initial" in more else [("", "Choose"), *choices]
    return forms.ChoiceField(label=label, choices=shown, required=required, help_text=hint, **more)


def states() -> Choices:
    """States and territories by their two letters."""
    return [(code, f"{us_state.label(code)} ({code})") for code in listed.rows("us_state")]


def settings_of_visits() -> Choices:
    """The settings a visit may have, in words."""
    return [(name, name.replace("_", " ").capitalize()) for name in SETTINGS]


def address_fields(prefix: str = "") -> dict[str, forms.Field]:
    """Street to ZIP, as every record with an address names them."""
    return {
        f"{prefix}street": words("Street", 55, autocomplete="off"),
        f"{prefix}street2": words("Suite or unit", 55, autocomplete="off"),
        f"{prefix}city": words("City", 30, autocomplete="off"),
        f"{prefix}address_state": choice("State", states(), required=False),
        f"{prefix}zip_code": words("ZIP", 10, inputmode="numeric", autocomplete="off"),
    }


ADDRESS = tuple(address_fields())
