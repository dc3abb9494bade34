"""The form of a physician's order, as it stands on the paper."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Coverage, Membership, Patient, Physician
from medmassage.codes import icd10cm, npi
from medmassage.codes.errors import CodeError
from medmassage.web.form_page import CalmForm, choice, count, day, prose, settings_of_visits, states, words
from medmassage.web.patients.forms import ACCIDENTS
from medmassage.web.visits.regions import labels

NEW_CASE = "new"


class ReferralForm(CalmForm):
    """Who orders what, how often, until when; and the course of care it is for."""

    case = forms.ChoiceField(label="Course of care")
    title = words("What is treated", 120, hint="Such as “Neck pain”. It heads the course of care.")
    coverage = forms.ChoiceField(label="Who pays", required=False)
    setting = choice("Where it is given", settings_of_visits())
    accident_kind = choice("Because of", ACCIDENTS, required=False)
    accident_on = day("On")
    accident_state = choice("In", states(), required=False)
    npi = words(
        "NPI of the physician",
        12,
        required=True,
        inputmode="numeric",
        autocomplete="off",
        hint="Ten digits, as on the paper.",
    )
    given = words("First name", 35, autocomplete="off")
    family = words("Last name", 60, autocomplete="off", hint="Not needed where this NPI is known here.")
    phone = words("Phone", 20, type="tel", autocomplete="off")
    fax = words("Fax", 20, type="tel", autocomplete="off")
    written_on = day("Written on", required=True)
    starts_on = day("Valid from", required=True)
    ends_on = day("Valid until", hint="Empty where the paper does not say. Nothing is guessed.")
    visits = count("Number of visits", hint="Empty where the paper does not say.")
    diagnoses = words(
        "Diagnoses, ICD-10-CM",
        120,
        required=True,
        hint="Such as M54.2. Several with commas between.",
        autocomplete="off",
    )
    order_number = words("Order number", 50, autocomplete="off")
    remarks = prose("What else the order says")
    regions = forms.MultipleChoiceField(label="Where", required=False)
    scan = forms.FileField(label="Scan of the paper", required=False, help_text="PDF, PNG or JPEG, 10 MB at most.")

    GROUPS = (
        ("The course of care", ("case", "title", "coverage", "setting")),
        ("An accident behind it", ("accident_kind", "accident_on", "accident_state")),
        ("Who orders", ("npi", "given", "family", "phone", "fax")),
        ("The order", ("written_on", "starts_on", "ends_on", "visits", "diagnoses", "order_number", "remarks", "scan")),
    )

    def __init__(self, member: Membership, patient: Patient, cases: Sequence[Case], *args: Any, **kwargs: Any) -> None:
        """Offer the patient's open courses of care and coverages."""
        super().__init__(*args, **kwargs)
        self.member = member
        self.cases = {str(c.pk): c for c in cases if c.closed_on is None and c.kind == Case.Kind.MEDICAL}
        self.coverages = {
            str(c.pk): c for c in access.rows(member, Coverage).filter(patient=patient).select_related("payer")
        }
        self._offer("case", [(NEW_CASE, "A new course of care"), *((pk, c.title) for pk, c in self.cases.items())])
        self._offer("coverage", [("", "The patient"), *((pk, str(c.payer)) for pk, c in self.coverages.items())])
        self._offer("regions", list(labels().items()))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Without the regions, which the page draws as a figure or a list of its own."""
        return [(title, fields) for title, fields in super().groups if title]

    def clean_npi(self) -> str:
        """The number, its check digit checked."""
        try:
            return npi.validate(self.cleaned_data["npi"])
        except CodeError as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_written_on(self) -> Any:
        """An order is written before it is taken in."""
        on = self.cleaned_data["written_on"]
        if on > clock.today(self.member.clinic):
            raise forms.ValidationError(f"{on:%-d %b %Y} is still to come. Check the date on the paper.")
        return on

    def clean_diagnoses(self) -> list[str]:
        """The codes one by one, each in the form of ICD-10-CM."""
        codes = [code for code in re.split(r"[,;\s]+", self.cleaned_data["diagnoses"]) if code]
        try:
            return [icd10cm.validate(code) for code in codes]
        except CodeError as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean(self) -> dict[str, Any]:
        """What a new course of care and a new physician need; dates in order."""
        facts = super().clean() or self.cleaned_data
        if facts.get("case") == NEW_CASE and not facts.get("title"):
            self.add_error("title", "Say what is treated, in the words of the paper.")
        if facts.get("npi") and not facts.get("family") and not self._known(facts["npi"]):
            self.add_error("family", "This NPI is new here: write the physician’s name.")
        if facts.get("ends_on") and facts.get("starts_on") and facts["ends_on"] < facts["starts_on"]:
            self.add_error("ends_on", "The order ends before it starts. Check both dates on the paper.")
        return facts

    def _known(self, number: str) -> bool:
        return access.rows(self.member, Physician).filter(npi=number).exists()
