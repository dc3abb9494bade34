"""Forms about therapists and their papers."""

from typing import Any

from django import forms

from medmassage.clinic import access
from medmassage.clinic.models import Membership, Therapist
from medmassage.web.first_run.forms import clean_npi
from medmassage.web.form_page import CalmForm, choice, day, states, words


class TherapistForm(CalmForm):
    """The rendering provider."""

    given = words("First name", 35, required=True, autocomplete="off")
    family = words("Last name", 60, required=True, autocomplete="off")
    npi = words(
        "NPI",
        12,
        inputmode="numeric",
        autocomplete="off",
        hint="Ten digits. Claims need it; it can wait until the first.",
    )
    user = forms.ChoiceField(label="Signs in as", required=False)

    def __init__(self, member: Membership, therapist: Therapist | None, *args: Any, **kwargs: Any) -> None:
        """Offer the people of the clinic who are nobody else's sign-in."""
        super().__init__(*args, **kwargs)
        others = [t for t in access.rows(member, Therapist) if t != therapist]
        taken = {t.user_id for t in others}
        people = access.rows(member, Membership).filter(is_active=True).select_related("user")
        self.users = {str(m.user_id): m.user for m in people if m.user_id not in taken}
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Nobody"), *((pk, str(user)) for pk, user in self.users.items())]

    def clean_npi(self) -> str:
        """The therapist's NPI with its check digit checked."""
        return clean_npi(self.cleaned_data["npi"])

    def clean_user(self) -> Any:
        """The person, or nobody."""
        return self.users.get(self.cleaned_data["user"])


class LicenseForm(CalmForm):
    """A license, registration or certificate as it stands on the paper."""

    code = words(
        "Letters", 20, required=True, autocomplete="off", hint="As the state writes them after the name, such as LMT."
    )
    state = choice("Given by", states())
    number = words("Number", 30, autocomplete="off")
    valid_from = day("Valid from")
    valid_to = day("Valid until", hint="Empty where the paper says no end.")
    verified_on = day("Compared with the issuer’s register on", hint="Empty: not compared yet.")

    def clean_code(self) -> str:
        """In capitals, as the law files have it."""
        return str(self.cleaned_data["code"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        """Dates in order."""
        facts = super().clean() or self.cleaned_data
        if facts.get("valid_from") and facts.get("valid_to") and facts["valid_to"] < facts["valid_from"]:
            self.add_error("valid_to", "It ends before it begins. Check both dates on the paper.")
        return facts
