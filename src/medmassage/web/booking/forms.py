"""The form that books a visit."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from medmassage.clinic import clock, selectors
from medmassage.clinic.models import Case, Membership, Therapist
from medmassage.web.form_page import CalmForm, choice, count, day, settings_of_visits

FURTHEST_AHEAD = timedelta(days=400)
FURTHEST_BACK = timedelta(days=400)


class BookingForm(CalmForm):
    """Who treats, when, how long and where. ``key`` makes the same form, sent twice, one visit."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    therapist = forms.ChoiceField(label="Therapist")
    on = day("Date", required=True)
    at = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        error_messages={"invalid": "Write the time as 2:30 pm or 14:30."},
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p"],
    )
    minutes = count("Minutes", required=True, least=10, most=240)
    setting = choice("Where", settings_of_visits())

    def __init__(self, member: Membership, case: Case, *args: Any, **kwargs: Any) -> None:
        """Offer the clinic's therapists; start from the last visit of this case, or the first hour of tomorrow."""
        kwargs.setdefault("initial", _start(member, case))
        super().__init__(*args, **kwargs)
        self.member = member
        self.people = {str(t.pk): t for t in selectors.therapists(member)}
        field = self.fields["therapist"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *((pk, _named(t)) for pk, t in self.people.items())]

    def clean_on(self) -> date:
        """A day that can be meant: not more than a year or so from today."""
        on: date = self.cleaned_data["on"]
        today = clock.today(self.member.clinic)
        if on > today + FURTHEST_AHEAD:
            raise forms.ValidationError(f"{on.year} is more than a year ahead. Check the year.")
        if on < today - FURTHEST_BACK:
            raise forms.ValidationError(f"{on.year} is long past. Check the year.")
        return on

    @property
    def named(self) -> Therapist | None:
        """The therapist who stands in the form now, whether or not it is whole."""
        return self.people.get(str(self["therapist"].value() or ""))

    @property
    def chosen(self) -> Therapist:
        """The therapist chosen."""
        return self.people[self.cleaned_data["therapist"]]

    @property
    def starts_at(self) -> datetime:
        """The moment on the clinic's clock."""
        return clock.at(self.member.clinic, self.cleaned_data["on"], self.cleaned_data["at"])


def _start(member: Membership, case: Case) -> dict[str, Any]:
    last = max(case.visits.all(), key=lambda visit: visit.starts_at, default=None)
    start: dict[str, Any] = {"key": str(uuid.uuid4()), "setting": case.setting, "minutes": 60}
    if last is None:
        return start
    at = clock.local(member.clinic, last.starts_at)
    return {
        **start,
        "therapist": str(last.therapist_id),
        "on": max(at.date() + timedelta(days=7), clock.today(member.clinic)),
        "at": at.time(),
        "minutes": last.minutes,
    }


def _named(therapist: Therapist) -> str:
    papers = ", ".join(f"{paper.code} {paper.state}" for paper in therapist.credentials.all() if paper.state)
    return f"{therapist}, {papers or 'no license entered'}"
