"""Forms about a patient: facts, health, coverage, authorizations."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from medmassage.billing.payers import profiles
from medmassage.clinic import access
from medmassage.clinic.models import Case, Coverage, HealthItem, Membership, Payer, Sex
from medmassage.web.form_page import (
    ADDRESS,
    CalmForm,
    Groups,
    address_fields,
    choice,
    count,
    day,
    settings_of_visits,
    states,
    words,
)

RELATIONSHIPS = [
    ("self", "The patient"),
    ("spouse", "Spouse"),
    ("child", "Parent (the patient is a child)"),
    ("other", "Somebody else"),
]
NEW_PAYER = "new"
ACCIDENTS = [("auto", "An auto accident"), ("employment", "An injury at work"), ("other", "Another accident")]
SUBSCRIBER = ("subscriber_given", "subscriber_family", "subscriber_birth_date", "subscriber_sex")


def payer_habits() -> list[tuple[str, str]]:
    """The payer profiles that a coverage may have, by name."""
    return [(name, profile.name) for name, profile in profiles().items() if profile.kind != "self_pay"]


class PatientForm(CalmForm):
    """Who somebody is and where they live."""

    given = words("First name", 35, required=True, autocomplete="off")
    middle = words("Middle name", 25, autocomplete="off")
    family = words("Last name", 60, required=True, autocomplete="off")
    birth_date = day("Born", required=True)
    sex = choice("Sex, as the payer has it", list(Sex.choices), initial=Sex.UNKNOWN)
    phone = words("Phone", 20, type="tel", autocomplete="off")
    email = forms.EmailField(
        label="Email",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "An email address has the form name@place.example."},
    )
    pregnancy_due = day("Pregnant: due date", hint="Position and pressure are adapted by it.")
    street, street2, city, address_state, zip_code = address_fields().values()

    GROUPS: ClassVar[Groups] = (
        ("Who", ("given", "middle", "family", "birth_date", "sex", "pregnancy_due")),
        ("How to reach them", ("phone", "email", *ADDRESS)),
    )


class HealthForm(CalmForm):
    """One thing the patient has, takes, or has a clearance for."""

    kind = choice("What is it", list(HealthItem.Kind.choices), initial=HealthItem.Kind.CONDITION)
    text = words(
        "In a few words", 400, required=True, hint="As the patient says it: “warfarin”, “calf swollen since Sunday”."
    )
    on = day("Since, or on", hint="Where it is known.")


class CardForm(CalmForm):
    """What stands on an insurance card, and the plan's limit."""

    member_id = words(
        "Member ID", 30, required=True, hint="As on the card; for auto and work injuries the claim number.",
        autocomplete="off",
    )  # fmt: skip
    group_number = words("Group number", 30, autocomplete="off")
    relationship = choice("The card is in the name of", RELATIONSHIPS, initial="self")
    subscriber_given = words("Their first name", 35, autocomplete="off")
    subscriber_family = words("Their last name", 60, autocomplete="off")
    subscriber_birth_date = day("Their birth date")
    subscriber_sex = choice("Their sex, as the payer has it", list(Sex.choices), initial=Sex.UNKNOWN)
    plan_year_starts = day("Plan year began on")
    plan_year_visits = count("Visits a plan year", hint="As the payer told you.")
    visits_used_elsewhere = count("Of these used elsewhere", least=0)

    GROUPS: ClassVar[Groups] = (
        ("The card", ("member_id", "group_number", "relationship")),
        ("Where the card is in somebody else’s name", SUBSCRIBER),
        ("The plan’s limit on visits", ("plan_year_starts", "plan_year_visits", "visits_used_elsewhere")),
    )

    def clean_visits_used_elsewhere(self) -> int:
        """None said is none."""
        return self.cleaned_data["visits_used_elsewhere"] or 0

    def clean(self) -> dict[str, Any]:
        """What a card in another's name and a plan's limit need."""
        facts = super().clean() or self.cleaned_data
        if facts.get("relationship", "self") != "self":
            self._need(*SUBSCRIBER[:3], why="The claim names whose card it is.")
        if (facts.get("plan_year_starts") is None) != (facts.get("plan_year_visits") is None):
            self._need(
                "plan_year_starts", "plan_year_visits", why="The plan’s limit needs both its first day and its visits."
            )
        return facts

    def _need(self, *names: str, why: str) -> None:
        for name in names:
            if self.cleaned_data.get(name) in ("", None) and name not in self.errors:
                self.add_error(name, why)


