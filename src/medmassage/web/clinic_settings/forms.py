"""Forms of the clinic's own facts, people, fees and payers."""

from django import forms

from medmassage.clinic.models import Role
from medmassage.codes import ein, listed, place, procedure
from medmassage.codes.errors import CodeError
from medmassage.web.first_run.forms import TIME_ZONES, clean_npi
from medmassage.web.form_page import ADDRESS, CalmForm, address_fields, choice, settings_of_visits, states, words
from medmassage.web.patients.forms import payer_habits


def places() -> list[tuple[str, str]]:
    """Places of service by code."""
    return [(code, f"{code} {place.label(code)}") for code in listed.rows("place")]


class ClinicForm(CalmForm):
    """What stands on claims and papers, and what the gates take for granted."""

    name = words("Name", 120, required=True)
    phone = words("Phone", 20, type="tel")
    street, street2, city, address_state, zip_code = address_fields().values()
    state = choice("State whose law applies", states())
    time_zone = choice("Time zone", TIME_ZONES)
    setting = choice("Where you mostly treat", settings_of_visits())
    place_of_service = choice("Place of service on claims", places())
    npi = words("NPI", 12, inputmode="numeric")
    tax_id = words("Tax ID", 12, inputmode="numeric", hint="Nine digits.")
    tax_id_kind = choice("It is", [("EI", "an EIN"), ("SY", "a Social Security number")], initial="EI")
    taxonomy = words("Taxonomy", 10, required=True)
    mfa_required = forms.BooleanField(
        label="Everybody signs in with a second factor",
        required=False,
        help_text="Leave it on where real patients are.",
    )

    GROUPS = (
        ("The clinic", ("name", "phone", *ADDRESS)),
        ("Law and place", ("state", "setting", "place_of_service", "time_zone")),
        ("On claims", ("npi", "tax_id", "tax_id_kind", "taxonomy")),
        ("Signing in", ("mfa_required",)),
    )

    def clean_npi(self) -> str:
        """With its check digit checked."""
        return clean_npi(self.cleaned_data["npi"])

    def clean_tax_id(self) -> str:
        """Nine digits."""
        text = self.cleaned_data["tax_id"]
        try:
            return ein.validate(text) if text else ""
        except CodeError as wrong:
            raise forms.ValidationError(str(wrong)) from None


class NewMemberForm(CalmForm):
    """Somebody who is to work here."""

    name = words("Name", 120, required=True, autocomplete="off")
    email = forms.EmailField(
        label="Email",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "An email address has the form name@place.example."},
    )
    role = choice("Role", list(Role.choices))
    password = forms.CharField(
        label="First password",
        required=False,
        strip=False,
        help_text="Twelve characters or more; tell it in person. An email known here keeps its own password.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class MemberForm(CalmForm):
    """What somebody may do here."""

    role = choice("Role", list(Role.choices))
    is_active = forms.BooleanField(
        label="Works here",
        required=False,
        help_text="Without the tick nobody signs in to this clinic with this account.",
    )


class FeeForm(CalmForm):
    """The price of one unit of a code."""

    code = words("Code", 5, required=True, autocomplete="off", hint="Such as 97124.")
    amount = forms.DecimalField(
        label="Price of one unit, in dollars",
        min_value=0,
        max_digits=8,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        error_messages={"invalid": "Write an amount such as 42.00.", "min_value": "A price is not below zero."},
    )

    def clean_code(self) -> str:
        """A procedure code that the house knows."""
        try:
            return procedure.validate(self.cleaned_data["code"])
        except CodeError as wrong:
            raise forms.ValidationError(str(wrong)) from None


class PayerForm(CalmForm):
    """A payer that this clinic bills."""

    name = words("Name", 60, required=True)
    payer_id = words("Electronic payer ID", 20, required=True, hint="In the clearinghouse’s list.")
    profile = choice("What kind of payer", payer_habits())
    street, street2, city, address_state, zip_code = address_fields().values()

    GROUPS = (("The payer", ("name", "payer_id", "profile")), ("Where paper goes", ADDRESS))
