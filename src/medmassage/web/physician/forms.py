"""The forms that a physician fills in: the birth date that opens the page, and the answer."""

from typing import Any, ClassVar

from django import forms

from medmassage.clinic.models import PhysicianRequest
from medmassage.clinic.services.requesting import MOST_VISITS
from medmassage.web.form_page import CalmForm, Groups, count, day, prose
from medmassage.web.form_page import words as line
from medmassage.web.requests.forms import codes_of, offer, says

K = PhysicianRequest.Kind
STATEMENT = "This is my own answer, and my typed name stands for my signature."


class BirthForm(CalmForm):
    """The one fact that opens the page."""

    born = day("The patient’s date of birth", required=True)


class _Signed(CalmForm):
    """What every signed answer ends with."""

    SIGNING: ClassVar[Groups] = (("Signature", ("name", "npi", "signs")),)
    GROUPS: ClassVar[Groups] = SIGNING

    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    name = line("Your name", 120, required=True, autocomplete="name")
    npi = line("Your NPI", 12, required=True, inputmode="numeric", autocomplete="off", hint="Ten digits.")
    signs = forms.BooleanField(label=STATEMENT)

    def __init__(self, asked: PhysicianRequest, *args: Any, **kwargs: Any) -> None:
        """Offer the answers of this kind."""
        super().__init__(*args, **kwargs)
        offer(self, "answer", says(asked.kind))
        self.fields["signs"].error_messages["required"] = "Without this the answer is not signed."


class ClearanceReply(_Signed):
    """May massage go on, within which limits, until when."""

    words = prose("Limits, or what we should know", hint="Regions, pressure, position, time.")
    until = day("It holds until", hint="Empty where no end is meant.")
    field_order = ("answer", "words", "until")


class RenewalReply(_Signed):
    """The new order, or none."""

    GROUPS: ClassVar[Groups] = (
        ("The order", ("visits", "starts_on", "ends_on", "diagnoses", "words")), *_Signed.SIGNING,
    )  # fmt: skip

    visits = count("Number of visits", most=MOST_VISITS)
    starts_on = day("Valid from")
    ends_on = day("Valid until")
    diagnoses = line("Diagnoses, ICD-10-CM", 120, autocomplete="off", hint="Several with commas between.")
    words = prose("Remarks")

    def clean_diagnoses(self) -> list[str]:
        """The codes one by one."""
        return codes_of(self.cleaned_data["diagnoses"])


class ReadReply(CalmForm):
    """That a report was read, with a word to the clinic."""

    words = prose("A word to the clinic")
    name = line("Your name", 120, required=True, autocomplete="name")


def reply_form(asked: PhysicianRequest, *args: Any, **kwargs: Any) -> CalmForm:
    """The form that this kind of request takes."""
    if asked.kind == K.REPORT:
        return ReadReply(*args, **kwargs)
    return (ClearanceReply if asked.kind == K.CLEARANCE else RenewalReply)(asked, *args, **kwargs)