class CoverageForm(CardForm):
    """A card of a payer known here, or of a new one."""

    payer = forms.ChoiceField(label="Payer")
    name = words("Name of the payer", 60)
    payer_id = words("Electronic payer ID", 20, hint="On the card or in the clearinghouse’s list.")
    profile = choice("What kind of payer", payer_habits(), required=False)
    street, street2, city, address_state, zip_code = address_fields().values()

    GROUPS: ClassVar[Groups] = (
        ("The payer", ("payer",)),
        ("A payer that is new here", ("name", "payer_id", "profile", *ADDRESS)),
        *CardForm.GROUPS,
    )

    def __init__(self, member: Membership, *args: Any, **kwargs: Any) -> None:
        """Offer the clinic's payers and a new one."""
        super().__init__(*args, **kwargs)
        self.payers = {str(p.pk): p for p in access.rows(member, Payer)}
        field = self.fields["payer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((pk, p.name) for pk, p in self.payers.items()), (NEW_PAYER, "A payer that is new here")]

    def clean(self) -> dict[str, Any]:
        """What a new payer needs beside the card."""
        facts = super().clean()
        if facts.get("payer") == NEW_PAYER:
            self._need("name", "payer_id", "profile", why="A new payer needs this.")
        return facts


class CaseForm(CalmForm):
    """A course of care: what is treated, since when, where, who pays, and the accident behind it."""

    title = words("What is treated", 120, required=True)
    kind = choice("What the care is for", list(Case.Kind.choices), initial=Case.Kind.MEDICAL)
    coverage = forms.ChoiceField(label="Who pays", required=False)
    setting = choice("Where it is given", settings_of_visits())
    state = choice("State whose law applies", states())
    opened_on = day("Opened on", required=True)
    onset_on = day("Began", hint="When the complaint began, as far as it is known. Claims carry it.")
    accident_kind = choice("Because of", ACCIDENTS, required=False)
    accident_on = day("On")
    accident_state = choice("In", states(), required=False)

    GROUPS: ClassVar[Groups] = (
        ("The course of care", ("title", "kind", "coverage", "setting", "state", "onset_on", "opened_on")),
        ("An accident behind it", ("accident_kind", "accident_on", "accident_state")),
    )

    def __init__(self, coverages: Sequence[Coverage], *args: Any, **kwargs: Any) -> None:
        """Offer the patient's coverages."""
        super().__init__(*args, **kwargs)
        self.coverages = {str(c.pk): c for c in coverages}
        field = self.fields["coverage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "The patient"), *((pk, str(c.payer)) for pk, c in self.coverages.items())]

    def clean_coverage(self) -> Coverage | None:
        """The coverage, or nobody: the patient pays."""
        return self.coverages.get(self.cleaned_data["coverage"])

    def clean(self) -> dict[str, Any]:
        """Dates in order; an accident has its day."""
        facts = super().clean() or self.cleaned_data
        if facts.get("onset_on") and facts.get("opened_on") and facts["onset_on"] > facts["opened_on"]:
            self.add_error("onset_on", "It begins after the care for it was opened. Check both dates.")
        if facts.get("accident_kind") and not facts.get("accident_on") and "accident_on" not in self.errors:
            self.add_error("accident_on", "Say when the accident was; the payer asks for the day.")
        return facts


class AuthorizationForm(CalmForm):
    """What the payer agreed to."""

    number = words("Authorization number", 50, required=True, autocomplete="off")
    starts_on = day("From", required=True)
    ends_on = day("Until")
    visits = count("Visits")
    units = count("Units", hint="Where the payer counts units of 15 minutes.")
    codes = words("Codes it covers", 80, hint="Such as 97124, 97140. Empty: all.")

    def clean_codes(self) -> list[str]:
        """The codes one by one."""
        return [code for code in self.cleaned_data["codes"].replace(",", " ").split() if code]

    def clean(self) -> dict[str, Any]:
        """Dates in order; a number of visits or units."""
        facts = super().clean() or self.cleaned_data
        if facts.get("ends_on") and facts.get("starts_on") and facts["ends_on"] < facts["starts_on"]:
            self.add_error("ends_on", "It ends before it starts. Check both dates.")
        return facts
