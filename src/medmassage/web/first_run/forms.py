"""The form of the first run."""

import secrets
from typing import Any

from django import forms
from django.conf import settings

from medmassage.codes import npi
from medmassage.codes.errors import CodeError
from medmassage.web.form_page import CalmForm, choice, settings_of_visits, states, words

TIME_ZONES = [
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
]


def clean_npi(text: str) -> str:
    """The bare NPI, or nothing when nothing was written; what is wrong with it as a form error."""
    if not text:
        return ""
    try:
        return npi.validate(text)
    except CodeError as wrong:
        raise forms.ValidationError(str(wrong)) from None


class FirstRunForm(CalmForm):
    """The clinic and its owner. The set-up code is asked where the server says so."""

    name = words("Name of the clinic", 120, required=True)
    state = choice("State", states(), hint="Its law answers the first gate.")
    time_zone = choice("Time zone", TIME_ZONES)
    setting = choice("Where you mostly treat", settings_of_visits())
    npi = words("NPI of the clinic", 12, hint="Ten digits. It can wait until the first claim.", inputmode="numeric")
    owner_name = words("Your name", 120, required=True, autocomplete="name")
    email = forms.EmailField(
        label="Your email",
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"invalid": "An email address has the form name@place.example."},
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="Twelve characters or more, used nowhere else.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    setup_code = words("Set-up code", 60, required=True, hint="The terminal that started this server shows it.")

    GROUPS = (
        ("The clinic", ("name", "state", "time_zone", "setting", "npi")),
        ("You, its owner", ("owner_name", "email", "password", "setup_code")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the set-up code only where there is one."""
        super().__init__(*args, **kwargs)
        if not settings.SETUP_CODE:
            del self.fields["setup_code"]

    def clean_npi(self) -> str:
        """The clinic's NPI with its check digit checked."""
        return clean_npi(self.cleaned_data["npi"])

    def clean_setup_code(self) -> str:
        """The code as the server printed it."""
        given = str(self.cleaned_data["setup_code"])
        if not secrets.compare_digest(given.encode(), settings.SETUP_CODE.encode()):
            raise forms.ValidationError("This is not the code that the server printed when it started.")
        return given
