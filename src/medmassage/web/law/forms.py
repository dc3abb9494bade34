"""The small form "may I work?": asked by GET, so that its answer is an address."""

from datetime import date
from typing import Any

from django import forms

from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.question import Held, Question
from medmassage.law.vocabulary import vocabulary

NOTHING = "nothing"
_PAYERS = {
    "self_pay": "The patient",
    "commercial": "A health plan",
    "auto": "Auto insurance",
    "workers_comp": "Workers' compensation",
    "medicare": "Medicare",
    "medicaid": "Medicaid",
    "va": "Veterans Affairs",
}


class MayIWork(forms.Form):
    """Who, where, by which order; the day is the page's own."""

    holds = forms.ChoiceField(label="I hold")
    setting = forms.ChoiceField(label="I treat in")
    payer_kind = forms.ChoiceField(label="Paid by", choices=list(_PAYERS.items()))
    act = forms.ChoiceField(label="Technique or area", required=False)
    referral = forms.BooleanField(label="By a physician's referral", required=False)

    def __init__(self, data: Any, law: Jurisdiction) -> None:
        """The choices of this state."""
        super().__init__(data, auto_id="ask_%s")
        self.law = law
        words = vocabulary()
        papers = [(c.code, f"{c.title} ({c.code})") for c in law.credentials.values() if c.stands_alone]
        self._choices("holds", [*papers, (NOTHING, "No paper of this state")])
        self._choices("setting", [(name, label[0].upper() + label[1:]) for name, label in words.settings.items()])
        acts = [(name, act["label"][0].upper() + act["label"][1:]) for name, act in words.acts.items()]
        self._choices("act", [("", "Ordinary massage"), *acts])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def question(self, on: date) -> Question:
        """The first gate's question, once the form is valid."""
        given = self.cleaned_data
        held = () if given["holds"] == NOTHING else (Held(given["holds"], self.law.code),)
        return Question(
            state=self.law.code,
            setting=given["setting"],
            holds=held,
            on=on,
            techniques=(given["act"],) if given["act"] else (),
            payer_kind=given["payer_kind"],
            referral=given["referral"],
        )
