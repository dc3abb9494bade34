"""The forms of a request and of an answer that came on paper or by phone."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

from medmassage.clinic import asked as reads
from medmassage.clinic.models import PhysicianRequest
from medmassage.clinic.services.requesting import MOST_VISITS
from medmassage.codes import icd10cm, npi
from medmassage.codes.errors import CodeError
from medmassage.web.form_page import CalmForm, Choices, Groups, choice, count, day, prose
from medmassage.web.form_page import words as line

K, A, W = PhysicianRequest.Kind, PhysicianRequest.Answer, PhysicianRequest.Way
ANOTHER = "another"
SAYS: dict[tuple[str, str], str] = {
    (K.CLEARANCE, A.GIVEN): "Massage may go on",
    (K.CLEARANCE, A.LIMITED): "Massage may go on, within limits",
    (K.CLEARANCE, A.REFUSED): "No, not for the time being",
    (K.RENEWAL, A.GIVEN): "A new order",
    (K.RENEWAL, A.REFUSED): "No further order",
    (K.REPORT, A.READ): "Read",
}


def says(kind: str) -> Choices:
    """The answers that a kind of request takes, in words."""
    return [(answer, label) for (of, answer), label in SAYS.items() if of == kind]


def codes_of(text: str) -> list[str]:
    """Diagnosis codes, one by one. Raises Django's ``ValidationError`` for what is none."""
    try:
        return [icd10cm.validate(code) for code in re.split(r"[,;\s]+", text) if code]
    except CodeError as wrong:
        raise forms.ValidationError(str(wrong)) from None


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Fill the choices of a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class ClearanceForm(CalmForm):
    """What a clearance is asked for, and of whom."""

    GROUPS: ClassVar[Groups] = (("Another physician", ("npi", "given", "family", "phone", "fax")),)

    entries = forms.MultipleChoiceField(
        label="Asked for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one.", "invalid_choice": "Choose from the list."},
    )
    physician = choice("Who is asked", [])
    words = prose("What is planned", required=True, hint="The physician weighs this. Change it until it is true.")
    npi = line("NPI", 12, inputmode="numeric", autocomplete="off", hint="Ten digits.")
    given = line("First name", 35, autocomplete="off")
    family = line("Last name", 60, autocomplete="off")
    phone = line("Phone", 20, type="tel", autocomplete="off")
    fax = line("Fax", 20, type="tel", autocomplete="off")

    def __init__(self, entries: Choices, physicians: Choices, *args: Any, **kwargs: Any) -> None:
        """Offer the findings that a clearance can lift, and the physicians who are known."""
        super().__init__(*args, **kwargs)
        offer(self, "entries", entries)
        offer(self, "physician", [*physicians, (ANOTHER, "Another physician: write below")])

    def clean(self) -> dict[str, Any]:
        """A physician who is new here needs an NPI and a name."""
        facts = super().clean() or self.cleaned_data
        if facts.get("physician") == ANOTHER:
            for name in ("npi", "family"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, "This is needed for another physician.")
        return facts

    def clean_npi(self) -> str:
        """The number, its check digit checked."""
        try:
            return npi.validate(self.cleaned_data["npi"]) if self.cleaned_data["npi"] else ""
        except CodeError as wrong:
            raise forms.ValidationError(str(wrong)) from None


class RenewalForm(CalmForm):
    """What the new order is to hold."""

    visits = count("Visits to ask for", required=True, most=MOST_VISITS)
    until = day("Until", required=True)
    words = prose("Why", hint="The physician reads this first.")


class AnswerForm(CalmForm):
    """An answer that came on paper, by fax or by phone."""

    GROUPS: ClassVar[Groups] = (("The new order", ("written_on", "visits", "starts_on", "ends_on", "diagnoses")),)

    answer = choice("The answer", [])
    way = choice("How it came", [(W.PAPER.value, W.PAPER.label), (W.PHONE.value, W.PHONE.label)])
    name = line("Who said so", 120, autocomplete="off", hint="Name as it is signed or as it was given.")
    until = day("It holds until", hint="Empty where no day was said.")
    words = prose("In their words", hint="Limits as they were written: regions, pressure, position, time.")
    written_on = day("Written on")
    visits = count("Number of visits", most=MOST_VISITS)
    starts_on = day("Valid from")
    ends_on = day("Valid until")
    diagnoses = line("Diagnoses, ICD-10-CM", 120, autocomplete="off", hint="Several with commas between.")

    OF_ORDER: ClassVar[tuple[str, ...]] = ("written_on", "visits", "starts_on", "ends_on", "diagnoses")

    def __init__(self, asked: PhysicianRequest, *args: Any, **kwargs: Any) -> None:
        """Only the fields that this kind of request takes."""
        super().__init__(*args, **kwargs)
        offer(self, "answer", [("", "Choose"), *says(asked.kind)])
        of = {K.RENEWAL: self.OF_ORDER, K.CLEARANCE: ("until",)}
        for name in (name for kind, names in of.items() if kind != asked.kind for name in names):
            del self.fields[name]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Without headings that nothing stands under."""
        return [(title, fields) for title, fields in super().groups if fields]

    def clean_diagnoses(self) -> list[str]:
        """The codes one by one."""
        return codes_of(self.cleaned_data["diagnoses"])


def entry_choices(entries: list[str]) -> Choices:
    """Contraindications by name."""
    return [(entry, reads.name_of(entry)) for entry in entries]


def in_a_month(today: date) -> date:
    """A first proposal for the last day of a new order: six weeks on."""
    return date.fromordinal(today.toordinal() + 42)
