"""Forms of the plan, of goals, of wellness care, and of the end of a case."""

from typing import Any

from django import forms

from medmassage.clinic import measures
from medmassage.clinic.models import Case
from medmassage.knowledge import anatomy
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import PRESSURES
from medmassage.web.form_page import (
    CalmForm,
    Choices,
    choice,
    count,
    day,
    prose,
    settings_of_visits,
    states,
    words,
)


class PlanForm(CalmForm):
    """How often, how long, with what, where, and what is done at home. Nothing but the day is required."""

    dose = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    condition = choice("For", [], required=False, hint="The condition that the evidence speaks of.")
    minutes = count("Minutes a visit", most=240)
    per_week = forms.DecimalField(
        label="Visits a week", required=False, min_value=0, max_value=14, max_digits=3, decimal_places=1,
        help_text="0.5 is every second week.",
    )  # fmt: skip
    weeks = count("Weeks", most=104)
    visits = count("Visits in all", most=200)
    techniques = words("Techniques", 300, hint="With commas between.")
    pressure = choice("Pressure", [(p, p.capitalize()) for p in PRESSURES], required=False)
    home_care = prose("Home care", hint="What the patient does between visits, as they were told.")
    words = prose("What else was agreed")
    agreed_on = day("Agreed on", required=True)
    regions = forms.MultipleChoiceField(label="Where", required=False)

    GROUPS = (
        ("How often and how long", ("minutes", "per_week", "weeks", "visits")),
        ("How", ("condition", "techniques", "pressure")),
        ("At home", ("home_care", "words", "agreed_on")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every region, side, base and condition."""
        super().__init__(*args, **kwargs)
        places = {**{base: anatomy.label(base) for base in anatomy.bases()}, **_sides()}
        _offer(self, "regions", list(places.items()))
        known = sorted(((c.id, c.name) for c in knowledge().conditions.values()), key=lambda pair: pair[1])
        _offer(self, "condition", [("", "Not said"), *known])

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Without the regions, which the page draws as a figure and a list."""
        return [(title, fields) for title, fields in super().groups if title]

    def clean_techniques(self) -> list[str]:
        """One by one."""
        return [one.strip() for one in self.cleaned_data["techniques"].split(",") if one.strip()]


class GoalForm(CalmForm):
    """A goal with a measure."""

    words = words("In the patient’s words", 200, required=True, hint="“Look over my shoulder when driving.”")
    measure = forms.ChoiceField(label="Measured by")
    baseline = forms.DecimalField(label="Where it began", max_digits=6, decimal_places=1)
    target = forms.DecimalField(label="Target", max_digits=6, decimal_places=1)
    due_on = day("By")

    def __init__(self, first: list[str], *args: Any, **kwargs: Any) -> None:
        """Offer the measures; ``first``: those that the condition points to."""
        super().__init__(*args, **kwargs)
        own = [(id_, measures.label(id_)) for id_ in first if measures.found(id_)]
        groups = [(name or "All", [one for one in pairs if one not in own]) for name, pairs in measures.grouped()]
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("For this course of care", own), *groups] if own else groups


class WellnessForm(CalmForm):
    """Care for well-being: what it is for, and where."""

    title = words("What it is for", 120, required=True, hint="Such as “Relaxation” or “Sore after running”.")
    setting = choice("Where it is given", settings_of_visits())
    state = choice("State whose law applies", states())


class CloseForm(CalmForm):
    """Why a course of care ends, and when."""

    discharge = choice("It ends because", list(Case.Discharge.choices))
    words = prose("In words", hint="What was reached, what is left, what was advised.")
    on = day("Closed on", required=True)


def _sides() -> dict[str, str]:
    return {region.id: region.name for region in anatomy.regions()}


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
