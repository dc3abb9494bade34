"""The form for a payment from a patient's hand."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from medmassage import money

HOW = [("card", "Card"), ("cash", "Cash"), ("check", "Check"), ("other", "Another way")]


class PaymentForm(forms.Form):
    """How much, when and how. ``key`` names this form, so that pressing twice pays once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.CharField(
        max_length=16, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    how = forms.ChoiceField(label="How", choices=HOW, widget=forms.RadioSelect)
    note = forms.CharField(required=False, max_length=80, help_text="Such as a check number; no health facts.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """A payment is of ``today`` unless the form says otherwise; never of a day to come."""
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "on": today, "how": "card"})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_amount(self) -> Decimal:
        """An amount in dollars and cents, more than nothing."""
        try:
            amount = money.parse(self.cleaned_data["amount"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        if amount <= 0:
            raise forms.ValidationError("A payment is more than nothing.")
        return amount

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(f"{on.day} {on:%b %Y} is still to come.")
        if on.year < self.today.year - 10:
            raise forms.ValidationError(f"{on.year} is long ago. Look at the year again.")
        return on

    @property
    def memo(self) -> str:
        """The words of the entry."""
        kept = self.cleaned_data
        return f"Paid by the patient, {dict(HOW)[kept['how']].lower()}" + (f": {kept['note']}" if kept["note"] else "")
