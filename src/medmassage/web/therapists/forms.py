"""Forms about therapists, the papers they hold, and the looks at their registers."""

from collections.abc import Mapping
from typing import Any

from django import forms

from medmassage.clinic import access
from medmassage.clinic.models import Credential, Membership, Therapist, Verification
from medmassage.web.first_run.forms import clean_npi
from medmassage.web.form_page import CalmForm, choice, day, scan_field, states, words

K = Credential.Kind
_DATES = ("number", "valid_from", "valid_to", "remarks")
# What stands on each kind of paper, in its order.
FIELDS: Mapping[str, tuple[str, ...]] = {
    K.LICENSE: ("state", "code", *_DATES),
    K.CERTIFICATION: ("code", "issuer", *_DATES),
    K.LIABILITY: ("issuer", *_DATES),
    K.CPR: ("issuer", *_DATES),
    K.ENROLLMENT: ("issuer", *_DATES),
    K.ESTABLISHMENT: ("state", "issuer", *_DATES),
    K.PERMIT: ("issuer", *_DATES),
    K.OTHER: ("code", "issuer", *_DATES),
}
# The label and the hint of a field where the kind has words of its own.
WORDS: Mapping[tuple[str, str], tuple[str, str]] = {
    (K.CERTIFICATION, "code"): ("Letters", "As the certifier writes them after the name, such as BCTMB."),
    (K.CERTIFICATION, "issuer"): ("Certifier", "Its letters, such as NCBTMB."),
    (K.LIABILITY, "issuer"): ("Insurer", ""),
    (K.LIABILITY, "number"): ("Policy number", ""),
    (K.LIABILITY, "remarks"): ("Limits", "Such as 2,000,000 a claim, 6,000,000 a year."),
    (K.CPR, "issuer"): ("Given by", "Such as the American Red Cross."),
    (K.ENROLLMENT, "issuer"): ("Payer", ""),
    (K.ENROLLMENT, "number"): ("Provider number", "The number by which this payer knows the therapist."),
    (K.ESTABLISHMENT, "issuer"): ("Office", "Where the state leaves it to a board, a county or a city."),
    (K.PERMIT, "issuer"): ("City or county", ""),
    (K.OTHER, "code"): ("What it is", "A few words."),
}
NEEDED = {"state", "code", "issuer"}


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


class CredentialForm(CalmForm):
    """A paper as it stands in the hand; which fields it has, its kind says."""

    state = choice("Given by", states())
    code = words("Letters", 20, autocomplete="off", list="letters", hint="As the state writes them, such as LMT.")
    issuer = words("Given by", 120, autocomplete="off")
    number = words("Number", 30, autocomplete="off")
    valid_from = day("Valid from")
    valid_to = day("Valid until", hint="Empty where the paper says no end.")
    remarks = words("Remarks", 200, autocomplete="off")
    given_up_on = day("Given up on", hint="Empty while it is kept. From this day on it counts no longer.")

    def __init__(self, kind: str, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        """Keep the fields of this kind, in its own words and order."""
        super().__init__(*args, **kwargs)
        wanted = (*FIELDS[kind], *(["given_up_on"] if correcting else []))
        self.fields = {name: self.fields[name] for name in wanted}
        for name, field in self.fields.items():
            label, hint = WORDS.get((kind, name), (field.label, field.help_text))
            field.label, field.help_text = label, hint
            field.required = name in NEEDED and not (kind == K.ESTABLISHMENT and name == "issuer")

    def clean(self) -> dict[str, Any]:
        """Dates in order."""
        facts = super().clean() or self.cleaned_data
        if facts.get("valid_from") and facts.get("valid_to") and facts["valid_to"] < facts["valid_from"]:
            self.add_error("valid_to", "It ends before it begins. Check both dates on the paper.")
        return facts


class ScanForm(CalmForm):
    """The paper itself."""

    scan = scan_field("Scan of the paper", required=True)


class VerificationForm(CalmForm):
    """One look at the primary source."""

    on = day("Looked up on", required=True)
    source = words("Where", 200, required=True, hint="The register that was asked, or who answered.")
    found = choice("What it says", list(Verification.Found.choices))
    ends = day("End that it shows", hint="Empty where it shows none.")
    seen = words("What else was seen", 300, autocomplete="off", hint="Such as a condition or an old name.")
    scan = scan_field("Evidence", "The page that was seen.")
